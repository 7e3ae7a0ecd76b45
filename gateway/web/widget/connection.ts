/**
 * Keeps the visitor's conversation true to the server's, by the one recovery path: `ready`, then a
 * snapshot, then frames.
 */
import type { Api } from '../lib/api';
import type { Message, Messages, VisitorConversation, VisitorFrame } from '../lib/contracts';
import { createLive, pokeOnWake } from '../lib/live';
import type { ProblemError } from '../lib/problems';
import { createRecovery } from '../lib/recovery';
import * as threads from '../lib/thread';
import type { Transport } from '../lib/transport';
import * as conversations from './conversation';
import { isPresence, withoutAuthor, withPresence } from './presence';
import type { State } from './state';
import type { Store } from './store';

export const CONVERSATION = '/widget/v1/conversation';
export const MESSAGES = `${CONVERSATION}/messages`;

/** Messages that one request brings after a loss. */
const PAGE = 200;

export interface Snapshot {
  readonly conversation: VisitorConversation;
  readonly messages: readonly Message[];
}

export interface Connection {
  start(): void;
  stop(): void;
  /** Says something that may get lost. */
  say(frame: { type: string }): void;
  /** Fetches all anew, as after a loss. */
  refresh(): void;
}

export interface ConnectionOptions {
  readonly api: Api;
  readonly store: Store<State>;
  readonly transport: Transport;
  /** The server told what it thinks of this conversation, or of live chat. */
  readonly onProblem: (problem: ProblemError) => void;
  readonly onRefused: (code: number | null) => void;
  readonly onSwitched: (isEnabled: boolean) => void;
  readonly onCaughtUp: () => void;
}

async function snapshot(
  api: Api,
  known: threads.Thread | null,
  signal: AbortSignal,
): Promise<Snapshot> {
  const conversation = await api.get<VisitorConversation>(CONVERSATION, {}, signal);
  const isKnown = known?.conversationId === conversation.id && known.messages.length > 0;
  if (!isKnown) {
    const newest = await api.get<Messages>(MESSAGES, {}, signal);
    return { conversation, messages: newest.items };
  }
  return { conversation, messages: await missing(api, known, conversation.last_seq, signal) };
}

async function missing(
  api: Api,
  known: threads.Thread,
  newest: number,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const after = threads.gap(known, newest);
  if (after === null) return [];
  const { items } = await api.get<Messages>(MESSAGES, { after_seq: after, limit: PAGE }, signal);
  if (items.length === 0) return [];
  return [...items, ...(await missing(api, threads.merge(known, items), newest, signal))];
}

/** What a snapshot makes of the state: sends that an earlier page left are put back. */
export function withSnapshot(state: State, { conversation, messages }: Snapshot): State {
  const known =
    state.thread?.conversationId === conversation.id
      ? state.thread
      : threads.empty(conversation.id);
  const thread = threads.resumed(threads.merge(known, messages), state.unsentElsewhere);
  return {
    ...state,
    conversation: conversations.newer(state.conversation, conversation),
    thread,
    unsentElsewhere: [],
    ending: null,
    hasFailed: false,
    isAway: false,
  };
}

/** What a frame makes of the state; `STALE` when only a snapshot can tell. */
export function withFrame(
  state: State,
  frame: conversations.ConversationFrame,
): State | typeof conversations.STALE {
  if (state.conversation === null || state.thread === null) return state;
  const conversation = conversations.apply(state.conversation, frame);
  if (conversation === conversations.STALE) return conversations.STALE;
  const isMessage = frame.type === 'conversation.message_sent.v1';
  const thread = isMessage ? threads.merge(state.thread, [frame.data.message]) : state.thread;
  const typing = isMessage
    ? withoutAuthor(state.typing, frame.data.message.author.id)
    : state.typing;
  return { ...state, conversation, thread, typing };
}

export function createConnection(options: ConnectionOptions): Connection {
  const { api, store, transport, onProblem, onRefused, onSwitched, onCaughtUp } = options;
  let stopPoking = () => {};

  const recovery = createRecovery<Snapshot, conversations.ConversationFrame>({
    fetch: (signal) => snapshot(api, store.get().thread, signal),
    restore(fresh) {
      store.update((state) => withSnapshot(state, fresh));
      onCaughtUp();
    },
    apply(frame) {
      const next = withFrame(store.get(), frame);
      if (next === conversations.STALE) recovery.ready();
      else store.set(next);
    },
    onProblem,
  });

  const live = createLive<VisitorFrame>({
    transport,
    token: () => store.get().token,
    onReady: recovery.ready,
    onFrame(frame) {
      if (isPresence(frame)) store.update((state) => withPresence(state, frame));
      else if (conversations.isAboutConversation(frame)) {
        // What was gone is back: there is no snapshot yet that a frame could be applied to.
        if (store.get().ending) recovery.ready();
        else recovery.frame(frame);
      } else if (frame.type === 'workspace.changed.v1') onSwitched(frame.data.enabled);
    },
    onState(connection, code) {
      store.set({ connection });
      if (connection !== 'live') {
        recovery.lost();
        store.set({ typing: [] });
      }
      if (connection === 'refused') onRefused(code);
    },
  });

  function stop(): void {
    stopPoking();
    live.stop();
    recovery.lost();
  }

  return {
    start() {
      stop();
      live.start();
      stopPoking = pokeOnWake(live);
    },
    stop,
    say: live.send,
    refresh: recovery.ready,
  };
}
