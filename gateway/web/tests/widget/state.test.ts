import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../lib/problems';
import * as threads from '../../lib/thread';
import { opened, unopened, unposted } from '../../widget/sending';
import { ended, INITIAL, kept, readable, restored, screen, type State } from '../../widget/state';
import { aMessage, at } from '../lib/builders';
import { aConversation, talking } from './builders';

const AT = at(0);

const CONFIG = {
  workspace_name: 'Acme',
  enabled: true,
  color: '#123456',
  greeting: '',
  agents: [],
  are_agents_online: true,
};
const START = { clientId: 's', name: 'Mia', email: 'mia@shop.example', text: 'Hello' };
const STARTING = { ...START, state: 'sending', createdAt: AT, reason: null } as const;

describe('what is shown', () => {
  const cases: readonly [string, Partial<State>, string][] = [
    ['nothing yet before anything came', {}, 'loading'],
    ['a way out when nothing can be fetched', { hasFailed: true }, 'failed'],
    ['the form once the configuration came', { config: CONFIG }, 'welcome'],
    ['a sentence while live chat is off', { config: CONFIG, isAway: true }, 'away'],
    ['the thread while the first message is on its way', { starting: STARTING }, 'thread'],
    ['nothing yet while an earlier thread is fetched', { config: CONFIG, token: 't' }, 'loading'],
  ];
  test.each(cases)('is %s', (_, state, expected) => {
    expect(screen({ ...INITIAL, ...state })).toBe(expected);
  });

  test('is the thread of a conversation, also while live chat is off', () => {
    expect(screen(talking([aMessage(1)]))).toBe('thread');
    expect(screen(talking([aMessage(1)], { isAway: true }))).toBe('thread');
  });

  test('is the form again when one turns from a closed conversation to a new one', () => {
    expect(screen(talking([aMessage(1)], { isAnew: true, config: CONFIG }))).toBe('welcome');
  });
});

describe('what the browser keeps', () => {
  test('is nothing before the first message', () => {
    expect(kept({ ...INITIAL, config: CONFIG, draft: 'half a thought' })).toBeNull();
  });

  test('is the first message, until it has arrived', () => {
    expect(kept({ ...INITIAL, starting: STARTING })).toMatchObject({ token: null, start: START });
  });

  test('is asked for answers only while the conversation is open', () => {
    expect(kept(talking([aMessage(1)]))?.live).toBe(true);
    const conversation = aConversation({ status: 'closed' });
    expect(kept(talking([], { conversation }))?.live).toBe(false);
  });

  test('comes back as it was, with the first message on its way again', () => {
    const before = { ...INITIAL, visitor: { name: 'Mia', email: 'm@x.y' }, starting: STARTING };
    const found = kept(before);
    if (found === null) throw new Error('nothing kept');
    expect(kept(restored(INITIAL, found, AT))).toEqual(found);
  });
});

describe('a message counts as read', () => {
  const two = [aMessage(1), aMessage(2)];

  test('when it is in sight', () => {
    expect(readable(talking(two))).toBe(2);
  });

  test.each<[string, Partial<State>]>([
    ['the chat is hidden', { isOpen: false }],
    ['one has scrolled away from it', { isAtEnd: false }],
    ['a new conversation is being begun', { isAnew: true, config: CONFIG }],
  ])('but not while %s', (_, state) => {
    expect(readable(talking(two, state))).toBeNull();
  });
});

describe('a first message', () => {
  const starting = { ...INITIAL, starting: STARTING };

  test('that arrived opens the conversation', () => {
    const answer = { conversation: aConversation(), message: aMessage(1), token: 'new' };
    const after = opened({ ...starting, isAnew: true, ending: 'expired' }, answer);
    expect(screen(after)).toBe('thread');
    expect(after).toMatchObject({ token: 'new', starting: null, ending: null });
  });

  test('that could not be sent waits to be tried again', () => {
    const after = unopened(starting, new ProblemError('offline', 0));
    expect(after.starting).toMatchObject({ clientId: 's', state: 'failed', reason: 'offline' });
  });

  test('that was refused goes back to the form with its text and what is wrong', () => {
    const errors = [{ field: 'body.email', message: 'not an address' }];
    const after = unopened(starting, new ProblemError('invalid', 422, { errors }));
    expect(after).toMatchObject({
      starting: null,
      draft: 'Hello',
      mistakes: { email: 'emailWrong' },
    });
  });
});

describe('a message', () => {
  const mine = { clientId: 'mine', text: 'Wait', attachments: [], createdAt: AT };
  const thread = threads.sending(threads.empty('c1'), mine);
  const sending = talking([], { draft: 'more', thread });

  test('that was not taken stays where it is', () => {
    const after = unposted(sending, 'mine', new ProblemError('timeout', 0));
    expect(after.thread?.pending).toMatchObject([{ state: 'failed', reason: 'timeout' }]);
  });

  test('to a conversation closed meanwhile goes back into the field', () => {
    const after = unposted(sending, 'mine', new ProblemError('conversation-closed', 409));
    expect(after.thread?.pending).toEqual([]);
    expect(after.draft).toBe('Wait\nmore');
  });

  test('of a conversation that has expired is kept as a draft', () => {
    const after = ended(sending, 'expired');
    expect(after).toMatchObject({ token: null, thread: null, draft: 'Wait\nmore' });
    expect([screen({ ...after, config: CONFIG }), kept(after)]).toEqual(['welcome', null]);
  });
});
