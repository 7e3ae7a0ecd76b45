/**
 * The list of conversations as a value, and what a socket frame makes of it.
 *
 * Invariant: a frame is applied only to the version just before it (`sequence == version + 1`).
 * An older one changes nothing; after a gap, or when a frame is not understood, the conversation
 * is named in `fetch` and its fresh state decides.
 */
import type { AgentFrame, Conversation, ConversationStarted, PageConversation } from './contracts';
import { advanced } from './conversation';

export type Status = Conversation['status'];
export const STATUSES: readonly Status[] = ['active', 'closed'];

/** One filter's rows: newest activity first. `next` leads to the page below, null at the end. */
export interface List {
  readonly ids: readonly string[];
  readonly next: string | null;
  readonly isLoaded: boolean;
}

export interface Conversations {
  /** The agent whose read marks these are. */
  readonly me: string;
  readonly byId: ReadonlyMap<string, Conversation>;
  readonly lists: Readonly<Record<Status, List>>;
}

export interface Outcome {
  readonly state: Conversations;
  /** Conversations whose fresh state must be fetched. */
  readonly fetch: readonly string[];
  /** How many conversations each status has may have changed. */
  readonly areCountsStale: boolean;
}

const UNLOADED: List = { ids: [], next: null, isLoaded: false };

export function empty(me: string): Conversations {
  return { me, byId: new Map(), lists: { active: UNLOADED, closed: UNLOADED } };
}

export function rows(state: Conversations, status: Status): readonly Conversation[] {
  return state.lists[status].ids.flatMap((id) => state.byId.get(id) ?? []);
}

/** Takes fresh first pages in. They are the truth: rows that they do not have are dropped. */
export function withSnapshot(
  state: Conversations,
  pages: Readonly<Partial<Record<Status, PageConversation>>>,
): Conversations {
  let fresh: Conversations = { ...state, lists: { active: UNLOADED, closed: UNLOADED } };
  for (const status of STATUSES) {
    const page = pages[status];
    if (page !== undefined) fresh = withPage(fresh, status, page);
  }
  return fresh;
}

/** Takes the page below the loaded rows in; the first one, when none is loaded yet. */
export function withPage(
  state: Conversations,
  status: Status,
  page: PageConversation,
): Conversations {
  const known = remembering(state, page.items);
  const ids = [...known.lists[status].ids, ...page.items.map((item) => item.id)];
  const list: List = {
    ids: upToPage(known.byId, ordered(known.byId, ids, status), page),
    next: page.next_cursor,
    isLoaded: true,
  };
  return { ...known, lists: { ...known.lists, [status]: list } };
}

/** Rows below the last loaded page would hide what is between: their own page will bring them. */
function upToPage(
  byId: ReadonlyMap<string, Conversation>,
  ids: readonly string[],
  page: PageConversation,
): readonly string[] {
  const last = page.items.at(-1);
  if (page.next_cursor === null || last === undefined) return ids;
  return ids.filter((id) => {
    const row = byId.get(id);
    return row !== undefined && !isBefore(last, row);
  });
}

/** Takes one conversation's fresh state in, unless a newer one is known. */
export function withConversation(state: Conversations, conversation: Conversation): Conversations {
  const known = remembering(state, [conversation]);
  return known === state ? state : placed(known, conversation.id);
}

/** Forgets a conversation that is gone. */
export function without(state: Conversations, id: string): Conversations {
  const byId = new Map(state.byId);
  byId.delete(id);
  const { active, closed } = state.lists;
  return {
    ...state,
    byId,
    lists: { active: listWithout(active, id), closed: listWithout(closed, id) },
  };
}

/** What `frame` makes of the list. Frames about anything else than conversations change nothing. */
export function apply(state: Conversations, frame: AgentFrame): Outcome {
  const nothing: Outcome = { state, fetch: [], areCountsStale: false };
  if (!frame.type.startsWith('conversation.')) return nothing;
  const known = state.byId.get(frame.subject);
  if (known === undefined) return appliedToUnknown(state, frame);
  if (frame.sequence <= known.version) return nothing;
  const next = frame.sequence === known.version + 1 ? advanced(known, frame, state.me) : null;
  if (next === null) return { state, fetch: [known.id], areCountsStale: false };
  const moved = placed({ ...state, byId: new Map(state.byId).set(next.id, next) }, next.id);
  return { state: moved, fetch: [], areCountsStale: next.status !== known.status };
}

function appliedToUnknown(state: Conversations, frame: AgentFrame): Outcome {
  if (frame.type === 'conversation.started.v1') {
    return { state: withConversation(state, started(frame.data)), fetch: [], areCountsStale: true };
  }
  // Neither moves a row, so an unknown conversation stays unknown.
  const isSilent =
    frame.type === 'conversation.read.v1' || frame.type === 'conversation.transcript_requested.v1';
  return { state, fetch: isSilent ? [] : [frame.subject], areCountsStale: !isSilent };
}

function started({ conversation }: ConversationStarted): Conversation {
  return { ...conversation, read_seq: 0, unread: conversation.last_seq };
}

/** Stores conversations that are newer than what is known; the same state when none is. */
function remembering(state: Conversations, conversations: readonly Conversation[]): Conversations {
  const newer = conversations.filter(
    (one) => one.version > (state.byId.get(one.id)?.version ?? -1),
  );
  if (newer.length === 0) return state;
  const byId = new Map(state.byId);
  for (const conversation of newer) byId.set(conversation.id, conversation);
  return { ...state, byId };
}

function isBefore(one: Conversation, other: Conversation): boolean {
  if (one.updated_at !== other.updated_at) return one.updated_at > other.updated_at;
  return one.id > other.id;
}

function ordered(
  byId: ReadonlyMap<string, Conversation>,
  ids: readonly string[],
  status: Status,
): readonly string[] {
  return [...new Set(ids)]
    .flatMap((id) => byId.get(id) ?? [])
    .filter((one) => one.status === status)
    .sort((one, other) => (isBefore(one, other) ? -1 : 1))
    .map((one) => one.id);
}

function listWithout(list: List, id: string): List {
  return list.ids.includes(id) ? { ...list, ids: list.ids.filter((other) => other !== id) } : list;
}

/** Puts one conversation where its status and its last activity belong. */
function placed(state: Conversations, id: string): Conversations {
  const conversation = state.byId.get(id);
  if (conversation === undefined) return state;
  const lists = { ...state.lists };
  for (const status of STATUSES) {
    const belongs = status === conversation.status;
    lists[status] = belongs
      ? listWith(state, lists[status], conversation)
      : listWithout(lists[status], id);
  }
  return { ...state, lists };
}

/** A list that is not loaded yet gathers what arrives meanwhile; its first page joins it. */
function listWith(state: Conversations, list: List, conversation: Conversation): List {
  const others = list.ids.filter((id) => id !== conversation.id);
  const below = others.findIndex((id) => {
    const other = state.byId.get(id);
    return other !== undefined && isBefore(conversation, other);
  });
  // Past the last loaded row it would hide rows that are not loaded yet; its page will bring it.
  if (below === -1 && list.next !== null) return { ...list, ids: others };
  const at = below === -1 ? others.length : below;
  const ids = [...others.slice(0, at), conversation.id, ...others.slice(at)];
  return ids.every((id, index) => id === list.ids[index]) ? list : { ...list, ids };
}
