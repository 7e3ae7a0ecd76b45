/** The trash as signals: what is listed, and what keeps it fresh. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { AgentFrame } from '../../lib/contracts';
import type { ProblemError } from '../../lib/problems';
import * as trash from '../../lib/trash';
import { createListing, PAGE } from '../listing';
import type { Requests } from '../requests';
import type { Deleting } from './deleting';

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
  const { load, more, refresh } = createListing({
    fetch: (cursor) => requests.trash(state.value.q, cursor, PAGE),
    known: () => ({ ...state.value, rows: state.value.items.size }),
    takeFirst: (page) => (state.value = trash.withFirstPages(state.value, page)),
    takeNext: (page) => (state.value = trash.withNextPage(state.value, page)),
    problem,
    refreshAfterMs: REFRESH_AFTER_MS,
  });

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
    more,
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
