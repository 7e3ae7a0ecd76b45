import { describe, expect, it } from 'vitest';
import { announcement, hasGained, type Known, obstacles, waiting } from '../../lib/alarm';
import type { Conversation } from '../../lib/contracts';
import { advanced } from '../../lib/conversation';
import { withPresence, NOBODY } from '../../lib/presence';
import { aConversation, aFrame, aMessage, ann, at, ben, closed, mia, sent } from './builders';

function rings(conversation: Conversation | null, known: Partial<Known> = {}): boolean {
  const since = Date.parse(at(0));
  const base = { presences: NOBODY, heard: new Set<string>(), since, openId: null };
  return (
    waiting({ ...base, conversations: conversation ? [conversation] : [], ...known }).length > 0
  );
}

const ENDED_BEFORE: [string, Partial<Conversation>][] = [
  ['was answered', { last_responder: ann }],
  ['was read by an agent', { agents_read_seq: 1 }],
  ['was closed', { status: 'closed' }],
  ['began long before', { created_at: new Date(Date.parse(at(0)) - 1).toISOString() }],
];

describe('a new chat', () => {
  it('rings', () => {
    expect(rings(aConversation())).toBe(true);
  });

  it.each(ENDED_BEFORE)('does not ring when it %s', (_, change) => {
    expect(rings(aConversation(change))).toBe(false);
  });

  it('does not ring once it is gone', () => {
    expect(rings(null)).toBe(false);
  });

  it('rings whatever the clock says when its beginning was heard', () => {
    const long = aConversation({ created_at: at(-600) });
    expect(rings(long)).toBe(false);
    expect(rings(long, { heard: new Set(['c1']) })).toBe(true);
  });

  it('is silent while anyone looks at it, on this page or elsewhere', () => {
    expect(rings(aConversation(), { openId: 'c1' })).toBe(false);
    const viewing = { id: 'ben', name: 'Ben', avatar_url: null, activity: 'viewing' as const };
    const customer = { is_online: true, last_seen_at: null };
    const fresh = { conversation_id: 'c1', agents: [viewing], customer, version: 1 };
    expect(rings(aConversation(), { presences: withPresence(NOBODY, fresh) })).toBe(false);
    const left = { ...fresh, agents: [], version: 2 };
    expect(rings(aConversation(), { presences: withPresence(NOBODY, left) })).toBe(true);
  });

  it.each([
    ['an answer', sent(aMessage(2, { author: ben }), 2)],
    ['the end', closed('c1', 2, 5)],
    [
      'a look of whoever',
      aFrame('conversation.read.v1', 'c1', 2, { reader: { kind: 'agent', id: 'ben' }, seq: 1 }),
    ],
  ])('stops for everyone with %s', (_, frame) => {
    expect(rings(advanced(aConversation(), frame, 'ann'))).toBe(false);
  });

  it('goes on when its customer writes more or reads', () => {
    const more = advanced(aConversation(), sent(aMessage(2), 2), 'ann');
    expect(rings(more)).toBe(true);
    const reader = { kind: 'customer' as const, id: mia.id };
    const read = aFrame('conversation.read.v1', 'c1', 2, { reader, seq: 1 });
    expect(rings(advanced(aConversation(), read, 'ann'))).toBe(true);
  });

  it('stands in the order in which it came', () => {
    const later = aConversation({ id: 'c2', created_at: at(3) });
    const all = { presences: NOBODY, heard: new Set<string>(), since: 0, openId: null };
    const found = waiting({ ...all, conversations: [later, aConversation()] });
    expect(found.map((one) => one.id)).toEqual(['c1', 'c2']);
  });
});

it('only a chat that is new among those that ring is a reason to ring at once', () => {
  expect(hasGained([], ['a'])).toBe(true);
  expect(hasGained(['a'], ['a', 'b'])).toBe(true);
  expect(hasGained(['a', 'b'], ['b'])).toBe(false);
  expect(hasGained(['a'], [])).toBe(false);
});

describe('what is in the way', () => {
  it.each([
    [true, 'ready', 'granted', []],
    [true, 'blocked', 'granted', ['sound-blocked']],
    [true, 'ready', 'denied', ['notifications-denied']],
    [true, 'blocked', 'default', ['sound-blocked', 'notifications-unasked']],
    [true, 'unsupported', 'unsupported', []],
    [true, 'asking', 'granted', []],
    [false, 'blocked', 'denied', []],
  ] as const)('wanted %s, sound %s, notifications %s: %j', (isWanted, sound, asked, found) => {
    expect(obstacles(isWanted, sound, asked)).toEqual(found);
  });
});

describe('a desktop notification', () => {
  it('says who wrote, and their first line', () => {
    const last_message = {
      text: ' My parcel\nis late',
      author: mia,
      sent_at: at(1),
      attachments: 0,
    };
    expect(announcement(aConversation({ last_message }))).toEqual({
      title: 'New chat from Mia Torres',
      body: 'My parcel',
    });
  });

  it('of files alone says so', () => {
    const last_message = { text: '', author: mia, sent_at: at(1), attachments: 2 };
    expect(announcement(aConversation({ last_message })).body).toBe('Files');
  });
});
