import { describe, expect, it } from 'vitest';
import type { Trash as Page, TrashItem } from '../../lib/contracts';
import * as trash from '../../lib/trash';
import { aConversation, aFrame, ann, at, ben, mia } from './builders';

const DAYS_30 = 30 * 86_400;

function anItem(id: string, minutes: number, change: Partial<TrashItem> = {}): TrashItem {
  const { customer, last_message } = aConversation();
  return {
    conversation_id: id,
    customer,
    last_message,
    status: 'active',
    ticket: null,
    deleted_by: ben,
    deleted_at: at(minutes),
    purge_at: at(minutes + DAYS_30 / 60),
    state: 'held',
    ...change,
  };
}

function aPage(items: TrashItem[], next_cursor: string | null = null): Page {
  return { items, next_cursor, retention_seconds: DAYS_30 };
}

function listed(...items: TrashItem[]): trash.Trash {
  return trash.withFirstPages(trash.empty(), aPage(items));
}

function deleted(id: string, sequence: number, minutes: number) {
  const { customer, last_message } = aConversation();
  return aFrame('conversation.deleted.v1', id, sequence, {
    customer,
    last_message,
    status: 'closed',
    ticket: null,
    deleted_by: ann,
    deleted_at: at(minutes),
  });
}

function restored(id: string, sequence: number) {
  const { read_seq: _, unread: __, ...conversation } = aConversation({ id, version: sequence });
  return aFrame('conversation.restored.v1', id, sequence, { conversation, reads: {} });
}

const purged = (id: string, sequence: number) =>
  aFrame('conversation.purged.v1', id, sequence, { purged_at: at(59) });

const ids = (state: trash.Trash) => trash.rows(state).map((row) => row.conversation_id);
const heard = (state: trash.Trash, ...frames: Parameters<typeof trash.apply>[1][]) =>
  frames.reduce((before, frame) => trash.apply(before, frame).state, state);

describe('the trash', () => {
  it('shows the newest deletion first, page below page', () => {
    const first = trash.withFirstPages(
      trash.empty(),
      aPage([anItem('c', 9), anItem('b', 8)], 'more'),
    );
    const both = trash.withNextPage(first, aPage([anItem('b', 8), anItem('a', 7)]));
    expect([ids(both), both.next]).toEqual([['c', 'b', 'a'], null]);
  });

  it('shows what is deleted at once, with the days that it has', () => {
    const state = heard(listed(anItem('a', 1)), deleted('b', 5, 2));
    expect(ids(state)).toEqual(['b', 'a']);
    expect(trash.rows(state)[0]).toMatchObject({
      status: 'closed',
      deleted_by: { name: 'Ann' },
      purge_at: at(2 + DAYS_30 / 60),
      state: 'held',
    });
  });

  it('keeps what frames told until the server lists it, also from before one looked', () => {
    const before = heard(trash.empty(), deleted('b', 5, 2));
    const late = trash.withFirstPages(trash.looking(before, ''), aPage([anItem('a', 1)]));
    expect(ids(late)).toEqual(['b', 'a']);
    const both = trash.withFirstPages(late, aPage([anItem('b', 2), anItem('a', 1)]));
    expect(ids(both)).toEqual(['b', 'a']);
    expect(both.unlisted.size).toBe(0);
  });

  it('hides what belongs below a page that is not loaded yet', () => {
    const state = heard(trash.empty(), deleted('old', 5, 1));
    const page = aPage([anItem('b', 9), anItem('a', 8)], 'more');
    expect(ids(trash.withFirstPages(state, page))).toEqual(['b', 'a']);
  });

  it('believes only pages after frames were missed', () => {
    const state = trash.afterLoss(heard(listed(), deleted('b', 5, 2)));
    expect(ids(trash.withFirstPages(state, aPage([])))).toEqual([]);
  });

  it('is asked again while one looks for something: the server knows what matches', () => {
    const looking = trash.withFirstPages(trash.looking(trash.empty(), 'mia'), aPage([]));
    const outcome = trash.apply(looking, deleted('b', 5, 2));
    expect([ids(outcome.state), outcome.isStale]).toEqual([[], true]);
    expect(trash.apply(listed(), deleted('b', 5, 2)).isStale).toBe(false);
  });
});

describe('a row', () => {
  it('that was restored says so, and stays until one looks anew', () => {
    const state = heard(listed(anItem('b', 2), anItem('a', 1)), restored('b', 6));
    expect(trash.rows(state).map((row) => row.isRestored)).toEqual([true, false]);
    const again = trash.withFirstPages(state, aPage([anItem('a', 1)]));
    expect(ids(again)).toEqual(['b', 'a']);
    expect(ids(trash.looking(again, ''))).toEqual(['a']);
  });

  it('that was purged is gone, whatever a page says that was on its way', () => {
    const items = [anItem('b', 2), anItem('a', 1)];
    const state = heard(listed(...items), purged('b', 6));
    expect(ids(state)).toEqual(['a']);
    expect(ids(trash.withFirstPages(state, aPage(items)))).toEqual(['a']);
  });

  it('that was restored and deleted anew is one row, and can be restored', () => {
    const frames = [deleted('a', 5, 1), restored('a', 6), deleted('a', 7, 3)];
    const state = heard(listed(), ...frames);
    expect(trash.rows(state)).toMatchObject([
      { conversation_id: 'a', deleted_at: at(3), isRestored: false },
    ]);
  });

  it('follows the newest frame, in whatever order they come', () => {
    const state = heard(listed(), restored('a', 6), deleted('a', 5, 1));
    expect(ids(state)).toEqual([]);
  });

  it('says what this agent does before the server does, and takes it back', () => {
    const state = trash.withState(listed(anItem('a', 1)), 'a', 'restoring');
    expect(trash.rows(state)[0]?.state).toBe('restoring');
    expect(trash.rows(trash.withState(state, 'a', 'held'))[0]?.state).toBe('held');
    expect(trash.withState(state, 'unknown', 'purging')).toBe(state);
  });

  it('is not shown again by a page older than its restoration', () => {
    const state = trash.withRestored(listed(anItem('a', 1)), 'a');
    const row = trash.rows(trash.withFirstPages(state, aPage([anItem('a', 1)])))[0];
    expect(row).toMatchObject({ isRestored: true });
  });
});

describe('the time left', () => {
  const until = at(0);
  const before = (minutes: number) => trash.remaining(until, Date.parse(until) - minutes * 60_000);

  it.each([
    [30 * 1440, '30 days', false],
    [3 * 1440, '3 days', false],
    [30 * 1440 + 1, '30 days', false],
    [30 * 1440 - 1, '30 days', false],
    [3 * 1440 - 1, '2 days 23 h', true],
    [2 * 1440, '2 days', true],
    [1441, '1 day', true],
    [1439, '23 hours', true],
    [60, '1 hour', true],
    [59, 'Less than an hour', true],
    [0, 'Any moment now', true],
  ])('of %i minutes is “%s”', (minutes, words, isSoon) => {
    expect(before(minutes)).toEqual({ words, isSoon });
  });

  it('that the trash keeps things is said in its largest unit', () => {
    expect([trash.span(DAYS_30), trash.span(86_400), trash.span(7_200), trash.span(5)]).toEqual([
      '30 days',
      '1 day',
      '2 hours',
      '1 hour',
    ]);
  });
});

it('hears nothing in frames about anything else', () => {
  const state = listed(anItem('a', 1));
  const frame = aFrame('conversation.closed.v1', 'a', 9, { closed_by: mia, closed_at: at(1) });
  expect(trash.apply(state, frame).state).toBe(state);
});
