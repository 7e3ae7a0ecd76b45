/** Problems as an agent reads them: what happened, and what to do about it. */
import { PLAN_NEEDED } from '../lib/contracts';
import { OFFLINE, type ProblemError, TIMEOUT } from '../lib/problems';
import { fileSize } from '../lib/text';

/** A plan as one calls it. */
export function planName(plan: string): string {
  return plan.charAt(0).toUpperCase() + plan.slice(1);
}

/** The smallest plan with live chat. */
export const PLAN_NAME = planName(PLAN_NEEDED);

export interface Explanation {
  readonly what: string;
  readonly next: string;
}

const BY_SLUG: Readonly<Record<string, Explanation>> = {
  [OFFLINE]: { what: 'No connection to the server.', next: 'Check your network, then try again.' },
  [TIMEOUT]: { what: 'The server did not answer in time.', next: 'Try again in a moment.' },
  interrupted: { what: 'The page was closed before it was sent.', next: 'Send it again.' },
  unauthenticated: { what: 'You are not signed in.', next: 'Sign in again.' },
  forbidden: { what: 'You are not allowed to do this.', next: 'Ask an admin of your workspace.' },
  'not-found': { what: 'This does not exist any more.', next: 'It may have been deleted.' },
  'conversation-closed': {
    what: 'This conversation has been closed.',
    next: 'Nobody can write to it any more.',
  },
  'conversation-open': {
    what: 'This conversation is active.',
    next: 'Close it before it becomes a ticket.',
  },
  'conversation-converted': {
    what: 'This conversation goes on as a ticket.',
    next: 'Nobody can write to it any more.',
  },
  'being-restored': {
    what: 'This conversation is being restored.',
    next: 'It is back among the chats in a moment.',
  },
  'unknown-company': { what: 'This company no longer exists.', next: 'Choose another one.' },
  'newer-reply': {
    what: 'A colleague answered in the meantime.',
    next: 'Read their answer, then decide.',
  },
  'unknown-attachment': {
    what: 'A file is no longer on the server.',
    next: 'Remove it and attach it again.',
  },
  'live-chat-off': { what: 'Live chat is switched off.', next: 'An admin can switch it on.' },
  'plan-required': {
    what: `Live chat comes with ${PLAN_NAME} and above.`,
    next: 'An admin can change the plan.',
  },
  'not-a-picture': {
    what: 'This file is no picture that can be shown.',
    next: 'Choose a PNG, JPEG or WebP file.',
  },
  'too-many-tests': { what: 'Too many tests.', next: 'Wait a minute, then try again.' },
  'too-many-transcripts': {
    what: 'This chat was sent often enough for now.',
    next: 'Try again in an hour.',
  },
  'webhook-disabled': { what: 'The endpoint is disabled.', next: 'Enable it first.' },
  'webhook-purged': {
    what: 'The conversation was deleted for good.',
    next: 'What this said about it is kept no more.',
  },
  'too-many-webhooks': {
    what: 'There are as many endpoints as there can be.',
    next: 'Remove one first.',
  },
  'rate-limited': { what: 'Too many attempts.', next: 'Wait a minute, then try again.' },
};

const UNKNOWN: Explanation = { what: 'Something went wrong.', next: 'Try again in a moment.' };

/** The sentences for a problem of which only the slug is known. */
export function explainSlug(slug: string): Explanation {
  return BY_SLUG[slug] ?? UNKNOWN;
}

export function explain(problem: ProblemError): Explanation {
  const { slug, status, members } = problem;
  if (slug === 'too-large' && members.limit_bytes !== undefined) {
    const limit = fileSize(members.limit_bytes);
    return { what: `The file is larger than ${limit}.`, next: 'Choose a smaller one.' };
  }
  if (slug === 'rate-limited' && members.retry_after_seconds !== undefined) {
    const seconds = Math.ceil(members.retry_after_seconds);
    return { what: 'Too many attempts.', next: `Try again in ${seconds} s.` };
  }
  const known = BY_SLUG[slug];
  if (known !== undefined) return known;
  const isServers = status >= 500;
  if (isServers) return { what: 'The server had a problem.', next: 'Try again in a moment.' };
  return members.detail ? { what: members.detail, next: '' } : UNKNOWN;
}

/** Both sentences in one. */
export function sentences(problem: ProblemError): string {
  const { what, next } = explain(problem);
  return `${what} ${next}`.trim();
}
