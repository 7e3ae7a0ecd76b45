/**
 * How a list is read: a page at a time as one nears its end, and again from its top, as many rows
 * as were there, when something changed.
 */
import type { Signal } from '@preact/signals';
import { asProblem, type ProblemError } from '../lib/problems';

/** Rows a page; when read again as many as were there, up to `MOST_AGAIN`. */
export const PAGE = 50;
const MOST_AGAIN = 200;

interface Paged {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
}

export interface ListingOptions<Page extends Paged> {
  /** One page of what is shown now. */
  fetch: (cursor: string | null) => Promise<Page>;
  known: () => { readonly rows: number; readonly next: string | null; readonly isLoaded: boolean };
  takeFirst: (page: Page) => void;
  takeNext: (page: Page) => void;
  /** Why rows could not be loaded; null when they could. */
  problem: Signal<ProblemError | null>;
  /** A burst of changes asks once, this much later. */
  refreshAfterMs: number;
}

export interface Listing {
  /** Reads what is shown now from its top. */
  load(): Promise<void>;
  /** Loads the rows below. */
  more(): Promise<void>;
  /** Loads what is shown anew, a little later. */
  refresh(): void;
}

export function createListing<Page extends Paged>(options: ListingOptions<Page>): Listing {
  const { fetch, known, takeFirst, takeNext, problem, refreshAfterMs } = options;
  let loadingMore: Promise<void> | null = null;
  let refreshTimer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with every load of the list, so that only the newest answer counts. */
  let latest = 0;

  async function firstPages(rows: number): Promise<Page> {
    let page = await fetch(null);
    while (page.next_cursor !== null && page.items.length < rows) {
      const below = await fetch(page.next_cursor);
      page = { ...below, items: [...page.items, ...below.items] };
    }
    return page;
  }

  /** An answer that a newer load overtook is no news. */
  async function settle(mine: number, asked: Promise<Page>, take: (page: Page) => void) {
    try {
      const page = await asked;
      if (mine !== latest) return;
      take(page);
      problem.value = null;
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown);
    }
  }

  function load(): Promise<void> {
    latest += 1;
    return settle(latest, firstPages(Math.min(known().rows, MOST_AGAIN)), takeFirst);
  }

  return {
    load,
    more() {
      const { next } = known();
      if (next === null) return Promise.resolve();
      loadingMore ??= settle(latest, fetch(next), takeNext).finally(() => {
        loadingMore = null;
      });
      return loadingMore;
    },
    refresh() {
      clearTimeout(refreshTimer);
      refreshTimer = setTimeout(() => {
        if (known().isLoaded || problem.value !== null) void load();
      }, refreshAfterMs);
    },
  };
}
