/**
 * The list of conversations as a value, and what a socket frame makes of it.
 *
 * Invariant: a frame is applied only to the version just before it (`sequence == version + 1`).
 * An older one changes nothing; after a gap, or when a frame is not understood, the conversation
 * is named in `fetch` and its fresh state decides.
 */
import type {
  AgentFrame,
  Conversation,
  ConversationRestored,
  ConversationStarted,
  PageConversation,
  Person,
} from './contracts';
import { advanced } from './conversation';
import * as away from './gone';
import { isBefore, type List, listWith, listWithout, UNLOADED, upToPage } from './rows';

export type Status = Conversation['status'];
export const STATUSES: readonly Status[] = ['active', 'closed'];

export interface Conversations {
  /** The agent whose read marks these are. */
  readonly me: string;
  readonly byId: ReadonlyMap<string, Conversation>;
  readonly lists: Readonly<Record<Status, List>>;
  /** What was deleted while one looked; in none of the others. */
  readonly gone: ReadonlyMap<string, away.Gone>;
  /** What this agent is deleting just now: known, and listed no more. */
  readonly leaving: ReadonlySet<string>;
}

export interface Outcome {
  readonly state: Conversations;
  /** Conversations whose fresh state must be fetched. */
  readonly fetch: readonly string[];
  /** How many conversations each status has may have changed. */
  readonly areCountsStale: boolean;
}

export function empty(me: string): Conversations {
  const lists = { active: UNLOADED, closed: UNLOADED };
  return { me, byId: new Map(), lists, gone: new Map(), leaving: new Set() };
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
    ids: upToPage(known.byId, ordered(known, ids, status), page),
    next: page.next_cursor,
    isLoaded: true,
  };
  return { ...known, lists: { ...known.lists, [status]: list } };
}

/** Takes one conversation's fresh state in, unless a newer one is known. */
export function withConversation(state: Conversations, conversation: Conversation): Conversations {
  const known = remembering(state, [conversation]);
  return known === state ? state : placed(known, conversation.id);
}

/** The server knows of no such conversation. */
export function without(state: Conversations, id: string): Conversations {
  return goneFrom(state, id, state.gone.get(id) ?? away.missing(state.byId.get(id) ?? null));
}

/** This agent deletes it: it leaves the lists before the server has answered. */
export function leave(state: Conversations, id: string): Conversations {
  return placed({ ...state, leaving: new Set(state.leaving).add(id) }, id);
}

/** It was not deleted after all, and is back in its place. */
export function stay(state: Conversations, id: string): Conversations {
  return placed({ ...state, leaving: setWithout(state.leaving, id) }, id);
}

/** The server has deleted what was leaving, unless its frame was here first. */
export function left(
  state: Conversations,
  id: string,
  by: Person | null,
  at: string,
): Conversations {
  const was = state.byId.get(id);
  if (was === undefined || !state.leaving.has(id)) return state;
  return goneFrom(state, id, away.deletedBy(by, at, was));
}

function goneFrom(state: Conversations, id: string, gone: away.Gone): Conversations {
  const byId = new Map(state.byId);
  byId.delete(id);
  const { active, closed } = state.lists;
  return {
    ...state,
    byId,
    lists: { active: listWithout(active, id), closed: listWithout(closed, id) },
    gone: new Map(state.gone).set(id, gone),
    leaving: setWithout(state.leaving, id),
  };
}

/** What `frame` makes of the list. Frames about anything else than conversations change nothing. */
export function apply(state: Conversations, frame: AgentFrame): Outcome {
  const nothing: Outcome = { state, fetch: [], areCountsStale: false };
  if (!frame.type.startsWith('conversation.')) return nothing;
  if (frame.sequence <= versionOf(state, frame.subject)) return nothing;
  if (frame.type === 'conversation.restored.v1') {
    return { state: restored(state, frame.data), fetch: [], areCountsStale: true };
  }
  const known = state.byId.get(frame.subject);
  if (isGoing(frame) || state.gone.has(frame.subject)) return appliedToGone(state, frame);
  if (known === undefined) return appliedToUnknown(state, frame);
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

function isGoing({ type }: AgentFrame): boolean {
  return type === 'conversation.deleted.v1' || type === 'conversation.purged.v1';
}

function appliedToGone(state: Conversations, frame: AgentFrame): Outcome {
  const id = frame.subject;
  const before = state.gone.get(id) ?? away.missing(state.byId.get(id) ?? null);
  const gone = away.after(before, frame);
  if (gone === null) return { state, fetch: [id], areCountsStale: true };
  return { state: goneFrom(state, id, gone), fetch: [], areCountsStale: isGoing(frame) };
}

function restored(state: Conversations, { conversation, reads }: ConversationRestored) {
  const read_seq = reads[state.me] ?? 0;
  const unread = conversation.last_seq - read_seq;
  const agents_read_seq = Math.max(0, ...Object.values(reads));
  const back = { ...state, leaving: setWithout(state.leaving, conversation.id) };
  return withConversation(back, { ...conversation, read_seq, unread, agents_read_seq });
}

function started({ conversation }: ConversationStarted): Conversation {
  return { ...conversation, read_seq: 0, unread: conversation.last_seq, agents_read_seq: 0 };
}

/** How new what is known of a conversation is. */
function versionOf({ byId, gone }: Conversations, id: string): number {
  return byId.get(id)?.version ?? gone.get(id)?.version ?? -1;
}

/** Stores conversations that are newer than what is known; the same state when none is. */
function remembering(state: Conversations, conversations: readonly Conversation[]): Conversations {
  const newer = conversations.filter((one) => one.version > versionOf(state, one.id));
  if (newer.length === 0) return state;
  const byId = new Map(state.byId);
  const gone = new Map(state.gone);
  for (const conversation of newer) {
    byId.set(conversation.id, conversation);
    gone.delete(conversation.id);
  }
  return { ...state, byId, gone };
}

function ordered(state: Conversations, ids: readonly string[], status: Status): readonly string[] {
  return [...new Set(ids)]
    .flatMap((id) => state.byId.get(id) ?? [])
    .filter((one) => one.status === status && !state.leaving.has(one.id))
    .sort((one, other) => (isBefore(one, other) ? -1 : 1))
    .map((one) => one.id);
}

function setWithout(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return set.has(id) ? new Set([...set].filter((other) => other !== id)) : set;
}

/** Puts one conversation where its status and its last activity belong. */
function placed(state: Conversations, id: string): Conversations {
  const conversation = state.byId.get(id);
  if (conversation === undefined) return state;
  const lists = { ...state.lists };
  for (const status of STATUSES) {
    const belongs = status === conversation.status && !state.leaving.has(id);
    lists[status] = belongs
      ? listWith(state.byId, lists[status], conversation)
      : listWithout(lists[status], id);
  }
  return { ...state, lists };
}
