/** Puts the parts together: what the visitor may do, and what follows from what comes in. */
import { createApi } from '../lib/api';
import type {
  Attachment,
  Messages,
  TranscriptWanted,
  VisitorConversation,
  WidgetConfig,
} from '../lib/contracts';
import { asProblem, type ProblemError } from '../lib/problems';
import * as threads from '../lib/thread';
import type { Transport } from '../lib/transport';
import type { Kept, ToFrame } from '../loader/protocol';
import { CONVERSATION, createConnection, MESSAGES } from './connection';
import { newer } from './conversation';
import { createFiles } from './files';
import { type FirstMessage, isAddress, type Mistakes, mistakes, untranscribed } from './form';
import type { Host } from './host';
import { newMessages, type Words } from './languages';
import { createTyping, keepAsking } from './presence';
import { CLOSED, createSending } from './sending';
import {
  ended,
  type Ending,
  INITIAL,
  kept,
  readable,
  restored,
  type State,
  unfetched,
  unread,
} from './state';
import { createStore } from './store';

const OLDER_PAGE = 50;
const SETTLING_MS = 300;
const UNAUTHENTICATED = 4401;

/** What the visitor may do. */
export interface Chat {
  /** Sends a first message, unless something is wrong with it: what, is the answer. */
  start(first: FirstMessage): Mistakes;
  post(text: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  type(text: string): void;
  attach(files: Iterable<File>): void;
  detach(uploadId: string): void;
  retryUpload(uploadId: string): void;
  download(attachment: Attachment): Promise<void>;
  older(): Promise<void>;
  show(part: Shown): void;
  close(): Promise<void>;
  /** Has the closed conversation mailed. */
  transcribe(email: string): Promise<void>;
  startAnew(): void;
  reload(): void;
  hide(): void;
}

/** What only concerns what is seen. */
type Shown = Partial<Pick<State, 'isAtEnd' | 'isAsking' | 'isDropping'>>;

export interface ChatOptions {
  readonly key: string;
  readonly host: Host;
  readonly words: Words;
  readonly transport: Transport;
  readonly onChange: (state: State) => void;
}

export function createChat({ key, host, words, transport, onChange }: ChatOptions): Chat {
  const store = createStore<State>(INITIAL, changed);
  const api = createApi({
    headers: (): Record<string, string> => {
      const { token } = store.get();
      return token === null ? {} : { authorization: `Bearer ${token}` };
    },
  });
  const files = createFiles(api, store);
  const sending = createSending({ api, store, key, onOpened, onProblem });
  const connection = createConnection({
    api,
    store,
    transport,
    onProblem,
    onRefused: (code) => (code === UNAUTHENTICATED ? end('expired') : switched(false)),
    onSwitched: switched,
    onCaughtUp() {
      sending.resume();
      settle();
      void configure();
    },
  });
  const typing = createTyping(connection.say);
  let isGreeted = false;
  let keptBefore = '';
  let isMarking = false;
  const fetching = new Set<string>();
  let unreadBefore = -1;

  function changed(state: State): void {
    onChange(state);
    keep(state);
    const count = unread(state);
    if (count !== unreadBefore) host.showUnread({ count, label: newMessages(words, count) });
    unreadBefore = count;
    void markRead();
    fetchPictures(state);
  }

  function fetchPictures(state: State): void {
    for (const picture of unfetched(state)) {
      if (!fetching.has(picture.id)) void files.fetch(picture);
      fetching.add(picture.id);
    }
  }

  /** Not before the host has said what was kept before. */
  function keep(state: State): void {
    const now = kept(state);
    const text = JSON.stringify(now);
    if (isGreeted && text !== keptBefore) host.keep(now);
    keptBefore = text;
  }

  async function markRead(): Promise<void> {
    const seq = readable(store.get());
    if (seq === null || document.visibilityState !== 'visible' || isMarking) return;
    isMarking = true;
    try {
      take(await api.send<VisitorConversation>('POST', `${CONVERSATION}/read`, { seq }));
    } catch {
      // The next change, or the next look, marks it.
    } finally {
      isMarking = false;
    }
  }

  /** What comes from now on is news; a moment later, so that nobody reads the old aloud. */
  function settle(): void {
    setTimeout(() => store.set({ isCatchingUp: false }), SETTLING_MS);
  }

  function take(fresh: VisitorConversation): void {
    store.update((state) => ({ ...state, conversation: newer(state.conversation, fresh) }));
  }

  /** The connection to what is gone stays: it tells when it is back. */
  function end(why: Ending): void {
    if (why === 'expired') connection.stop();
    store.update((state) => ended(state, why));
  }

  function onOpened(): void {
    settle();
    connection.start();
    void files.release(() => sending.post(''));
  }

  /** What a problem says about the conversation, or about live chat as a whole. */
  function onProblem(problem: ProblemError): void {
    if (problem.status === 401) end('expired');
    else if (problem.status === 402 || problem.slug === 'live-chat-off') switched(false);
    else if (problem.slug === CLOSED) connection.refresh();
    else if (problem.status === 404) end('gone');
    else store.set({ hasFailed: true });
  }

  /** Back from away all is fetched anew: what was asked meanwhile has been refused. */
  function switched(isEnabled: boolean): void {
    const { isAway, token } = store.get();
    store.set({ isAway: !isEnabled });
    if (isEnabled && isAway && token) connection.start();
  }

  async function configure(): Promise<void> {
    try {
      const config = await api.get<WidgetConfig>(`/widget/v1/${key}/config`);
      store.set({ config, hasFailed: false, areAgentsOnline: config.are_agents_online });
      switched(config.enabled);
    } catch (thrown) {
      onProblem(asProblem(thrown));
    }
  }

  function greet(from: Kept | null, isOpen: boolean): void {
    isGreeted = true;
    store.set({ isOpen });
    if (from === null) return;
    const now = new Date().toISOString();
    store.update((state) => restored({ ...state, unsentElsewhere: from.unsent }, from, now));
    if (store.get().token !== null) connection.start();
    else sending.resume();
  }

  /** Another tab of the site went on; what is open here stays. */
  function follow(from: Kept | null): void {
    const { token, starting, conversation } = store.get();
    if (from === null || starting !== null) return;
    const isFree = conversation?.status !== 'active';
    if (isFree && from.token !== null && from.token !== token) {
      const { visitor } = from;
      const anew = { conversation: null, thread: null, isAnew: false, ending: null };
      store.set({ token: from.token, visitor, ...anew, transcript: null });
      connection.start();
    }
    store.update((state) => {
      const mine = new Set(state.thread?.pending.map((pending) => pending.clientId));
      const others = from.unsent.filter((pending) => !mine.has(pending.clientId));
      return { ...state, unsentElsewhere: others };
    });
  }

  function hear(message: ToFrame): void {
    if (message.parley === 'hello') greet(message.kept, message.isOpen);
    else if (message.parley === 'kept') follow(message.kept);
    else {
      store.set({ isOpen: message.parley === 'opened' });
      if (message.parley === 'opened' && store.get().isAway) void configure();
    }
  }

  host.ready(hear);
  void configure();
  keepAsking(store, configure);
  document.addEventListener('visibilitychange', () => void markRead());
  addEventListener('online', () => sending.resume());

  return {
    ...sending,
    start(first) {
      const found = mistakes(first);
      store.set({ mistakes: found });
      if (Object.keys(found).length === 0) {
        sending.start(first);
        typing('');
      }
      return found;
    },
    type(draft) {
      store.set({ draft });
      typing(draft);
    },
    post(text) {
      sending.post(text);
      typing('');
    },
    attach: files.add,
    detach: files.remove,
    retryUpload: files.retry,
    download: files.download,
    async older() {
      const first = store.get().thread?.messages[0];
      if (first === undefined) return;
      const { items } = await api.get<Messages>(MESSAGES, {
        before_seq: first.seq,
        limit: OLDER_PAGE,
      });
      store.set({ isCatchingUp: true });
      store.update((state) => ({
        ...state,
        thread: state.thread && threads.merge(state.thread, items),
      }));
      settle();
    },
    show: store.set,
    async close() {
      try {
        take(await api.send<VisitorConversation>('POST', `${CONVERSATION}/close`));
      } catch (thrown) {
        onProblem(asProblem(thrown));
      }
    },
    async transcribe(email) {
      if (store.get().transcript === 'sending') return;
      store.set({ transcript: isAddress(email) ? 'sending' : 'wrong' });
      if (!isAddress(email)) return;
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const wanted: TranscriptWanted = { email: email.trim(), time_zone };
      try {
        await api.send('POST', `${CONVERSATION}/transcript`, wanted);
        store.set({ transcript: 'sent' });
      } catch (thrown) {
        store.set({ transcript: untranscribed(asProblem(thrown)) });
      }
    },
    startAnew: () => store.set({ isAnew: true, uploads: [], mistakes: {}, ending: null }),
    reload() {
      store.set({ hasFailed: false });
      void configure();
      if (store.get().token !== null) connection.start();
    },
    hide: host.hide,
  };
}
