import { describe, expect, it } from 'vitest';
import type { AgentFrame } from '../../lib/contracts';
import * as conversations from '../../lib/conversations';
import { aConversation, aFrame, aMessage, aPage, ann, at, ben, sent } from './builders';

const open = aConversation({ id: 'c1', version: 4, read_seq: 1, unread: 0 });
const other = aConversation({ id: 'c2', version: 2, updated_at: at(0) });

function listed(): conversations.Conversations {
  const pages = { active: aPage([open, other]), closed: aPage([]) };
  return conversations.withSnapshot(conversations.empty('ann'), pages);
}

function deleted(sequence: number, id = 'c1'): AgentFrame {
  const { customer, last_message, status, ticket } = open;
  const fact = { customer, last_message, status, ticket, deleted_by: ben, deleted_at: at(30) };
  return aFrame('conversation.deleted.v1', id, sequence, fact);
}

function restored(sequence: number, reads: Record<string, number> = {}): AgentFrame {
  const { read_seq: _, unread: __, ...facts } = open;
  const conversation = { ...facts, version: sequence };
  return aFrame('conversation.restored.v1', 'c1', sequence, { conversation, reads });
}

const purged = (sequence: number) =>
  aFrame('conversation.purged.v1', 'c1', sequence, { purged_at: at(59) });

function after(state: conversations.Conversations, ...frames: AgentFrame[]) {
  return frames.reduce((before, frame) => conversations.apply(before, frame).state, state);
}

const active = (state: conversations.Conversations) => state.lists.active.ids;

describe('a conversation that is deleted', () => {
  it('leaves the lists, and the counts may have changed', () => {
    const outcome = conversations.apply(listed(), deleted(5));
    expect(active(outcome.state)).toEqual(['c2']);
    expect([outcome.fetch, outcome.areCountsStale]).toEqual([[], true]);
  });

  it('is remembered as it was, with who did it and when', () => {
    const gone = after(listed(), deleted(5)).gone.get('c1');
    expect(gone).toMatchObject({ version: 5, was: { id: 'c1' }, by: { name: 'Ben' }, at: at(30) });
  });

  it('does not come back by an answer that is older than its end', () => {
    const state = after(listed(), deleted(5));
    expect(conversations.withConversation(state, { ...open, version: 5 })).toBe(state);
    expect(active(conversations.withPage(state, 'active', aPage([open, other])))).toEqual(['c2']);
  });

  it('does not come back by frames that are older, and goes on becoming a ticket', () => {
    const ticket = { state: 'created', id: 't', number: 7, reason: null } as const;
    const state = after(
      listed(),
      deleted(5),
      sent(aMessage(2), 5),
      aFrame('conversation.converted.v1', 'c1', 6, { ticket }),
    );
    expect([active(state), state.gone.get('c1')?.version]).toEqual([['c2'], 6]);
  });

  it('is fetched where a frame says that it must be back', () => {
    const outcome = conversations.apply(after(listed(), deleted(5)), sent(aMessage(2), 7));
    expect(outcome.fetch).toEqual(['c1']);
  });

  it('may be one that was not known', () => {
    const outcome = conversations.apply(listed(), deleted(9, 'c9'));
    expect(outcome.state.gone.get('c9')).toMatchObject({ was: null, by: { name: 'Ben' } });
    expect(outcome.fetch).toEqual([]);
  });

  it('is missing without a reason where only the server’s answer says so', () => {
    const gone = conversations.without(listed(), 'c1').gone.get('c1');
    expect(gone).toMatchObject({ was: { id: 'c1' }, by: null, isPurged: false });
  });

  it('that is purged leaves nothing of it behind', () => {
    const state = after(listed(), deleted(5), purged(6));
    expect(state.gone.get('c1')).toMatchObject({ was: null, isPurged: true });
  });
});

describe('a conversation that is restored', () => {
  it('is back in its place as it was, with each agent’s own read mark', () => {
    const state = after(listed(), deleted(5), restored(6, { ann: 1 }));
    expect(active(state)).toEqual(['c1', 'c2']);
    const read = { read_seq: 1, unread: 0, agents_read_seq: 1 };
    expect(state.byId.get('c1')).toEqual({ ...open, version: 6, ...read });
    expect(state.gone.size).toBe(0);
    const ofBen = { ...state, me: 'ben' };
    expect(after(ofBen, deleted(7), restored(8, { ann: 1 })).byId.get('c1')).toMatchObject({
      read_seq: 0,
      unread: 1,
    });
  });

  it('is restored once, however often that is said and in whatever order', () => {
    const once = after(listed(), deleted(5), restored(6));
    expect(after(once, restored(6), deleted(5))).toBe(once);
  });

  it('is known though its deletion was never heard', () => {
    const state = after(conversations.empty('ann'), restored(6));
    expect(state.byId.get('c1')?.version).toBe(6);
  });
});

describe('while this agent deletes one', () => {
  const leaving = conversations.leave(listed(), 'c1');

  it('it is in no list, whatever is heard of it', () => {
    expect(active(leaving)).toEqual(['c2']);
    const state = after(leaving, sent(aMessage(2), 5));
    expect(active(state)).toEqual(['c2']);
    const page = aPage([{ ...open, version: 9 }, other]);
    expect(active(conversations.withPage(state, 'active', page))).toEqual(['c2']);
  });

  it('and fails, it is back in its place, with what came meanwhile', () => {
    const state = conversations.stay(after(leaving, sent(aMessage(2), 5)), 'c1');
    expect(active(state)).toEqual(['c1', 'c2']);
    expect(state.byId.get('c1')?.last_seq).toBe(2);
  });

  it('the server’s answer and its frame are one deletion, whichever comes first', () => {
    const answered = conversations.left(leaving, 'c1', ann, at(31));
    expect(answered.gone.get('c1')).toMatchObject({ version: 5, by: { id: 'ann' } });
    expect(after(answered, deleted(5))).toBe(answered);
    const framed = after(leaving, deleted(5));
    expect(conversations.left(framed, 'c1', ann, at(31))).toBe(framed);
  });

  it('and someone restores it at once, the answer does not delete it again', () => {
    const state = after(leaving, deleted(5), restored(6));
    expect(conversations.left(state, 'c1', ann, at(31))).toBe(state);
    expect(active(state)).toEqual(['c1', 'c2']);
  });
});
