import { describe, expect, it } from 'vitest';
import * as webhooks from '../../lib/webhooks';
import { at } from './builders';
import { aDelivery, anEndpoint } from './webhook-builders';

describe('an endpoint', () => {
  it.each([
    [{}, 'unused'],
    [{ last_delivered_at: at(1) }, 'working'],
    [{ last_delivered_at: at(1), failing_since: at(2) }, 'failing'],
    [{ failing_since: at(2), is_enabled: false }, 'disabled'],
  ])('with %j is %s', (change, standing) => {
    expect(webhooks.standing(anEndpoint(change))).toBe(standing);
  });
});

const page = (ids: readonly number[], next_cursor: string | null = null) => ({
  items: ids.map((id) => aDelivery(id)),
  next_cursor,
});
const ids = (log: webhooks.Log) => webhooks.rows(log).map(({ id }) => id);

describe('a log', () => {
  it('stands with the newest first, whatever page it came with', () => {
    const first = webhooks.withFirstPages(webhooks.empty(), page([9, 8], 'below'));
    const both = webhooks.withNextPage(first, page([7, 6]));
    expect(ids(both)).toEqual(['d9', 'd8', 'd7', 'd6']);
    expect(both.next).toBeNull();
  });

  it('that is read again has what the server has, and nothing else', () => {
    const before = webhooks.withFirstPages(webhooks.empty(), page([2, 1]));
    expect(ids(webhooks.withFirstPages(before, page([3])))).toEqual(['d3']);
  });

  it('keeps what one has asked for, though the filter would hide it', () => {
    const failed = webhooks.withFirstPages(webhooks.empty('failed'), page([2, 1]));
    const asked = webhooks.watching(failed, aDelivery(1, { state: 'pending' }));
    const again = webhooks.withFirstPages(asked, page([2]));
    expect(ids(again)).toEqual(['d2', 'd1']);
    expect(webhooks.awaited(again)).toEqual(['d1']);
    const done = webhooks.watching(again, aDelivery(1));
    expect(webhooks.awaited(done)).toEqual([]);
    expect(ids(webhooks.withFirstPages(done, page([2])))).toEqual(['d2', 'd1']);
  });
});

describe('one asks again', () => {
  const now = Date.parse(at(0));
  const inMs = (...changes: Parameters<typeof aDelivery>[1][]) =>
    webhooks.askAgainMs(
      webhooks.withFirstPages(webhooks.empty(), {
        items: changes.map((change, index) => aDelivery(index, change)),
        next_cursor: null,
      }),
      now,
    );
  const pending = (next_attempt_at: string | null) =>
    ({ state: 'pending', next_attempt_at }) as const;

  it('seldom, where nothing is to be expected', () => {
    expect(inMs({}, { state: 'failed' })).toBe(15_000);
    expect(inMs(pending(at(30)))).toBe(15_000);
  });

  it('at once for what one has just asked for, but not for ever', () => {
    let log = webhooks.asked(webhooks.empty(), aDelivery(1, pending(null)));
    const waits = Array.from({ length: 8 }, () => {
      log = webhooks.withFirstPages(log, page([]));
      return webhooks.askAgainMs(log, now);
    });
    expect(waits).toEqual([300, 300, 300, 300, 300, 2_000, 2_000, 2_000]);
    const done = webhooks.watching(log, aDelivery(1));
    expect(webhooks.askAgainMs({ ...done, reads: 0 }, now)).toBe(15_000);
  });

  it('soon, while something is under way', () => {
    expect(inMs(pending(null))).toBe(2_000);
    expect(inMs(pending(at(30)), pending(at(-5)))).toBe(2_000);
  });

  it('soon, while one is held by whoever tries it', () => {
    expect(inMs(pending(new Date(now + 30_000).toISOString()))).toBe(2_000);
  });
});
