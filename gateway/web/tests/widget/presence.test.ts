import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WidgetConfig } from '../../lib/contracts';
import { withFrame } from '../../widget/connection';
import * as presence from '../../widget/presence';
import { INITIAL, isUnattended, screen } from '../../widget/state';
import { aMessage, ann, at, ben } from '../lib/builders';
import { messageSent, talking } from './builders';

const CONFIG: WidgetConfig = {
  agents: [],
  are_agents_online: true,
  color: '#3553cf',
  enabled: true,
  greeting: '',
  workspace_name: 'Acme',
};
const isThere = (are_online: boolean): presence.PresenceNews => ({
  type: 'agents.availability.v1',
  id: 'event',
  time: at(1),
  subject: 'acme',
  sequence: 1,
  data: { are_online },
});
const type = (...agents: (typeof ann)[]): presence.PresenceNews => ({
  type: 'agent.typing.v1',
  id: 'event',
  time: at(1),
  subject: 'c1',
  sequence: 1,
  data: { agents },
});

describe('who is there', () => {
  it('switches both ways on one screen, and the text typed so far stays', () => {
    const before = { ...INITIAL, config: CONFIG, areAgentsOnline: true, draft: 'Half a thought' };
    const without = presence.withPresence(before, isThere(false));
    expect([isUnattended(without), screen(without), without.draft]).toEqual([
      true,
      'welcome',
      'Half a thought',
    ]);
    expect(isUnattended(presence.withPresence(without, isThere(true)))).toBe(false);
  });

  it('is of no interest while live chat is switched off', () => {
    expect(isUnattended({ ...INITIAL, areAgentsOnline: false, isAway: true })).toBe(false);
  });

  it('is asked for while one looks and no socket tells', () => {
    const looking = { ...INITIAL, isOpen: true, config: CONFIG, areAgentsOnline: false };
    expect(presence.mustAsk(looking)).toBe(true);
    expect(presence.mustAsk({ ...looking, isOpen: false })).toBe(false);
    expect(presence.mustAsk({ ...looking, token: 'token', connection: 'live' })).toBe(false);
    expect(presence.mustAsk({ ...looking, token: 'token', connection: 'offline' })).toBe(true);
  });
});

describe('who is typing', () => {
  const typing = presence.withPresence(talking([aMessage(1)]), type(ann, ben));

  it('is the whole newest set', () => {
    expect(typing.typing).toEqual([ann, ben]);
    expect(presence.withPresence(typing, type()).typing).toEqual([]);
  });

  it('is not who has just sent a message', () => {
    const next = withFrame(typing, messageSent(2, aMessage(2, { author: ann })));
    expect(next).toMatchObject({ typing: [ben] });
  });
});

describe('that the visitor types is told', () => {
  let said: boolean[];
  let typed: (text: string) => void;

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    typed = presence.createTyping(({ is_typing }) => void said.push(is_typing));
  });
  afterEach(() => vi.useRealTimers());

  it('once at first, and again every three seconds', () => {
    for (let tenths = 0; tenths < 65; tenths += 1) {
      typed('text');
      vi.advanceTimersByTime(100);
    }
    expect(said).toEqual([true, true, true]);
  });

  it('and its end: by a pause, or when the field is empty', () => {
    typed('Hello');
    vi.advanceTimersByTime(5_000);
    typed('Hello');
    typed('');
    expect(said).toEqual([true, false, true, false]);
  });

  it('not for an empty field', () => {
    typed('  ');
    expect(said).toEqual([]);
  });
});
