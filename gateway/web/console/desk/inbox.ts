/** The conversations of the workspace as signals: lists, counts, and what keeps them fresh. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type {
  AgentFrame,
  Conversation,
  Counts,
  PageConversation,
  Person,
} from '../../lib/contracts';
import type { Conversations, Status } from '../../lib/conversations';
import * as conversations from '../../lib/conversations';
import { asProblem, isAbort, type ProblemError } from '../../lib/problems';
import type { Requests } from '../requests';

/** Rows a page: the first fills a tall screen, later ones are what the server gives at most. */
const FIRST_PAGE = 40;
const NEXT_PAGE = 100;
/** After a reconnection this many loaded rows are kept, the rest is loaded on scrolling again. */
const KEPT_PAGES = 5;
const COUNTS_AFTER_MS = 200;

export interface Snapshot {
  readonly pages: Partial<Record<Status, PageConversation>>;
  readonly counts: Counts;
}

export interface Inbox {
  readonly state: ReadonlySignal<Conversations>;
  readonly counts: ReadonlySignal<Counts | null>;
  /** Why rows could not be loaded; null when they could. */
  readonly problem: ReadonlySignal<ProblemError | null>;
  /** What the lists show now, anew from the server. */
  snapshot(shown: Status, signal: AbortSignal): Promise<Snapshot>;
  restore(snapshot: Snapshot): void;
  failed(problem: ProblemError): void;
  apply(frame: AgentFrame): void;
  /** Loads the first rows of a filter, if they are not there. */
  show(status: Status): Promise<void>;
  /** Loads the rows below. */
  more(status: Status): Promise<void>;
  /** Takes in what an answer said about a conversation. */
  take(conversation: Conversation): void;
  /** Takes in conversations that were found elsewhere than in the lists. */
  remember(found: readonly Conversation[]): void;
  /** Takes a conversation off the lists while the server deletes it. */
  leave(id: string): void;
  /** It was not deleted. */
  stay(id: string): void;
  /** `by` has deleted it. */
  left(id: string, by: Person | null): void;
  /** Fetches one conversation; null when there is none. Throws a ProblemError. */
  refresh(id: string): Promise<Conversation | null>;
}

export function createInbox(requests: Requests, me: string): Inbox {
  const state = signal(conversations.empty(me));
  const counts = signal<Counts | null>(null);
  const problem = signal<ProblemError | null>(null);
  const loading = new Map<Status, Promise<void>>();
  const refreshing = new Map<string, Promise<Conversation | null>>();
  let areCountsDue = false;
  let countsFree: Promise<void> = Promise.resolve();

  async function firstPages(status: Status, signal: AbortSignal): Promise<PageConversation> {
    const loaded = state.value.lists[status].ids.length;
    const limit = loaded > FIRST_PAGE ? NEXT_PAGE : FIRST_PAGE;
    let page = await requests.conversations(status, null, limit, signal);
    for (let pages = 1; pages < KEPT_PAGES; pages += 1) {
      if (page.next_cursor === null || page.items.length >= loaded) break;
      const below = await requests.conversations(status, page.next_cursor, limit, signal);
      page = { items: [...page.items, ...below.items], next_cursor: below.next_cursor };
    }
    return page;
  }

  async function load(status: Status, limit: number): Promise<void> {
    try {
      const { next } = state.value.lists[status];
      const page = await requests.conversations(status, next, limit);
      state.value = conversations.withPage(state.value, status, page);
      problem.value = null;
    } catch (thrown) {
      problem.value = asProblem(thrown);
    }
  }

  /** One load per filter at a time. */
  function loadOnce(status: Status, limit: number): Promise<void> {
    const running = loading.get(status);
    if (running !== undefined) return running;
    const started = load(status, limit).finally(() => loading.delete(status));
    loading.set(status, started);
    return started;
  }

  /** A little later, so that a burst of changes asks once; the last answer wins. */
  async function refreshCounts(): Promise<void> {
    if (areCountsDue) return;
    areCountsDue = true;
    await countsFree;
    countsFree = new Promise((free) => {
      setTimeout(() => {
        areCountsDue = false;
        fetchCounts().finally(free);
      }, COUNTS_AFTER_MS);
    });
  }

  async function fetchCounts(): Promise<void> {
    try {
      counts.value = await requests.counts();
    } catch {
      // The next change, or the next recovery, asks again.
    }
  }

  async function fetchOne(id: string): Promise<Conversation | null> {
    const before = state.value.byId.get(id);
    try {
      const conversation = await requests.conversation(id);
      state.value = conversations.withConversation(state.value, conversation);
      return state.value.byId.get(id) ?? conversation;
    } catch (thrown) {
      if (asProblem(thrown).status !== 404) throw thrown;
      // It may have come back while the answer was on its way.
      const now = state.value.byId.get(id);
      if (now !== before) return now ?? null;
      state.value = conversations.without(state.value, id);
      return null;
    }
  }

  /** After the request under way, if any: that one may be older than what made one ask. */
  function refresh(id: string): Promise<Conversation | null> {
    const before = refreshing.get(id) ?? Promise.resolve(null);
    const started = before.catch(() => null).then(() => fetchOne(id));
    refreshing.set(id, started);
    const forget = () => {
      if (refreshing.get(id) === started) refreshing.delete(id);
    };
    started.then(forget, forget);
    return started;
  }

  return {
    state,
    counts,
    problem,
    async snapshot(shown, signal) {
      const { lists } = state.value;
      const wanted = conversations.STATUSES.filter(
        (status) => status === shown || lists[status].isLoaded,
      );
      const [fresh, ...pages] = await Promise.all([
        requests.counts(signal),
        ...wanted.map((status) => firstPages(status, signal)),
      ]);
      return {
        counts: fresh,
        pages: Object.fromEntries(wanted.map((status, index) => [status, pages[index]])),
      };
    },
    restore(snapshot) {
      state.value = conversations.withSnapshot(state.value, snapshot.pages);
      counts.value = snapshot.counts;
      problem.value = null;
    },
    failed(reason) {
      if (!isAbort(reason)) problem.value = reason;
    },
    apply(frame) {
      const outcome = conversations.apply(state.value, frame);
      state.value = outcome.state;
      for (const id of outcome.fetch) refresh(id).catch(() => undefined);
      if (outcome.areCountsStale || outcome.fetch.length > 0) void refreshCounts();
    },
    show: (status) =>
      state.value.lists[status].isLoaded ? Promise.resolve() : loadOnce(status, FIRST_PAGE),
    more: (status) =>
      state.value.lists[status].next === null ? Promise.resolve() : loadOnce(status, NEXT_PAGE),
    take(conversation) {
      const before = state.value.byId.get(conversation.id)?.status;
      state.value = conversations.withConversation(state.value, conversation);
      if (before !== conversation.status) void refreshCounts();
    },
    leave(id) {
      const status = state.value.byId.get(id)?.status;
      state.value = conversations.leave(state.value, id);
      if (status === undefined || counts.value === null) return;
      counts.value = { ...counts.value, [status]: Math.max(0, counts.value[status] - 1) };
    },
    stay(id) {
      state.value = conversations.stay(state.value, id);
      void refreshCounts();
    },
    left(id, by) {
      state.value = conversations.left(state.value, id, by, new Date().toISOString());
      void refreshCounts();
    },
    remember(found) {
      state.value = found.reduce(conversations.withConversation, state.value);
    },
    refresh,
  };
}
