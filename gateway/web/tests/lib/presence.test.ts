import { describe, expect, it } from 'vitest';
import type { PresentAgent } from '../../lib/contracts';
import type { Activity, Attention } from '../../lib/presence';
import * as presence from '../../lib/presence';

function agent(name: string, activity: Activity = 'viewing'): PresentAgent {
  return { id: name.toLowerCase(), name, avatar_url: null, activity };
}

const ben = agent('Ben', 'replying');

describe('the note', () => {
  const cases: [readonly PresentAgent[], string][] = [
    [[], ''],
    [[agent('Ann')], 'Ann is viewing'],
    [[ben], 'Ben is replying'],
    [[agent('Ann'), agent('Cleo')], 'Ann and Cleo are viewing'],
    [[agent('Ann'), agent('Cleo'), agent('Dan')], 'Ann and 2 others are viewing'],
    [[agent('Ann'), ben], 'Ben is replying, Ann is viewing'],
    [
      [agent('Ann'), ben, agent('Cleo'), agent('Dan')],
      'Ben is replying, Ann and 2 others are viewing',
    ],
  ];
  it.each(cases)('of %j is "%s"', (agents, words) => {
    expect(presence.note(agents)).toBe(words);
  });
});

describe('the others', () => {
  it('are never oneself, whatever another tab of oneself does', () => {
    const agents = [agent('Ann', 'replying'), ben];
    expect(presence.others(agents, 'ann')).toEqual([ben]);
  });

  it('stand there once each, by what matters most, who replies first', () => {
    const twice = [agent('Ann'), ben, agent('Ben')];
    expect(presence.others(twice, 'me')).toEqual([ben, agent('Ann')]);
  });
});

describe('what is known', () => {
  const set = (version: number, ...agents: PresentAgent[]) => ({
    conversation_id: 'c1',
    version,
    agents,
    customer: { is_online: false, last_seen_at: null },
  });
  const known = presence.withPresence(presence.NOBODY, set(5, ben));

  it('is the newest set, however changes arrive', () => {
    expect(presence.withPresence(known, set(4))).toBe(known);
    expect(presence.withPresence(known, set(6)).get('c1')?.agents).toEqual([]);
  });

  it('is not undone by a snapshot that was taken before a change', () => {
    expect(presence.withSnapshot(known, [set(4)])).toBe(known);
  });

  it('is what a snapshot says where nothing newer was heard', () => {
    const told = presence.withSnapshot(presence.NOBODY, [set(4, ben)]);
    expect(told.get('c1')?.agents).toEqual([ben]);
  });
});

describe('one’s own activity', () => {
  const at = 100_000;
  const activity = (change: Partial<Attention>) =>
    presence.activityOf(
      {
        conversationId: 'c1',
        hiddenSince: null,
        hasText: false,
        isFocused: false,
        changedAt: 0,
        ...change,
      },
      at,
    );

  it('is none without an open conversation', () => {
    expect(activity({ conversationId: null, hasText: true, isFocused: true })).toBe('none');
  });

  it('is viewing while a conversation is open, also with an empty field in focus', () => {
    expect(activity({})).toBe('viewing');
    expect(activity({ isFocused: true, changedAt: at })).toBe('viewing');
  });

  it('is replying with a text that is in focus or has just changed', () => {
    expect(activity({ hasText: true, isFocused: true })).toBe('replying');
    expect(activity({ hasText: true, changedAt: at - presence.WRITING_MS + 1 })).toBe('replying');
  });

  it('is viewing again with a draft that was left', () => {
    expect(activity({ hasText: true, changedAt: at - presence.WRITING_MS })).toBe('viewing');
  });

  it('survives a glance elsewhere, and ends when the page stays hidden', () => {
    expect(activity({ hiddenSince: at - presence.GLANCE_MS + 1 })).toBe('viewing');
    expect(activity({ hiddenSince: at - presence.GLANCE_MS })).toBe('none');
  });

  it('is not replying behind a hidden page, however its field keeps the focus', () => {
    expect(activity({ hiddenSince: at, hasText: true, isFocused: true })).toBe('viewing');
  });
});

describe('an agent’s standing', () => {
  it('is what they chose before what their connections say', () => {
    expect(presence.standing({ availability: 'away', is_online: true })).toBe('Away');
    expect(presence.standing({ availability: 'online', is_online: true })).toBe('Online');
    expect(presence.standing({ availability: 'online', is_online: false })).toBe('Offline');
  });
});
