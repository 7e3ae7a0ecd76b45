/** The trash as signals: what is listed, and what keeps it fresh. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { AgentFrame, Trash as TrashPage } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import * as trash from '../../lib/trash';
import type { Requests } from '../requests';
import type { Deleting } from './deleting';

/** Rows a page; when read again as many as were there, up to `MOST_AGAIN`. */
const PAGE = 50;
const MOST_AGAIN = 200;
/** A burst of changes asks once; and the trash hears of a deletion no sooner than this page. */
const REFRESH_AFTER_MS = 500;

export interface TrashRoom {
  readonly state: ReadonlySignal<trash.Trash>;
  /** Why rows could not be loaded; null when they could. */
  readonly problem: ReadonlySignal<ProblemError | null>;
  /** Shows what matches, '' for everything. */
  show(q: string): Promise<void>;
  /** Loads the rows below. */
  more(): Promise<void>;
  /** Loads what is shown anew, a little later. */
  refresh(): void;
  /** As `refresh`, after frames may have been missed. */
  recover(): void;
  /** Returns once it is back among the chats. Throws a ProblemError. */
  restore(id: string): Promise<void>;
  /** Deletes for good. Throws a ProblemError. */
  purge(id: string): Promise<void>;
  apply(frame: AgentFrame): void;
}

export function createTrash(requests: Requests, deleting: Deleting): TrashRoom {
  const state = signal(trash.empty());
  const problem = signal<ProblemError | null>(null);
  let loadingMore: Promise<void> | null = null;
  let refreshTimer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with every load of the list, so that only the newest answer counts. */
  let latest = 0;

  async function firstPages(q: string, rows: number): Promise<TrashPage> {
    let page = await requests.trash(q, null, PAGE);
    while (page.next_cursor !== null && page.items.length < rows) {
      const below = await requests.trash(q, page.next_cursor, PAGE);
      page = { ...below, items: [...page.items, ...below.items] };
    }
    return page;
  }

  async function load(): Promise<void> {
    const mine = (latest += 1);
    const { q, items } = state.value;
    try {
      const page = await firstPages(q, Math.min(items.size, MOST_AGAIN));
      if (mine !== latest) return;
      state.value = trash.withFirstPages(state.value, page);
      problem.value = null;
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown);
    }
  }

  async function loadBelow(): Promise<void> {
    const mine = latest;
    const { q, next } = state.value;
    try {
      const page = await requests.trash(q, next, PAGE);
      if (mine !== latest) return;
      state.value = trash.withNextPage(state.value, page);
      problem.value = null;
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown);
    }
  }

  function refresh(): void {
    clearTimeout(refreshTimer);
    refreshTimer = setTimeout(() => {
      if (state.value.isLoaded || problem.value !== null) void load();
    }, REFRESH_AFTER_MS);
  }

  /** Says so at once, and takes it back where it fails: then the list may be out of date. */
  async function change(
    id: string,
    to: 'restoring' | 'purging',
    work: () => Promise<void>,
  ): Promise<void> {
    state.value = trash.withState(state.value, id, to);
    try {
      await work();
    } catch (thrown) {
      state.value = trash.withState(state.value, id, 'held');
      refresh();
      throw thrown;
    }
  }

  return {
    state,
    problem,
    async show(q) {
      if (q !== state.value.q) problem.value = null;
      state.value = trash.looking(state.value, q);
      await load();
    },
    more() {
      if (state.value.next === null) return Promise.resolve();
      loadingMore ??= loadBelow().finally(() => {
        loadingMore = null;
      });
      return loadingMore;
    },
    refresh,
    recover() {
      state.value = trash.afterLoss(state.value);
      refresh();
    },
    restore: (id) =>
      change(id, 'restoring', async () => {
        await deleting.restore(id);
        state.value = trash.withRestored(state.value, id);
      }),
    purge: (id) => change(id, 'purging', () => requests.purge(id)),
    apply(frame) {
      const outcome = trash.apply(state.value, frame);
      state.value = outcome.state;
      if (outcome.isStale) refresh();
    },
  };
}
