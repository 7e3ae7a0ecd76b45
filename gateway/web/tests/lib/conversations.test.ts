import { describe, expect, it } from 'vitest';
import * as conversations from '../../lib/conversations';
import {
  aConversation,
  aFrame,
  aMessage,
  ann,
  aPage,
  at,
  ben,
  closed,
  parley,
  sent,
} from './builders';

const one = aConversation({ id: 'c1', updated_at: at(1) });
const two = aConversation({ id: 'c2', updated_at: at(2) });

function loaded(next: string | null = null) {
  const pages = { active: aPage([two, one], next), closed: aPage([]) };
  return conversations.withSnapshot(conversations.empty('ann'), pages);
}

const ids = (state: conversations.Conversations, status: conversations.Status) =>
  conversations.rows(state, status).map((row) => row.id);

describe('a frame about a known conversation', () => {
  it('changes it when it is the very next version', () => {
    const outcome = conversations.apply(loaded(), sent(aMessage(2, { sent_at: at(5) }), 2));
    const row = outcome.state.byId.get('c1');
    expect(row).toMatchObject({ version: 2, last_seq: 2, unread: 2, updated_at: at(5) });
    expect(row?.last_message.text).toBe('Message 2');
    expect(outcome.fetch).toEqual([]);
  });

  it('is ignored when it is not newer', () => {
    const state = loaded();
    const outcome = conversations.apply(state, sent(aMessage(1), 1));
    expect(outcome).toEqual({ state, fetch: [], areCountsStale: false });
  });

  it('asks for a fresh conversation after a gap, and changes nothing itself', () => {
    const state = loaded();
    const outcome = conversations.apply(state, sent(aMessage(3), 3));
    expect(outcome.state).toBe(state);
    expect(outcome.fetch).toEqual(['c1']);
  });

  it('asks for a fresh conversation when its type is not known yet', () => {
    const unknown = { ...sent(aMessage(2), 2), type: 'conversation.tagged.v1' };
    const outcome = conversations.apply(loaded(), unknown as never);
    expect(outcome.fetch).toEqual(['c1']);
  });

  it('moves the row to the top when someone wrote', () => {
    const outcome = conversations.apply(loaded(), sent(aMessage(2, { sent_at: at(5) }), 2));
    expect(ids(outcome.state, 'active')).toEqual(['c1', 'c2']);
  });

  it('moves the row to the other filter when someone closed it', () => {
    const outcome = conversations.apply(loaded(), closed('c2', 2, 9));
    expect(ids(outcome.state, 'active')).toEqual(['c1']);
    expect(ids(outcome.state, 'closed')).toEqual(['c2']);
    expect(outcome.areCountsStale).toBe(true);
    expect(outcome.state.byId.get('c2')).toMatchObject({ closed_by: ann, closed_at: at(9) });
  });
});

describe('a transcript that was asked for', () => {
  it('is one version more and nothing else', () => {
    const asked = aFrame('conversation.transcript_requested.v1', 'c1', 2, {});
    const outcome = conversations.apply(loaded(), asked);
    expect(outcome.state.byId.get('c1')).toEqual({ ...one, version: 2 });
    expect(outcome.fetch).toEqual([]);
  });
});

describe('a message', () => {
  it('of an agent makes them the last responder', () => {
    const outcome = conversations.apply(loaded(), sent(aMessage(2, { author: ben }), 2));
    const responder = { id: 'ben', name: 'Ben', avatar_url: '/avatars/ben' };
    expect(outcome.state.byId.get('c1')?.last_responder).toEqual(responder);
  });

  it('of mine, from another device, leaves nothing unread', () => {
    const outcome = conversations.apply(loaded(), sent(aMessage(2, { author: ann }), 2));
    expect(outcome.state.byId.get('c1')).toMatchObject({ read_seq: 2, unread: 0 });
  });

  it('of the customer moves the customer’s read mark and keeps the last responder', () => {
    const answered = conversations.apply(loaded(), sent(aMessage(2, { author: ben }), 2)).state;
    const row = conversations.apply(answered, sent(aMessage(3), 3)).state.byId.get('c1');
    expect(row).toMatchObject({ customer_read_seq: 3, last_responder: { id: 'ben' } });
  });

  it('of the system is read by whoever had read everything, and answers nobody', () => {
    const line = sent(aMessage(2, { author: parley }), 2);
    const row = conversations.apply(loaded(), line).state.byId.get('c1');
    expect(row).toMatchObject({ read_seq: 0, unread: 2, customer_read_seq: 2 });
    expect(row?.last_responder).toBeNull();
    const caughtUp = aConversation({ read_seq: 1, unread: 0, customer_read_seq: 0 });
    const pages = { active: aPage([caughtUp]), closed: aPage([]) };
    const state = conversations.withSnapshot(conversations.empty('ann'), pages);
    const after = conversations.apply(state, line).state.byId.get('c1');
    expect(after).toMatchObject({ read_seq: 2, unread: 0, customer_read_seq: 0 });
  });

  it('is cut to 200 characters in the row, whole characters only', () => {
    const text = '🙂'.repeat(300);
    const outcome = conversations.apply(loaded(), sent(aMessage(2, { text }), 2));
    expect(outcome.state.byId.get('c1')?.last_message.text).toBe('🙂'.repeat(200));
  });
});

describe('a read mark', () => {
  const read = (kind: 'customer' | 'agent', id: string, seq: number) =>
    aFrame('conversation.read.v1', 'c1', 2, { reader: { kind, id }, seq });

  it('of mine lowers the unread number', () => {
    const row = conversations.apply(loaded(), read('agent', 'ann', 1)).state.byId.get('c1');
    expect(row).toMatchObject({ read_seq: 1, unread: 0, version: 2 });
  });

  it('of a colleague leaves my own, and says that an agent has looked', () => {
    const row = conversations.apply(loaded(), read('agent', 'ben', 1)).state.byId.get('c1');
    expect(row).toEqual({ ...one, version: 2, agents_read_seq: 1 });
  });

  it('of the customer is shown as seen', () => {
    const row = conversations.apply(loaded(), read('customer', 'mia', 1)).state.byId.get('c1');
    expect(row?.customer_read_seq).toBe(1);
  });
});

describe('a conversion', () => {
  const requested = { state: 'requested', id: null, number: null, reason: null } as const;
  const asked = aFrame('conversation.conversion_requested.v1', 'c1', 3, {
    ticket: requested,
    request_id: 'r1',
    subject: 'Message 1',
    company_id: 'acme',
    requester: one.customer,
    requested_by: ann,
    last_seq: 1,
  });
  const closing = conversations.apply(loaded(), closed('c1', 2, 9)).state;
  const converting = conversations.apply(closing, asked).state;

  it('is shown from its request on, and moves no row', () => {
    expect(converting.byId.get('c1')).toMatchObject({ version: 3, ticket: requested });
    expect(ids(converting, 'closed')).toEqual(['c1']);
  });

  it('ends with the ticket', () => {
    const ticket = { state: 'created', id: 't1', number: 1042, reason: null } as const;
    const frame = aFrame('conversation.converted.v1', 'c1', 4, { ticket });
    const outcome = conversations.apply(converting, frame);
    expect(outcome.state.byId.get('c1')).toMatchObject({ version: 4, ticket });
    expect(outcome.areCountsStale).toBe(false);
  });

  it('or with the reason why there is none', () => {
    const ticket = {
      state: 'rejected',
      id: null,
      number: null,
      reason: 'unknown-company',
    } as const;
    const frame = aFrame('conversation.conversion_failed.v1', 'c1', 4, { ticket });
    expect(conversations.apply(converting, frame).state.byId.get('c1')).toMatchObject({ ticket });
  });

  it('that is heard twice changes nothing', () => {
    expect(conversations.apply(converting, asked).state).toBe(converting);
  });
});

describe('a conversation that is not loaded', () => {
  it('is added on top when it starts', () => {
    const {
      read_seq: _read,
      unread: _unread,
      ...facts
    } = aConversation({
      id: 'c3',
      updated_at: at(9),
    });
    const started = aFrame('conversation.started.v1', 'c3', 1, {
      conversation: facts,
      message: aMessage(1, { conversation_id: 'c3' }),
    });
    const outcome = conversations.apply(loaded(), started);
    expect(ids(outcome.state, 'active')).toEqual(['c3', 'c2', 'c1']);
    expect(outcome.state.byId.get('c3')).toMatchObject({ read_seq: 0, unread: 1 });
    expect(outcome.areCountsStale).toBe(true);
  });

  it('is fetched when someone writes in it', () => {
    const message = aMessage(7, { conversation_id: 'c9' });
    expect(conversations.apply(loaded(), sent(message, 12)).fetch).toEqual(['c9']);
  });
});

describe('the list', () => {
  it('keeps a row off it whose place is below the loaded pages', () => {
    const old = aConversation({ id: 'c0', updated_at: at(0) });
    const state = conversations.withConversation(loaded('cursor'), old);
    expect(ids(state, 'active')).toEqual(['c2', 'c1']);
    expect(state.byId.has('c0')).toBe(true);
  });

  it('shows a row once when it comes with two pages', () => {
    const state = conversations.withPage(loaded('cursor'), 'active', aPage([one]));
    expect(ids(state, 'active')).toEqual(['c2', 'c1']);
    expect(state.lists.active.next).toBeNull();
  });

  it('drops rows that a fresh snapshot no longer has', () => {
    const state = conversations.withSnapshot(loaded(), { active: aPage([two]) });
    expect(ids(state, 'active')).toEqual(['c2']);
  });

  it('never goes back to an older version that a late answer brings', () => {
    const newer = conversations.apply(loaded(), closed('c1', 2, 9)).state;
    const late = conversations.withSnapshot(newer, { active: aPage([two, one]) });
    expect(ids(late, 'active')).toEqual(['c2']);
    expect(late.byId.get('c1')?.status).toBe('closed');
  });

  it('keeps what arrives while its first page is on the way', () => {
    const state = conversations.withSnapshot(loaded(), { active: aPage([two, one]) });
    const meanwhile = conversations.apply(state, closed('c2', 2, 9)).state;
    const first = conversations.withPage(meanwhile, 'closed', aPage([]));
    expect(ids(first, 'closed')).toEqual(['c2']);
  });

  it('forgets a conversation that is gone', () => {
    const state = conversations.without(loaded(), 'c1');
    expect(ids(state, 'active')).toEqual(['c2']);
    expect(state.byId.has('c1')).toBe(false);
  });

  it('orders rows of the same moment by id, newest first, as the server does', () => {
    const twin = aConversation({ id: 'c3', updated_at: at(2) });
    const state = conversations.withConversation(loaded(), twin);
    expect(ids(state, 'active')).toEqual(['c3', 'c2', 'c1']);
  });
});
