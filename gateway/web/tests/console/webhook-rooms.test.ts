import { describe, expect, it } from 'vitest';
import type { Requests } from '../../console/requests';
import { createLog } from '../../console/settings/webhooks/log-store';
import { createEndpoints } from '../../console/settings/webhooks/store';
import type { WebhookDelivery, WebhookEndpoints } from '../../lib/contracts';
import { ProblemError } from '../../lib/problems';
import { type DeliveryState, rows } from '../../lib/webhooks';
import { aDelivery, anEndpoint } from '../lib/webhook-builders';

/** A server that keeps deliveries. */
function aServer(...kept: readonly WebhookDelivery[]) {
  const byId = new Map(kept.map((delivery) => [delivery.id, delivery]));
  const become = (id: string, state: DeliveryState) => {
    const delivery = { ...(byId.get(id) ?? aDelivery(9)), id, state };
    byId.set(id, delivery);
    return Promise.resolve(delivery);
  };
  const requests: Partial<Requests> = {
    webhookDeliveries: (_, state) => {
      const items = [...byId.values()].filter((one) => state === null || one.state === state);
      return Promise.resolve({ items, next_cursor: null });
    },
    webhookDelivery: (_, id) => {
      const found = byId.get(id);
      return found ? Promise.resolve(found) : Promise.reject(new ProblemError('not-found', 404));
    },
    redeliver: (_, id) => become(id, 'pending'),
    testWebhook: () => become('test', 'pending'),
  };
  return { log: createLog(requests as Requests, 'e1'), become };
}

const states = ({ log }: ReturnType<typeof aServer>['log']) =>
  rows(log.value).map(({ id, state }) => [id, state]);

describe('the log of an endpoint', () => {
  it('shows what becomes of a redelivery, though it looks for what failed', async () => {
    const { log, become } = aServer(aDelivery(2), aDelivery(1, { state: 'failed' }));
    await log.show('failed');
    await log.redeliver('d1');
    await log.again();
    expect(states(log)).toEqual([['d1', 'pending']]);
    await become('d1', 'delivered');
    await log.again();
    expect(states(log)).toEqual([['d1', 'delivered']]);
    await log.show('pending');
    expect(states(log)).toEqual([]);
  });

  it('has a test on top at once', async () => {
    const { log } = aServer(aDelivery(1));
    await log.show(null);
    await log.test();
    expect(states(log)[0]).toEqual(['test', 'pending']);
  });
});

describe('the endpoints', () => {
  const before: WebhookEndpoints = { items: [anEndpoint()], event_types: [] };

  it('are not taken back by an answer that a change overtook', async () => {
    let answer = (_: WebhookEndpoints) => {};
    let asked = 0;
    const requests: Partial<Requests> = {
      webhooks: () => {
        asked += 1;
        if (asked === 1) return Promise.resolve(before);
        return new Promise((resolve) => (answer = resolve));
      },
      changeWebhook: () => Promise.resolve(anEndpoint({ is_enabled: false })),
    };
    const room = createEndpoints(requests as Requests);
    await room.load();
    const loading = room.load();
    await room.change('e1', { is_enabled: false });
    answer(before);
    await loading;
    expect(room.known.value?.items[0]?.is_enabled).toBe(false);
  });

  it('that are gone already have been removed', async () => {
    const requests: Partial<Requests> = {
      webhooks: () => Promise.resolve(before),
      removeWebhook: () => Promise.reject(new ProblemError('not-found', 404)),
    };
    const room = createEndpoints(requests as Requests);
    await room.load();
    await room.remove('e1');
    expect(room.known.value?.items).toEqual([]);
  });
});
