import { describe, expect, it } from 'vitest';
import * as form from '../../console/settings/webhooks/endpoint-form';
import { ProblemError } from '../../lib/problems';
import { anEndpoint } from '../lib/webhook-builders';

const typed = (change: Partial<form.EndpointForm>) => ({ ...form.BLANK, ...change });
const url = 'https://billing.example/parley';

describe('an address', () => {
  it.each([
    ['billing.example/parley ', url],
    [url, url],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ])('typed as "%s" is %s', (text, address) => {
    expect(form.urlOf(typed({ url: text }))).toBe(address);
    expect(form.problemsOf(typed({ url: text })).url).toBeNull();
  });

  it.each(['', '  ', 'not an address', 'ftp://billing.example'])(
    'typed as "%s" is none, and one is told so',
    (text) => {
      expect(form.problemsOf(typed({ url: text })).url).not.toBeNull();
    },
  );
});

describe('events', () => {
  it('are all of them, or some that are chosen', () => {
    const some = form.withChosen(typed({ url, isEverything: false }), 'ticket.created.v1', true);
    expect(form.newOf(some, 'once').event_types).toEqual(['ticket.created.v1']);
    expect(form.newOf({ ...some, isEverything: true }, 'once').event_types).toEqual([]);
  });

  it('of which none is chosen would be all, so that is no choice', () => {
    const none = typed({ url, isEverything: false });
    expect(form.firstOf(form.problemsOf(none))).toBe('events');
  });
});

describe('a change', () => {
  const before = anEndpoint({ event_types: ['ticket.created.v1', 'conversation.closed.v1'] });
  const unchanged = form.formOf(before);

  it('is only what differs', () => {
    expect(form.patchOf(unchanged, before)).toBeNull();
    expect(form.patchOf({ ...unchanged, description: ' CRM ' }, before)).toEqual({
      description: 'CRM',
    });
    expect(form.patchOf({ ...unchanged, isEverything: true }, before)).toEqual({ event_types: [] });
  });

  it('that is refused says why at its field', () => {
    const detail = 'Give one that can be reached over the internet.';
    const address = new ProblemError('address-not-allowed', 422, { detail });
    expect(form.refusalsOf(address)).toEqual({ ...form.FINE, url: detail });
    const errors = [{ field: 'body.url', message: 'Too long' }];
    const long = form.refusalsOf(new ProblemError('validation', 422, { errors }));
    expect(form.firstOf(long)).toBe('url');
    expect(form.isFine(form.refusalsOf(new ProblemError('too-many-webhooks', 409)))).toBe(true);
  });
});
