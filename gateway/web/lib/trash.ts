/**
 * The trash as a value, and what a socket frame makes of it. The newest deletion stands first.
 *
 * Frames are quicker than the list: what was deleted a moment ago may not be on the server's page
 * yet. So a frame's own words are kept until a page or a later frame knows better. For each
 * conversation the newest frame decides, in whatever order they come.
 */
import type { AgentFrame, ConversationDeleted, Trash as TrashPage, TrashItem } from './contracts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** From here on it is urgent. */
const SOON_DAYS = 3;
/** Deletions remembered for a list that may never be looked at. */
const MOST_UNLISTED = 200;

export interface Trash {
  /** What is looked for, '' for everything. */
  readonly q: string;
  /** What the server lists, by conversation. */
  readonly items: ReadonlyMap<string, TrashItem>;
  /** Deleted since, by the frames alone. */
  readonly unlisted: ReadonlyMap<string, ConversationDeleted>;
  /** Restored while one looks: such rows say so, and stay until one looks anew. */
  readonly restored: ReadonlySet<string>;
  /** Gone for good: a page that still lists one is out of date. */
  readonly purged: ReadonlySet<string>;
  /** The newest frame of each conversation, by its sequence. */
  readonly heard: ReadonlyMap<string, number>;
  /** Leads to the page below, null at the end. */
  readonly next: string | null;
  readonly retentionSeconds: number;
  readonly isLoaded: boolean;
}

export interface Outcome {
  readonly state: Trash;
  /** Only the server can say what is to be listed. */
  readonly isStale: boolean;
}

export interface TrashRow extends TrashItem {
  readonly isRestored: boolean;
}

export function empty(): Trash {
  return {
    q: '',
    items: new Map(),
    unlisted: new Map(),
    restored: new Set(),
    purged: new Set(),
    heard: new Map(),
    next: null,
    retentionSeconds: 0,
    isLoaded: false,
  };
}

/** What to show, the newest deletion first. */
export function rows(state: Trash): readonly TrashRow[] {
  const { items, unlisted, restored, q, next } = state;
  const fresh = q === '' ? [...unlisted].filter(([id]) => !items.has(id)) : [];
  const all = [...items.values(), ...fresh.map(([id, said]) => itemOf(state, id, said))];
  const bottom = next === null ? '' : lowest(items);
  return all
    .filter((item) => item.deleted_at >= bottom)
    .sort((one, other) => (isAbove(one, other) ? -1 : 1))
    .map((item) => ({ ...item, isRestored: restored.has(item.conversation_id) }));
}

function isAbove(one: TrashItem, other: TrashItem): boolean {
  if (one.deleted_at !== other.deleted_at) return one.deleted_at > other.deleted_at;
  return one.conversation_id > other.conversation_id;
}

/** Below it rows are not loaded yet; their own page will bring them. */
function lowest(items: ReadonlyMap<string, TrashItem>): string {
  const times = [...items.values()].map((item) => item.deleted_at);
  return times.reduce((low, at) => (at < low ? at : low), times[0] ?? '');
}

function itemOf(state: Trash, conversation_id: string, said: ConversationDeleted): TrashItem {
  const kept = Date.parse(said.deleted_at) + state.retentionSeconds * 1_000;
  return { ...said, conversation_id, purge_at: new Date(kept).toISOString(), state: 'held' };
}

/** Looks for something else, or anew: what was restored meanwhile is in the trash no more. */
export function looking(state: Trash, q: string): Trash {
  const isSame = q === state.q;
  const left = [...state.items].filter(([id]) => isSame && !state.restored.has(id));
  return {
    ...state,
    q,
    items: new Map(left),
    restored: new Set(),
    next: isSame ? state.next : null,
    isLoaded: isSame && state.isLoaded,
  };
}

/** Takes the rows from the top in. They are the truth, but for what was restored meanwhile. */
export function withFirstPages(state: Trash, page: TrashPage): Trash {
  const kept = [...state.items].filter(([id]) => state.restored.has(id));
  return withPage({ ...state, items: new Map(kept), isLoaded: true }, page);
}

/** Takes the page below in. */
export function withNextPage(state: Trash, page: TrashPage): Trash {
  return withPage(state, page);
}

function withPage(state: Trash, { items, next_cursor, retention_seconds }: TrashPage): Trash {
  const known = new Map(state.items);
  const unlisted = new Map(state.unlisted);
  for (const item of items) {
    if (!state.purged.has(item.conversation_id)) known.set(item.conversation_id, item);
    unlisted.delete(item.conversation_id);
  }
  return {
    ...state,
    items: known,
    unlisted,
    next: next_cursor,
    retentionSeconds: retention_seconds,
  };
}

/** Frames were missed: only pages count from here on. */
export function afterLoss(state: Trash): Trash {
  return { ...state, unlisted: new Map() };
}

/** How one item stands, as this agent knows before the server says so. */
export function withState(state: Trash, id: string, is: TrashItem['state']): Trash {
  const said = state.unlisted.get(id);
  const item = state.items.get(id) ?? (said && itemOf(state, id, said));
  if (item === undefined) return state;
  return { ...state, items: new Map(state.items).set(id, { ...item, state: is }) };
}

/** It is back among the chats. */
export function withRestored(state: Trash, id: string): Trash {
  const { items, unlisted } = withState(state, id, 'held');
  const restored = items.has(id) ? new Set(state.restored).add(id) : state.restored;
  return { ...state, items, unlisted: mapWithout(unlisted, id), restored };
}

/** It is in the trash no more, and nowhere else. */
export function without(state: Trash, id: string): Trash {
  return {
    ...state,
    items: mapWithout(state.items, id),
    unlisted: mapWithout(state.unlisted, id),
    restored: new Set([...state.restored].filter((other) => other !== id)),
  };
}

function mapWithout<Value>(map: ReadonlyMap<string, Value>, id: string): Map<string, Value> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

/** What `frame` makes of the trash. Frames about anything else change nothing. */
export function apply(state: Trash, frame: AgentFrame): Outcome {
  const id = frame.subject;
  const isOld = frame.sequence <= (state.heard.get(id) ?? -1);
  const next = isOld ? state : applied(state, frame);
  if (next === state) return { state, isStale: false };
  const heard = new Map(state.heard).set(id, frame.sequence);
  // Whether it is what one looks for, the server knows.
  const isStale = state.q !== '' && frame.type === 'conversation.deleted.v1';
  return { state: { ...next, heard }, isStale };
}

function applied(state: Trash, frame: AgentFrame): Trash {
  switch (frame.type) {
    case 'conversation.deleted.v1': {
      const rest = without(state, frame.subject);
      const unlisted = new Map([[frame.subject, frame.data], ...rest.unlisted]);
      return { ...rest, unlisted: new Map([...unlisted].slice(0, MOST_UNLISTED)) };
    }
    case 'conversation.restored.v1':
      return withRestored(state, frame.subject);
    case 'conversation.purged.v1': {
      const purged = new Set(state.purged).add(frame.subject);
      return { ...without(state, frame.subject), purged };
    }
    default:
      return state;
  }
}

export interface Remaining {
  readonly words: string;
  readonly isSoon: boolean;
}

/** How long something stays in the trash: the nearer its end, the finer. `now` in epoch ms. */
export function remaining(purgeAt: string, now: number): Remaining {
  const left = Date.parse(purgeAt) - now;
  const isSoon = left < SOON_DAYS * DAY_MS;
  if (left <= 0) return { words: 'Any moment now', isSoon };
  if (left < HOUR_MS) return { words: 'Less than an hour', isSoon };
  if (left < DAY_MS) return { words: counted(Math.floor(left / HOUR_MS), 'hour'), isSoon };
  // An hour less, so that what was deleted just now has not a day more by a clock that is late.
  if (!isSoon) return { words: counted(Math.ceil((left - HOUR_MS) / DAY_MS), 'day'), isSoon };
  const hours = Math.floor((left % DAY_MS) / HOUR_MS);
  const days = counted(Math.floor(left / DAY_MS), 'day');
  return { words: hours === 0 ? days : `${days} ${hours} h`, isSoon };
}

/** A span as one says it: `30 days`, `1 hour`. */
export function span(seconds: number): string {
  const days = Math.floor((seconds * 1_000) / DAY_MS);
  return days > 0
    ? counted(days, 'day')
    : counted(Math.max(1, Math.floor(seconds / 3_600)), 'hour');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
