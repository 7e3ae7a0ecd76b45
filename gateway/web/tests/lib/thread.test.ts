import { describe, expect, it } from 'vitest';
import * as thread from '../../lib/thread';
import { aMessage, ann, at } from './builders';

const seqs = (value: thread.Thread) => value.messages.map((message) => message.seq);
const loaded = (...numbers: number[]) =>
  thread.merge(
    thread.empty('c1'),
    numbers.map((seq) => aMessage(seq)),
  );

describe('messages', () => {
  it('are ordered by seq, however they arrive', () => {
    expect(seqs(loaded(3, 1, 2))).toEqual([1, 2, 3]);
  });

  it('are shown once, however often they arrive', () => {
    const again = thread.merge(loaded(1, 2), [aMessage(2), aMessage(3), aMessage(3)]);
    expect(seqs(again)).toEqual([1, 2, 3]);
  });

  it('of an older page go before what is there', () => {
    expect(seqs(thread.merge(loaded(5, 6), [aMessage(3), aMessage(4)]))).toEqual([3, 4, 5, 6]);
  });

  it('of another conversation stay out', () => {
    const value = thread.merge(loaded(1), [aMessage(2, { conversation_id: 'c2' })]);
    expect(seqs(value)).toEqual([1]);
  });

  it('that are known already change nothing at all', () => {
    const value = loaded(1, 2);
    expect(thread.merge(value, [aMessage(1)])).toBe(value);
  });
});

describe('a gap', () => {
  it('is none when the loaded run reaches the newest message', () => {
    expect(thread.gap(loaded(4, 5, 6), 6)).toBeNull();
  });

  it('begins after the last message when newer ones exist', () => {
    expect(thread.gap(loaded(4, 5), 9)).toBe(5);
  });

  it('begins before the first missing message in the middle', () => {
    expect(thread.gap(loaded(4, 5, 8, 9), 9)).toBe(5);
  });

  it('is everything for an empty thread', () => {
    expect(thread.gap(thread.empty('c1'), 3)).toBe(0);
  });
});

describe('a send', () => {
  const sending = thread.sending(loaded(1), {
    clientId: 'mine',
    text: 'Hello',
    attachments: [],
    createdAt: at(2),
  });

  it('is shown at once, as on its way', () => {
    expect(sending.pending).toMatchObject([{ clientId: 'mine', text: 'Hello', state: 'sending' }]);
  });

  it('gives way to the stored message, whoever brings it', () => {
    const value = thread.merge(sending, [aMessage(2, { client_id: 'mine', author: ann })]);
    expect(value.pending).toEqual([]);
    expect(seqs(value)).toEqual([1, 2]);
  });

  it('that failed stays in place with its text, and can be tried again', () => {
    const failed = thread.failed(sending, 'mine', 'offline');
    expect(failed.pending).toMatchObject([{ text: 'Hello', state: 'failed', reason: 'offline' }]);
    expect(thread.retried(failed, 'mine').pending).toMatchObject([{ state: 'sending' }]);
  });

  it('that the reply guard held shows what was missed', () => {
    const held = thread.held(sending, 'mine', [aMessage(2, { author: ann })]);
    expect(held.pending).toMatchObject([{ state: 'held', missed: [{ seq: 2 }] }]);
  });

  it('can be taken back', () => {
    expect(thread.discarded(sending, 'mine').pending).toEqual([]);
  });

  it('of an earlier page comes back as failed', () => {
    const value = thread.resumed(loaded(1), sending.pending);
    expect(value.pending).toMatchObject([{ state: 'failed', reason: 'interrupted' }]);
  });

  it('of an earlier page that arrived after all does not come back', () => {
    const arrived = thread.merge(loaded(1), [aMessage(2, { client_id: 'mine' })]);
    expect(thread.resumed(arrived, sending.pending)).toBe(arrived);
  });
});

it('a message is seen once the other side’s read mark reached it', () => {
  expect(thread.mark(aMessage(3), 3)).toBe('seen');
  expect(thread.mark(aMessage(4), 3)).toBe('sent');
});

describe('delivered', () => {
  const three = [aMessage(1), aMessage(2), aMessage(3)];

  it('is every message while the other side is online', () => {
    expect(thread.deliveredSeq(three, true)).toBe(3);
  });

  it('is what was sent until the other side was last seen', () => {
    expect(thread.deliveredSeq(three, false, at(2))).toBe(2);
    expect(thread.deliveredSeq(three, false, at(0))).toBe(0);
  });

  it('is nothing when the other side was never seen', () => {
    expect(thread.deliveredSeq(three, false, null)).toBe(0);
    expect(thread.deliveredSeq([], true)).toBe(0);
  });

  it('stands between sent and seen', () => {
    const marks = three.map((message) => thread.mark(message, 1, 2));
    expect(marks).toEqual(['seen', 'delivered', 'sent']);
  });
});
