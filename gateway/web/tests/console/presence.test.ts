import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPresence, type PresenceRoom } from '../../console/desk/presence';
import type { Requests } from '../../console/requests';
import type { PresenceNews } from '../../lib/presence';
import { aFrame, aMessage, sent } from '../lib/builders';

let said: string[];
let room: PresenceRoom;
let page: EventTarget & { visibilityState: string };
let frame: EventTarget;
let snapshot: () => Promise<object>;

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  frame = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', frame.addEventListener.bind(frame));
  vi.stubGlobal('removeEventListener', frame.removeEventListener.bind(frame));
  said = [];
  snapshot = () => Promise.resolve({ items: [] });
  const requests = { presence: () => snapshot() } as Requests;
  room = createPresence(requests, 'me', ({ conversation_id, activity }) => {
    said.push(`${conversation_id} ${activity}`);
  });
});

afterEach(() => {
  room.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const changed = (sequence: number, name: string) =>
  room.apply(
    aFrame('presence.changed.v1', 'c1', sequence, {
      conversation_id: 'c1',
      agents: [{ id: name, name, avatar_url: null, activity: 'viewing' }],
      customer: { is_online: true, last_seen_at: null },
    }) as PresenceNews,
  );
const names = () => room.others('c1').map(({ name }) => name);

describe('a page reports', () => {
  it('each change at once, and what holds every five seconds', () => {
    room.look('c1');
    expect(said).toEqual(['c1 viewing']);
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual(['c1 viewing', 'c1 viewing', 'c1 viewing']);
  });

  it('that one replies, and no longer once the text is gone', () => {
    room.look('c1');
    room.write('Hello', true);
    room.write('', true);
    expect(said).toEqual(['c1 viewing', 'c1 replying', 'c1 viewing']);
  });

  it('none for the conversation that is left, also when the page goes', () => {
    room.look('c1');
    room.look('c2');
    frame.dispatchEvent(new Event('pagehide'));
    expect(said).toEqual(['c1 viewing', 'c1 none', 'c2 viewing', 'c2 none']);
  });

  it('none once it has been hidden for long, and nothing more', () => {
    room.look('c1');
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(30_000);
    expect(said.at(-1)).toBe('c1 none');
    expect(said.filter((one) => one === 'c1 none')).toHaveLength(1);
  });

  it('anew after every reconnection', () => {
    room.look('c1');
    room.lost();
    room.ready();
    expect(said).toEqual(['c1 viewing', 'c1 viewing']);
  });
});

describe('a page shows', () => {
  it('nobody while the connection is lost', () => {
    changed(1, 'Ann');
    expect(names()).toEqual(['Ann']);
    room.lost();
    expect(names()).toEqual([]);
  });

  it('whom it hears of, when the snapshot cannot be taken', async () => {
    snapshot = () => Promise.reject(new Error('presence is down'));
    room.ready();
    await vi.advanceTimersByTimeAsync(0);
    changed(1, 'Ann');
    expect(names()).toEqual(['Ann']);
  });

  it('no snapshot that was asked for before the connection was lost', async () => {
    let answer = (_: object): void => undefined;
    snapshot = () => new Promise((resolve) => (answer = resolve));
    room.ready();
    room.lost();
    answer({ items: [{ conversation_id: 'c1', agents: [{ id: 'ann' }], customer: null }] });
    await vi.advanceTimersByTimeAsync(0);
    expect(names()).toEqual([]);
  });

  it('a customer typing until they stop, send, or are not heard of any more', () => {
    const types = (is_typing: boolean) =>
      room.apply(aFrame('customer.typing.v1', 'c1', 0, { is_typing }) as PresenceNews);
    const ends: (() => void)[] = [
      () => types(false),
      () => room.heard(sent(aMessage(2), 2)),
      () => vi.advanceTimersByTime(6_000),
    ];
    for (const end of ends) {
      types(true);
      expect(room.typing.value.has('c1')).toBe(true);
      end();
      expect(room.typing.value.has('c1')).toBe(false);
    }
  });
});
