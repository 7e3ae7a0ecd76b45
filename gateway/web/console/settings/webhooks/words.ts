/** Webhooks as an admin reads them. */
import type { WebhookDelivery, WebhookEndpoint } from '../../../lib/contracts';
import { relative } from '../../../lib/time';
import { type DeliveryState, standing, type Standing } from '../../../lib/webhooks';
import type { Tone } from '../../ui/mark';

export const STANDING_TONES: Readonly<Record<Standing, Tone>> = {
  working: 'success',
  failing: 'warning',
  disabled: 'danger',
  unused: 'plain',
};

export const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'Pending',
  delivered: 'Delivered',
  failed: 'Failed',
};

export const NOTHING_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'Nothing is waiting to be delivered.',
  delivered: 'Nothing was delivered in the last seven days.',
  failed: 'Nothing has failed.',
};

export const STATE_TONES: Readonly<Record<DeliveryState, Tone>> = {
  pending: 'warning',
  delivered: 'success',
  failed: 'danger',
};

/** `Working`, `Failing since 3h`, `Disabled`, `Nothing delivered yet`. `now` in epoch milliseconds. */
export function standingWords(endpoint: WebhookEndpoint, now: number): string {
  switch (standing(endpoint)) {
    case 'working':
      return 'Working';
    case 'failing':
      return `Failing ${sinceWords(endpoint.failing_since, now)}`.trim();
    case 'disabled':
      return 'Disabled';
    case 'unused':
      return 'Nothing delivered yet';
  }
}

function sinceWords(at: string | null, now: number): string {
  if (at === null) return '';
  const age = relative(at, now);
  if (age === 'now') return '';
  return /^\d/.test(age) ? `for ${age}` : `since ${age}`;
}

/** `All events`, `1 event`, `3 events`. */
export function eventsWords(types: readonly string[]): string {
  if (types.length === 0) return 'All events';
  return types.length === 1 ? '1 event' : `${types.length} events`;
}

/** `conversation.message_sent.v1` as one says it: `Message sent`. */
export function eventWords(type: string): string {
  const fact = (type.split('.')[1] ?? type).replaceAll('_', ' ');
  return fact.charAt(0).toUpperCase() + fact.slice(1);
}

export interface Group {
  readonly noun: string;
  readonly types: readonly string[];
}

/** Event types by the noun that they begin with, in the order in which they came. */
export function byNoun(types: readonly string[]): readonly Group[] {
  const nouns = [...new Set(types.map(nounOf))];
  return nouns.map((noun) => ({ noun, types: types.filter((type) => nounOf(type) === noun) }));
}

function nounOf(type: string): string {
  return type.split('.')[0] ?? type;
}

type Attempt = WebhookDelivery['attempts'][number];

/** `It answered 200.`, or why that was no success. */
export function attemptWords({ status, error }: Attempt): string {
  return error ?? (status === null ? 'There was no answer.' : `It answered ${status}.`);
}

/** The last attempt in a few words; '' before there was any. */
export function outcomeWords({ attempts, reason }: WebhookDelivery): string {
  const last = attempts.at(-1);
  return last === undefined ? (reason ?? '') : attemptWords(last);
}

/** `132 ms`, `10.0 s`. */
export function durationWords(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
