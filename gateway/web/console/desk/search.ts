/** Finding conversations, of every status, by their customers and by what was written in them. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { asProblem, isAbort, type ProblemError } from '../../lib/problems';
import type { Requests } from '../requests';
import type { Inbox } from './inbox';

/** A pause in typing after which one wants to see something. */
const AFTER_MS = 250;

export interface Found {
  readonly query: string;
  readonly phase: 'loading' | 'ready' | 'failed';
  /** The conversations themselves are the inbox's. Newest activity first. */
  readonly ids: readonly string[];
  readonly next: string | null;
  readonly problem: ProblemError | null;
}

const NOTHING_YET: Found = { query: '', phase: 'loading', ids: [], next: null, problem: null };

export interface Search {
  /** Null while nothing is looked for. */
  readonly found: ReadonlySignal<Found | null>;
  /** Looks for `query` a moment later; an empty one ends the search. */
  look(query: string): void;
  /** Loads the results below. */
  more(): Promise<void>;
  /** Looks once more, after the connection was away or something failed. */
  again(): void;
}

export function createSearch(requests: Requests, inbox: Inbox): Search {
  const found = signal<Found | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  function change(to: Partial<Found>): void {
    if (found.value !== null) found.value = { ...found.value, ...to };
  }

  /** The page below `cursor`, or the first. What was under way is void. */
  async function load(query: string, cursor: string | null): Promise<void> {
    running?.abort();
    const current = new AbortController();
    running = current;
    try {
      const page = await requests.search(query, cursor, current.signal);
      if (running !== current) return;
      inbox.remember(page.items);
      const above = cursor === null ? [] : (found.value?.ids ?? []);
      const ids = [...new Set([...above, ...page.items.map((item) => item.id)])];
      change({ phase: 'ready', ids, next: page.next_cursor, problem: null });
    } catch (thrown) {
      if (running === current && !isAbort(thrown)) {
        change({ phase: 'failed', problem: asProblem(thrown) });
      }
    } finally {
      if (running === current) running = null;
    }
  }

  function stop(): void {
    clearTimeout(timer);
    running?.abort();
    running = null;
  }

  function start(query: string, afterMs: number): void {
    stop();
    timer = setTimeout(() => void load(query.trim(), null), afterMs);
  }

  return {
    found,
    look(query) {
      if (query.trim() === '') {
        stop();
        found.value = null;
        return;
      }
      found.value = found.value ? { ...found.value, query } : { ...NOTHING_YET, query };
      start(query, AFTER_MS);
    },
    async more() {
      const shown = found.value;
      if (shown?.phase === 'ready' && shown.next !== null && running === null) {
        await load(shown.query.trim(), shown.next);
      }
    },
    again() {
      if (found.value === null) return;
      change({ problem: null });
      start(found.value.query, 0);
    },
  };
}
