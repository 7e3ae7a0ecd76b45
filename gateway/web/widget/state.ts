/** All that the frame knows, as one value, and what follows from it. */
import type { Attachment, Person, VisitorConversation, WidgetConfig } from '../lib/contracts';
import type { LiveState } from '../lib/live';
import { lastSeq, type Pending, type Thread } from '../lib/thread';
import type { Kept, UnsentStart, Visitor } from '../loader/protocol';
import type { Mistakes, Untranscribed } from './form';
import type { Uploads } from './uploads';

/** Why an earlier conversation cannot go on; one that is `gone` may come back. */
export type Ending = 'expired' | 'gone';

/** A first message on its way. */
export interface Starting extends UnsentStart {
  readonly state: 'sending' | 'failed';
  readonly createdAt: string;
  /** The problem that stopped it, by its slug. */
  readonly reason: string | null;
}

export interface State {
  /** Null until it has been fetched. */
  readonly config: WidgetConfig | null;
  /** Neither the configuration nor the conversation could be fetched. */
  readonly hasFailed: boolean;
  /** Whether live chat is switched off, or not in the plan (any more). */
  readonly isAway: boolean;
  /** Whether any agent would answer now; null where that is not known. */
  readonly areAgentsOnline: boolean | null;
  /** The agents who are typing. */
  readonly typing: readonly Person[];
  /** Whether the visitor sees the panel. */
  readonly isOpen: boolean;
  readonly connection: LiveState;
  readonly token: string | null;
  readonly visitor: Visitor;
  readonly starting: Starting | null;
  readonly conversation: VisitorConversation | null;
  readonly thread: Thread | null;
  /** Messages from before are being shown, which is no news. */
  readonly isCatchingUp: boolean;
  readonly draft: string;
  readonly uploads: Uploads;
  readonly ending: Ending | null;
  readonly mistakes: Mistakes;
  /** How far the transcript is that the visitor asked for, or why it does not go. */
  readonly transcript: 'sending' | 'sent' | Untranscribed | null;
  /** The visitor turned from a closed conversation to a new one. */
  readonly isAnew: boolean;
  /** Sends that other tabs of the site have under way. */
  readonly unsentElsewhere: readonly Pending[];
  /** Where this page has fetched pictures to, by their ids; null where one could not be. */
  readonly addresses: Readonly<Record<string, string | null>>;
  /** Whether the newest message is in sight. */
  readonly isAtEnd: boolean;
  /** Whether to close the conversation is being asked. */
  readonly isAsking: boolean;
  /** Files are being dragged over the frame. */
  readonly isDropping: boolean;
}

export const INITIAL: State = {
  config: null,
  hasFailed: false,
  isAway: false,
  areAgentsOnline: null,
  typing: [],
  isOpen: false,
  connection: 'connecting',
  token: null,
  visitor: { name: '', email: '' },
  starting: null,
  conversation: null,
  thread: null,
  isCatchingUp: true,
  draft: '',
  uploads: [],
  ending: null,
  mistakes: {},
  transcript: null,
  isAnew: false,
  unsentElsewhere: [],
  addresses: {},
  isAtEnd: true,
  isAsking: false,
  isDropping: false,
};

export type Screen = 'loading' | 'failed' | 'away' | 'welcome' | 'thread' | 'ended';

export function screen(state: State): Screen {
  if (state.starting !== null) return 'thread';
  if (state.token !== null && !state.isAnew) {
    if (state.thread !== null && state.conversation !== null) return 'thread';
    if (state.isAway) return 'away';
    if (state.ending !== null) return 'ended';
    return state.hasFailed ? 'failed' : 'loading';
  }
  if (state.config === null) return state.hasFailed ? 'failed' : 'loading';
  return state.isAway ? 'away' : 'welcome';
}

/** Whether the visitor may write into the thread. */
export function canWrite(state: State): boolean {
  return state.starting === null && state.conversation?.status === 'active' && !state.isAway;
}

/** Whether it is to be said that nobody is there now. */
export function isUnattended(state: State): boolean {
  return state.areAgentsOnline === false && !state.isAway;
}

/** Who answers, when someone has. */
export function responder(state: State): Person | null {
  return state.starting === null && !state.isAnew
    ? (state.conversation?.last_responder ?? null)
    : null;
}

/** The visitor's own messages that the server has not acknowledged, the first of all included. */
export function pending({ starting, thread }: State): readonly Pending[] {
  return starting ? [{ ...starting, attachments: [], missed: [] }] : (thread?.pending ?? []);
}

export function isPicture({ content_type }: Attachment): boolean {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(content_type);
}

/** Pictures of the thread that nobody has tried to fetch yet. */
export function unfetched({ thread, addresses }: State): readonly Attachment[] {
  const all = thread?.messages.flatMap((message) => message.attachments) ?? [];
  return all.filter((attachment) => isPicture(attachment) && !(attachment.id in addresses));
}

/** How many messages wait for the visitor. */
export function unread(state: State): number {
  return state.conversation?.unread ?? 0;
}

/** The newest message that the visitor sees and has not been counted as read; null when none. */
export function readable(state: State): number | null {
  const { conversation, thread, isOpen, isAtEnd } = state;
  if (!isOpen || !isAtEnd || conversation === null || thread === null || screen(state) !== 'thread')
    return null;
  const seen = lastSeq(thread);
  return seen > conversation.read_seq ? seen : null;
}

/** What the browser is to keep; null, nothing, before the first message. */
export function kept(state: State): Kept | null {
  const { token, starting, conversation, thread, visitor, draft } = state;
  if (token === null && starting === null) return null;
  return {
    live: token !== null && state.ending === null && conversation?.status !== 'closed',
    token,
    visitor,
    draft,
    start: starting && {
      clientId: starting.clientId,
      name: starting.name,
      email: starting.email,
      text: starting.text,
    },
    unsent: [...(thread?.pending ?? []), ...state.unsentElsewhere],
  };
}

/** Puts back what an earlier page kept. */
export function restored(state: State, from: Kept, now: string): State {
  return {
    ...state,
    token: from.token,
    visitor: from.visitor,
    draft: from.draft,
    starting: from.start && { ...from.start, state: 'sending', createdAt: now, reason: null },
  };
}

/**
 * Forgets a conversation that cannot go on; what was typed or not sent becomes the draft. A
 * conversation that is gone keeps its token, by which it would come back.
 */
export function ended(state: State, ending: Ending): State {
  const unsent = (state.thread?.pending ?? []).map((pending) => pending.text);
  return {
    ...state,
    token: ending === 'gone' ? state.token : null,
    conversation: null,
    thread: null,
    isCatchingUp: true,
    uploads: state.isAnew ? state.uploads : [],
    unsentElsewhere: [],
    draft: [...unsent, state.draft].filter(Boolean).join('\n'),
    ending,
  };
}
