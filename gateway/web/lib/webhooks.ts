/**
 * Webhooks as values: how an endpoint stands, and its log of deliveries as it is read page by page.
 *
 * A delivery that one has just asked for is *watched*: it stays in the log while one looks, also
 * where the filter would hide what has become of it.
 */
import type { PageWebhookDelivery, WebhookDelivery, WebhookEndpoint } from './contracts';

export type Standing = 'working' | 'failing' | 'disabled' | 'unused';
export type DeliveryState = WebhookDelivery['state'];

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

/** One asks again this soon while an attempt is under way, and this seldom while none is. */
const SOON_MS = 2_000;
const SELDOM_MS = 15_000;
/** Most answer within a moment, so one asks this soon for what one has just asked for, so often. */
const AT_ONCE_MS = 300;
const READS_AT_ONCE = 6;
const TESTED = 'webhook.tested.v1';
/** Longer than anybody holds a delivery to try it. */
const UNDER_WAY_MS = 60_000;

export function standing(endpoint: WebhookEndpoint): Standing {
  if (!endpoint.is_enabled) return 'disabled';
  if (endpoint.failing_since !== null) return 'failing';
  return endpoint.last_delivered_at === null ? 'unused' : 'working';
}

/** It was sent to try the endpoint out: nothing has happened. */
export function isTest({ event_type }: WebhookDelivery): boolean {
  return event_type === TESTED;
}

export interface Log {
  /** What is shown of it; null: everything. */
  readonly filter: DeliveryState | null;
  readonly byId: ReadonlyMap<string, WebhookDelivery>;
  /** Asked for by this agent, since the filter was chosen. */
  readonly watched: ReadonlySet<string>;
  /** How often it was read since the last of those was asked for. */
  readonly reads: number;
  /** Leads to the page below, null at the end. */
  readonly next: string | null;
  readonly isLoaded: boolean;
}

export function empty(filter: DeliveryState | null = null): Log {
  return { filter, byId: new Map(), watched: new Set(), reads: 0, next: null, isLoaded: false };
}

/** What to show, the newest first. */
export function rows({ byId }: Log): readonly WebhookDelivery[] {
  return [...byId.values()].sort((one, other) => (isAbove(one, other) ? -1 : 1));
}

function isAbove(one: WebhookDelivery, other: WebhookDelivery): boolean {
  if (one.created_at !== other.created_at) return one.created_at > other.created_at;
  return one.id > other.id;
}

/** Takes the rows from the top in. They are the truth, but for what is watched. */
export function withFirstPages(log: Log, page: PageWebhookDelivery): Log {
  const kept = [...log.byId].filter(([id]) => log.watched.has(id));
  const read = { ...log, byId: new Map(kept), reads: log.reads + 1, isLoaded: true };
  return withNextPage(read, page);
}

/** Takes the page below in. */
export function withNextPage(log: Log, { items, next_cursor }: PageWebhookDelivery): Log {
  const byId = new Map(log.byId);
  for (const delivery of items) byId.set(delivery.id, delivery);
  return { ...log, byId, next: next_cursor };
}

/** A delivery that was just asked for. */
export function asked(log: Log, delivery: WebhookDelivery): Log {
  return { ...watching(log, delivery), reads: 0 };
}

/** How a watched delivery stands by now. */
export function watching(log: Log, delivery: WebhookDelivery): Log {
  return {
    ...log,
    byId: new Map(log.byId).set(delivery.id, delivery),
    watched: new Set(log.watched).add(delivery.id),
  };
}

/** Watched, and not at its end: what became of it is asked by itself, as the filter may hide it. */
export function awaited({ byId, watched }: Log): readonly string[] {
  return [...watched].filter((id) => byId.get(id)?.state === 'pending');
}

/** In how many milliseconds the log is worth asking for again. `now` in epoch milliseconds. */
export function askAgainMs(log: Log, now: number): number {
  if (log.reads < READS_AT_ONCE && awaited(log).length > 0) return AT_ONCE_MS;
  const isExpected = [...log.byId.values()].some((delivery) => mayBeUnderWay(delivery, now));
  return isExpected ? SOON_MS : SELDOM_MS;
}

/** Of one that is being tried, the next attempt is when whoever tries it would have died. */
function mayBeUnderWay({ state, next_attempt_at }: WebhookDelivery, now: number): boolean {
  if (state !== 'pending') return false;
  return next_attempt_at === null || Date.parse(next_attempt_at) - now < UNDER_WAY_MS;
}
