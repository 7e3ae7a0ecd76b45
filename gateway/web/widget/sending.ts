/**
 * Sends what the visitor wrote, one message after the other, until the server has acknowledged it.
 * Every send has one client id for ever, so that asking again changes nothing.
 */
import type { Api } from '../lib/api';
import type {
  Message,
  OpenedConversation,
  PostVisitorMessage,
  StartConversation,
} from '../lib/contracts';
import { newClientId } from '../lib/ids';
import { backoffMs } from '../lib/live';
import { asProblem, type ProblemError } from '../lib/problems';
import * as threads from '../lib/thread';
import { MESSAGES } from './connection';
import { type FirstMessage, refused } from './form';
import type { Starting, State } from './state';
import type { Store } from './store';
import { attachments } from './uploads';

const TRIES = 3;
const TOO_MANY_REQUESTS = 429;
export const CLOSED = 'conversation-closed';

export interface Sending {
  /** Sends the first message of a conversation. */
  start(first: FirstMessage): void;
  /** Sends what is in the composer. */
  post(text: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Tries everything again that failed for want of a connection. */
  resume(): void;
}

export interface SendingOptions {
  readonly api: Api;
  readonly store: Store<State>;
  readonly key: string;
  readonly onOpened: () => void;
  /** A problem that is about more than this message. */
  readonly onProblem: (problem: ProblemError) => void;
}

/** Tries a few times while the connection is to blame. */
async function persistently<T>(request: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await request();
  } catch (thrown) {
    const problem = asProblem(thrown);
    const isHopeless = !problem.isTransient || problem.status === TOO_MANY_REQUESTS;
    if (isHopeless || attempt >= TRIES) throw problem;
    await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt, 1)));
    return persistently(request, attempt + 1);
  }
}

/** What the new conversation makes of the state. */
export function opened(state: State, { conversation, message, token }: OpenedConversation): State {
  return {
    ...state,
    token,
    conversation,
    thread: threads.merge(threads.empty(conversation.id), [message]),
    starting: null,
    ending: null,
    isAnew: false,
    transcript: null,
  };
}

/** What a refused first message makes of the state: back to the form, with the text. */
export function unopened(state: State, problem: ProblemError): State {
  const { starting } = state;
  if (starting === null) return state;
  if (problem.isTransient) {
    return { ...state, starting: { ...starting, state: 'failed', reason: problem.slug } };
  }
  return { ...state, starting: null, draft: starting.text, mistakes: refused(problem) };
}

/** What a message that was not taken makes of the state: a closed conversation gives it back. */
export function unposted(state: State, clientId: string, problem: ProblemError): State {
  const { thread, draft } = state;
  const mine = thread?.pending.find((pending) => pending.clientId === clientId);
  if (thread === null || mine === undefined) return state;
  if (problem.slug !== CLOSED) {
    return { ...state, thread: threads.failed(thread, clientId, problem.slug) };
  }
  const text = [mine.text, draft].filter(Boolean).join('\n');
  return { ...state, thread: threads.discarded(thread, clientId), draft: text };
}

export function createSending({ api, store, key, onOpened, onProblem }: SendingOptions): Sending {
  let isPosting = false;

  function changeThread(change: (thread: threads.Thread) => threads.Thread): void {
    store.update((state) => ({ ...state, thread: state.thread && change(state.thread) }));
  }

  async function open({ clientId, name, email, text }: Starting): Promise<void> {
    const body: StartConversation = { client_id: clientId, name, email, text };
    const path = `/widget/v1/${key}/conversations`;
    try {
      const answer = await persistently(() => api.send<OpenedConversation>('POST', path, body));
      store.update((state) => opened(state, answer));
      onOpened();
    } catch (thrown) {
      const problem = asProblem(thrown);
      store.update((state) => unopened(state, problem));
      onProblem(problem);
    }
  }

  async function postAll(): Promise<void> {
    if (isPosting) return;
    isPosting = true;
    for (let next = first(); next !== undefined; next = first()) await postOne(next);
    isPosting = false;
  }

  function first(): threads.Pending | undefined {
    return store.get().thread?.pending.find((pending) => pending.state === 'sending');
  }

  async function postOne({ clientId, text, attachments }: threads.Pending): Promise<void> {
    const attachment_ids = attachments.map((attachment) => attachment.id);
    const body: PostVisitorMessage = { client_id: clientId, text, attachment_ids };
    try {
      const message = await persistently(() => api.send<Message>('POST', MESSAGES, body));
      changeThread((thread) => threads.merge(thread, [message]));
    } catch (thrown) {
      const problem = asProblem(thrown);
      store.update((state) => unposted(state, clientId, problem));
      onProblem(problem);
    }
  }

  function begin(starting: Starting): void {
    store.set({ starting });
    void open(starting);
  }

  return {
    start({ name, email, text }) {
      const visitor = { name: name.trim(), email: email.trim() };
      store.set({ visitor, draft: '', mistakes: {} });
      const createdAt = new Date().toISOString();
      const mine = { ...visitor, text: text.trim(), clientId: newClientId(), createdAt };
      begin({ ...mine, state: 'sending', reason: null });
    },
    post(text) {
      const mine = {
        clientId: newClientId(),
        text,
        attachments: attachments(store.get().uploads),
        createdAt: new Date().toISOString(),
      };
      changeThread((thread) => threads.sending(thread, mine));
      store.set({ draft: '', uploads: [] });
      void postAll();
    },
    retry(clientId) {
      const { starting } = store.get();
      if (starting?.clientId === clientId) begin({ ...starting, state: 'sending', reason: null });
      changeThread((thread) => threads.retried(thread, clientId));
      void postAll();
    },
    discard: (clientId) => changeThread((thread) => threads.discarded(thread, clientId)),
    resume() {
      const { starting, thread } = store.get();
      if (starting) begin({ ...starting, state: 'sending', reason: null });
      const failed = thread?.pending.filter(isInterrupted) ?? [];
      for (const { clientId } of failed) {
        changeThread((known) => threads.retried(known, clientId));
      }
      void postAll();
    },
  };
}

const INTERRUPTIONS: readonly (string | null)[] = ['offline', 'timeout', 'interrupted'];

function isInterrupted({ state, reason }: threads.Pending): boolean {
  return state === 'failed' && INTERRUPTIONS.includes(reason);
}
