/** One endpoint's log of deliveries as a signal, and what keeps it fresh. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { WebhookDelivery } from '../../../lib/contracts';
import type { ProblemError } from '../../../lib/problems';
import * as webhooks from '../../../lib/webhooks';
import { createListing, PAGE } from '../../listing';
import type { Requests } from '../../requests';

export interface LogRoom {
  readonly log: ReadonlySignal<webhooks.Log>;
  /** Why rows could not be loaded; null when they could. */
  readonly problem: ReadonlySignal<ProblemError | null>;
  /** Shows what is in a state, null for everything. */
  show(filter: webhooks.DeliveryState | null): Promise<void>;
  /** Loads the rows below. */
  more(): Promise<void>;
  /** Reads what is shown anew. */
  again(): Promise<void>;
  /** These throw a ProblemError. */
  test(): Promise<void>;
  redeliver(deliveryId: string): Promise<void>;
  /** All that failed from `since` on; how many they are. */
  redeliverFailed(since: string): Promise<number>;
}

export function createLog(requests: Requests, endpointId: string): LogRoom {
  const log = signal(webhooks.empty());
  const problem = signal<ProblemError | null>(null);
  const { load, more } = createListing({
    fetch: (cursor) => requests.webhookDeliveries(endpointId, log.value.filter, cursor, PAGE),
    known: () => ({ ...log.value, rows: log.value.byId.size }),
    takeFirst: (page) => (log.value = webhooks.withFirstPages(log.value, page)),
    takeNext: (page) => (log.value = webhooks.withNextPage(log.value, page)),
    problem,
    refreshAfterMs: 0,
  });

  /** Throws nothing: one asks again soon. */
  async function look(deliveryId: string): Promise<void> {
    const asked = requests.webhookDelivery(endpointId, deliveryId);
    const found = await asked.catch(() => null);
    if (found !== null && log.value.watched.has(found.id)) {
      log.value = webhooks.watching(log.value, found);
    }
  }

  async function again(): Promise<void> {
    await load();
    await Promise.all(webhooks.awaited(log.value).map(look));
  }

  async function watch(asking: Promise<WebhookDelivery>): Promise<void> {
    const delivery = await asking;
    log.value = webhooks.asked(log.value, delivery);
    // What was asked before it may know nothing of it yet.
    void load();
  }

  return {
    log,
    problem,
    async show(filter) {
      if (filter !== log.value.filter) log.value = webhooks.empty(filter);
      await load();
    },
    more,
    again,
    test: () => watch(requests.testWebhook(endpointId)),
    redeliver: (deliveryId) => watch(requests.redeliver(endpointId, deliveryId)),
    async redeliverFailed(since) {
      const { count } = await requests.redeliverFailed(endpointId, since);
      void load();
      return count;
    },
  };
}
