/**
 * One conversation's thread as a value, and its transitions: messages merged by id and ordered by
 * `seq`, and the client's own sends until the server has acknowledged them.
 */
import type { Attachment, Message } from './contracts';

/** A message of mine on its way. `held`: the reply guard asks first, `missed` is what it shows. */
export interface Pending {
  readonly clientId: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly createdAt: string;
  readonly state: 'sending' | 'failed' | 'held';
  /** The problem that stopped it, by its slug. */
  readonly reason: string | null;
  readonly missed: readonly Message[];
}

export interface Thread {
  readonly conversationId: string;
  /** Ascending `seq`, each at most once. Without holes unless `gap()` says so. */
  readonly messages: readonly Message[];
  /** In the order of sending; shown after `messages`. */
  readonly pending: readonly Pending[];
}

export function empty(conversationId: string): Thread {
  return { conversationId, messages: [], pending: [] };
}

export function lastSeq(thread: Thread): number {
  return thread.messages.at(-1)?.seq ?? 0;
}

/** Whether nothing older is on the server. */
export function reachesStart(thread: Thread): boolean {
  return thread.messages[0]?.seq === 1;
}

/** Takes messages in, from whatever source and as often as they come. */
export function merge(thread: Thread, messages: readonly Message[]): Thread {
  const fresh = unknownOf(thread, messages);
  const arrived = new Set(messages.map((message) => message.client_id));
  const pending = thread.pending.filter((mine) => !arrived.has(mine.clientId));
  if (fresh.length === 0 && pending.length === thread.pending.length) return thread;
  return { ...thread, messages: inOrder(thread.messages, fresh), pending };
}

function unknownOf(thread: Thread, messages: readonly Message[]): Message[] {
  const known = new Set(thread.messages.map((message) => message.id));
  const fresh = new Map<string, Message>();
  for (const message of messages) {
    const belongs = message.conversation_id === thread.conversationId;
    if (belongs && !known.has(message.id)) fresh.set(message.id, message);
  }
  return [...fresh.values()].sort((one, other) => one.seq - other.seq);
}

function inOrder(known: readonly Message[], fresh: readonly Message[]): readonly Message[] {
  const first = fresh[0];
  if (first === undefined) return known;
  const all = [...known, ...fresh];
  const isAppended = (known.at(-1)?.seq ?? 0) < first.seq;
  return isAppended ? all : all.sort((one, other) => one.seq - other.seq);
}

/**
 * After which `seq` messages are missing, given that the conversation has `newest` of them; null
 * when the loaded run reaches the newest. An empty thread misses everything: 0.
 */
export function gap(thread: Thread, newest: number): number | null {
  let reached = (thread.messages[0]?.seq ?? 1) - 1;
  for (const message of thread.messages) {
    if (message.seq !== reached + 1) return reached;
    reached = message.seq;
  }
  return reached < newest ? reached : null;
}

/** Adds a send, shown at once. */
export function sending(
  thread: Thread,
  mine: Pick<Pending, 'clientId' | 'text' | 'attachments' | 'createdAt'>,
): Thread {
  const pending: Pending = { ...mine, state: 'sending', reason: null, missed: [] };
  return { ...thread, pending: [...thread.pending, pending] };
}

function changed(thread: Thread, clientId: string, change: Partial<Pending>): Thread {
  const pending = thread.pending.map((mine) =>
    mine.clientId === clientId ? { ...mine, ...change } : mine,
  );
  return { ...thread, pending };
}

export function retried(thread: Thread, clientId: string): Thread {
  return changed(thread, clientId, { state: 'sending', reason: null, missed: [] });
}

export function failed(thread: Thread, clientId: string, reason: string): Thread {
  return changed(thread, clientId, { state: 'failed', reason });
}

/** The reply guard held it: `missed` are the colleagues' messages that came in between. */
export function held(thread: Thread, clientId: string, missed: readonly Message[]): Thread {
  return changed(thread, clientId, { state: 'held', reason: 'newer-reply', missed });
}

/** Takes a send back: discarded, or back to the composer for editing. */
export function discarded(thread: Thread, clientId: string): Thread {
  return { ...thread, pending: thread.pending.filter((mine) => mine.clientId !== clientId) };
}

/** Puts sends that an earlier page left unacknowledged back, unless they arrived after all. */
export function resumed(thread: Thread, unsent: readonly Pending[]): Thread {
  const known = new Set([
    ...thread.messages.map((message) => message.client_id),
    ...thread.pending.map((mine) => mine.clientId),
  ]);
  const lost = unsent
    .filter((mine) => !known.has(mine.clientId))
    .map((mine): Pending => ({ ...mine, state: 'failed', reason: mine.reason ?? 'interrupted' }));
  return lost.length === 0 ? thread : { ...thread, pending: [...thread.pending, ...lost] };
}

/** How far a message has come on the other side. */
export type Mark = 'sent' | 'delivered' | 'seen';

/** `seen` once the others' read mark reached it, `delivered` once it reached their screens. */
export function mark(message: Message, othersReadSeq: number, deliveredSeq = 0): Mark {
  if (message.seq <= othersReadSeq) return 'seen';
  return message.seq <= deliveredSeq ? 'delivered' : 'sent';
}

/**
 * Up to which message of `messages` (ascending) the other side has been there: all while they are
 * online, else what was sent until they were last seen; 0 for none.
 */
export function deliveredSeq(
  messages: readonly Message[],
  isOnline: boolean,
  lastSeenAt: string | null = null,
): number {
  if (isOnline) return messages.at(-1)?.seq ?? 0;
  if (lastSeenAt === null) return 0;
  const until = Date.parse(lastSeenAt);
  return messages.findLast((message) => Date.parse(message.sent_at) <= until)?.seq ?? 0;
}
