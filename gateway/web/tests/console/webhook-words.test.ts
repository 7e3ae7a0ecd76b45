import { describe, expect, it } from 'vitest';
import * as words from '../../console/settings/webhooks/words';
import { at } from '../lib/builders';
import { aDelivery, anEndpoint } from '../lib/webhook-builders';

const now = Date.parse(at(30));
const attempt = { at: at(1), status: 200, milliseconds: 84, error: null };

it.each([
  [{}, 'Nothing delivered yet'],
  [{ last_delivered_at: at(1) }, 'Working'],
  [{ failing_since: at(30) }, 'Failing'],
  [{ failing_since: at(10) }, 'Failing for 20m'],
  [{ failing_since: '2025-01-02T10:00:00Z' }, 'Failing since Jan 2'],
  [{ is_enabled: false }, 'Disabled'],
])('an endpoint with %j reads "%s"', (change, read) => {
  expect(words.standingWords(anEndpoint(change), now)).toBe(read);
});

it('events read as what happened, by what it happened to', () => {
  const types = ['conversation.closed.v1', 'ticket.created.v1', 'conversation.message_sent.v1'];
  expect(words.byNoun(types)).toEqual([
    { noun: 'conversation', types: [types[0], types[2]] },
    { noun: 'ticket', types: [types[1]] },
  ]);
  expect(words.eventWords('conversation.message_sent.v1')).toBe('Message sent');
  expect([[], ['a'], ['a', 'b']].map(words.eventsWords)).toEqual([
    'All events',
    '1 event',
    '2 events',
  ]);
});

describe('a delivery says', () => {
  it('what came of its last attempt', () => {
    const failed = { ...attempt, status: 500, error: 'It answered 500.' };
    const read = (attempts: (typeof failed | typeof attempt)[], reason: string | null = null) =>
      words.outcomeWords(aDelivery(1, { attempts, reason }));
    expect(read([failed, attempt])).toBe('It answered 200.');
    expect(read([attempt, failed])).toBe('It answered 500.');
    expect(read([])).toBe('');
    expect(read([], 'The endpoint was switched off.')).toBe('The endpoint was switched off.');
  });

  it('how long an attempt took', () => {
    expect([84, 999, 10_004].map(words.durationWords)).toEqual(['84 ms', '999 ms', '10.0 s']);
  });
});
