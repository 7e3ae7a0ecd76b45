import { describe, expect, it } from 'vitest';
import { byAgent, isSettled, outcome, stateWords, transcripts } from '../../console/alerts/words';
import type { Delivery } from '../../lib/contracts';
import { ann, at, ben } from '../lib/builders';

function aDelivery(change: Partial<Delivery> = {}): Delivery {
  return {
    id: 'd1',
    purpose: 'new_conversation',
    agent: ann,
    to: null,
    channel: 'email',
    event: 'conversation.started.v1',
    state: 'sent',
    attempts: 1,
    reason: null,
    created_at: at(1),
    updated_at: at(1),
    ...change,
  };
}

describe('a delivery', () => {
  it.each([
    [{ state: 'sent' }, 'Sent'],
    [{ state: 'skipped', attempts: 0 }, 'Not sent'],
    [{ state: 'failed', attempts: 9 }, 'Not delivered'],
    [{ state: 'pending', attempts: 0 }, 'On its way'],
    [{ state: 'pending', attempts: 1 }, 'On its way, tried once'],
    [{ state: 'pending', attempts: 3 }, 'On its way, tried 3 times'],
  ] as const)('%j reads "%s"', (change, words) => {
    expect(stateWords(aDelivery(change))).toBe(words);
  });
});

describe('a test', () => {
  it('that went out says where to look', () => {
    expect(outcome(aDelivery())).toContain('mailbox');
    expect(outcome(aDelivery({ channel: 'mobile' }))).toContain('devices');
  });

  it('that did not go out says why', () => {
    const reason = 'No mobile device is registered.';
    expect(outcome(aDelivery({ state: 'skipped', reason }))).toBe(`Not sent. ${reason}`);
  });
});

it('agents are named once, each with their channels; transcripts stand apart', () => {
  const items = [
    aDelivery(),
    aDelivery({ id: 'd2', channel: 'mobile' }),
    aDelivery({ id: 'd3', agent: ben }),
    aDelivery({ id: 'd4', agent: null, to: 'm…@shop.example', purpose: 'transcript' }),
  ];
  expect(byAgent(items).map(({ name, deliveries }) => [name, deliveries.length])).toEqual([
    ['Ann', 2],
    ['Ben', 1],
  ]);
  expect(transcripts(items).map(({ id }) => id)).toEqual(['d4']);
});

it('more is to be expected until nothing is on its way', () => {
  expect(isSettled([])).toBe(false);
  expect(isSettled([aDelivery(), aDelivery({ state: 'pending' })])).toBe(false);
  expect(isSettled([aDelivery(), aDelivery({ state: 'skipped' })])).toBe(true);
});
