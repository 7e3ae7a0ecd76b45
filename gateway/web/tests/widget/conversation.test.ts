import { describe, expect, test } from 'vitest';
import { withFrame, withSnapshot } from '../../widget/connection';
import { apply, newer, STALE } from '../../widget/conversation';
import { aMessage, ann, at, parley } from '../lib/builders';
import { aConversation, messageSent, talking } from './builders';

const AT = at(0);
const frame = { id: 'e', subject: 'c1', time: AT } as const;

describe('a frame about the conversation', () => {
  test('is applied to the version just before it', () => {
    const after = apply(aConversation(), messageSent(2, aMessage(2, { author: ann })));
    expect(after).toMatchObject({ version: 2, last_seq: 2, unread: 1, agents_read_seq: 2 });
    expect(after).toMatchObject({ last_responder: { id: 'ann', name: 'Ann' } });
  });

  test('changes nothing when it is old', () => {
    const known = aConversation({ version: 5 });
    expect(apply(known, messageSent(5, aMessage(2)))).toBe(known);
  });

  test('asks for a snapshot after a gap', () => {
    expect(apply(aConversation(), messageSent(3, aMessage(2)))).toBe(STALE);
  });

  test('asks for a snapshot when it is of a kind not known', () => {
    const unknown = { ...messageSent(2, aMessage(2)), type: 'conversation.purged.v1' };
    expect(apply(aConversation(), unknown as never)).toBe(STALE);
  });

  test('of another conversation changes nothing', () => {
    const known = aConversation();
    expect(apply(known, { ...messageSent(2, aMessage(2)), subject: 'other' })).toBe(known);
  });

  test('of the visitor’s own message counts as read by them', () => {
    const after = apply(aConversation(), messageSent(2, aMessage(2)));
    expect(after).toMatchObject({ read_seq: 2, unread: 0, agents_read_seq: 0 });
  });

  test('moves a read mark forwards only', () => {
    const read = { ...frame, type: 'conversation.read.v1', sequence: 2 } as const;
    const known = aConversation({ agents_read_seq: 4 });
    expect(apply(known, { ...read, data: { by: 'agent', seq: 3 } })).toMatchObject({
      agents_read_seq: 4,
    });
    const unread = aConversation({ last_seq: 3, read_seq: 1, unread: 2 });
    expect(apply(unread, { ...read, data: { by: 'customer', seq: 3 } })).toMatchObject({
      read_seq: 3,
      unread: 0,
    });
  });

  test('of the system is read by whoever had read everything', () => {
    const line = messageSent(2, aMessage(2, { author: parley }));
    expect(apply(aConversation(), line)).toMatchObject({
      read_seq: 2,
      unread: 0,
      agents_read_seq: 0,
      last_responder: null,
    });
    const behind = aConversation({ read_seq: 0, unread: 1, agents_read_seq: 1 });
    expect(apply(behind, line)).toMatchObject({ read_seq: 0, unread: 2, agents_read_seq: 2 });
  });

  test('that a transcript was asked for is one version more', () => {
    const type = 'conversation.transcript_requested.v1';
    const after = apply(aConversation(), { ...frame, type, sequence: 2, data: {} } as const);
    expect(after).toEqual(aConversation({ version: 2 }));
  });

  test('closes it', () => {
    const data = { closed_at: AT, closed_by: ann };
    const closed = { ...frame, type: 'conversation.closed.v1', sequence: 2, data } as const;
    expect(apply(aConversation(), closed)).toMatchObject({ status: 'closed', closed_by: ann });
  });
});

test('a conversation that went on as a ticket knows its number', () => {
  const converted = {
    ...frame,
    type: 'conversation.converted.v1',
    data: { number: 1042 },
  } as const;
  const known = aConversation({ status: 'closed', version: 3 });
  expect(apply(known, { ...converted, sequence: 4 })).toMatchObject({
    version: 4,
    ticket: { state: 'created', number: 1042 },
  });
  // The request before it is none of the customer's news, so the number usually comes fresh.
  expect(apply(known, { ...converted, sequence: 5 })).toBe(STALE);
});

test('an answer that was overtaken by a frame does not turn the time back', () => {
  const known = aConversation({ version: 3 });
  expect(newer(known, aConversation({ version: 2 }))).toBe(known);
  expect(newer(known, aConversation({ id: 'next' })).id).toBe('next');
});

test('a frame brings its message once, however often it comes', () => {
  const once = withFrame(talking([aMessage(1)]), messageSent(2, aMessage(2)));
  if (once === STALE) throw new Error('stale');
  const twice = withFrame(once, messageSent(2, aMessage(2)));
  expect(twice).toMatchObject({ thread: { messages: [{ seq: 1 }, { seq: 2 }] } });
});

describe('a snapshot', () => {
  const unsent = {
    clientId: 'mine',
    text: 'lost',
    attachments: [],
    createdAt: AT,
    state: 'sending',
    reason: null,
    missed: [],
  } as const;

  test('puts back what an earlier page could not send', () => {
    const state = talking([], { unsentElsewhere: [unsent] });
    const after = withSnapshot(state, { conversation: aConversation(), messages: [aMessage(1)] });
    expect(after.thread?.pending).toMatchObject([{ clientId: 'mine', state: 'failed' }]);
    expect(after.unsentElsewhere).toEqual([]);
  });

  test('drops what arrived after all', () => {
    const arrived = aMessage(1, { client_id: 'mine' });
    const state = talking([], { unsentElsewhere: [unsent] });
    const after = withSnapshot(state, { conversation: aConversation(), messages: [arrived] });
    expect(after.thread?.pending).toEqual([]);
  });
});
