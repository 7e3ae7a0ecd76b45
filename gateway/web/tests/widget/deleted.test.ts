import { describe, expect, test } from 'vitest';
import { withFrame, withSnapshot } from '../../widget/connection';
import { type ConversationFrame, STALE } from '../../widget/conversation';
import { canWrite, ended, kept, screen, unread } from '../../widget/state';
import { chosen } from '../../widget/uploads';
import { aMessage, at } from '../lib/builders';
import { aConversation, talking } from './builders';

const CONFIG = {
  workspace_name: 'Acme',
  enabled: true,
  color: '#123456',
  greeting: '',
  agents: [],
  are_agents_online: true,
};

describe('a conversation that was deleted', () => {
  const snapshot = { conversation: aConversation({ version: 5 }), messages: [aMessage(1)] };
  const gone = ended(talking([aMessage(1)], { draft: 'more', config: CONFIG }), 'gone');

  test('has ended: nothing of it is shown, counted or waited for', () => {
    expect([screen(gone), unread(gone), canWrite(gone)]).toEqual(['ended', 0, false]);
    expect(kept(gone)).toMatchObject({ live: false, token: 'token', draft: 'more' });
  });

  test('is there again as it was once it is restored', () => {
    const back = withSnapshot(gone, snapshot);
    expect(screen(back)).toBe('thread');
    expect(back).toMatchObject({ ending: null, draft: 'more' });
    expect(back.thread?.messages).toHaveLength(1);
  });

  test('disturbs nobody who has turned to a new one', () => {
    const uploads = [chosen([], 'u1', { name: 'a.png', size: 1 }, false)];
    const anew = talking([aMessage(1)], { isAnew: true, config: CONFIG, uploads });
    const after = ended(anew, 'gone');
    expect([screen(after), after.uploads]).toEqual(['welcome', uploads]);
    expect(screen(withSnapshot(after, snapshot))).toBe('welcome');
  });

  test.each(['conversation.deleted.v1', 'conversation.restored.v1'] as const)(
    'is told of by %s, of which only a snapshot knows more',
    (type) => {
      const frame = { type, id: 'e', subject: 'c1', sequence: 2, time: at(0), data: {} };
      expect(withFrame(talking([]), frame as ConversationFrame)).toBe(STALE);
    },
  );
});
