/** Conversations on their way into the trash, and back. */
import type { Person } from '../../lib/contracts';
import { asProblem, ProblemError, TIMEOUT } from '../../lib/problems';
import type { Requests } from '../requests';
import type { Inbox } from './inbox';

/** How long one waits for a restored conversation before it is asked for, again and again. */
const WAITS_MS: readonly number[] = [1_000, 2_000, 3_000, 4_000];

const NOT_FOUND = 404;

export interface Deleting {
  /** Deletes: it leaves the lists at once, and is back in its place where that fails. Throws a
   * ProblemError. */
  delete(id: string): Promise<void>;
  /** Restores, also what is just being deleted, and returns once it is back. Throws a
   * ProblemError. */
  restore(id: string): Promise<void>;
}

export function createDeleting(
  requests: Requests,
  inbox: Inbox,
  me: () => Person | null,
): Deleting {
  const running = new Map<string, Promise<void>>();

  const isThere = (id: string) => {
    const { byId, leaving } = inbox.state.value;
    return byId.has(id) && !leaving.has(id);
  };

  async function deleted(id: string): Promise<void> {
    inbox.leave(id);
    try {
      await requests.delete(id);
      inbox.left(id, me());
    } catch (thrown) {
      // Someone else may have been quicker, or it has worked and the answer was lost.
      if (asProblem(thrown).status !== NOT_FOUND) inbox.stay(id);
      await inbox.refresh(id).catch(() => inbox.stay(id));
      if (isThere(id)) throw thrown;
    }
  }

  function isBackWithin(id: string, ms: number): Promise<boolean> {
    let stop = () => {};
    const known = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      const unsubscribe = inbox.state.subscribe(() => isThere(id) && resolve(true));
      stop = () => {
        clearTimeout(timer);
        unsubscribe();
      };
    });
    return known.finally(() => stop());
  }

  async function back(id: string): Promise<void> {
    for (const wait of WAITS_MS) {
      if (await isBackWithin(id, wait)) return;
      await inbox.refresh(id).catch(() => null); // No frame says so where the connection is lost.
    }
    if (!isThere(id)) throw new ProblemError(TIMEOUT, 0);
  }

  return {
    delete(id) {
      const before = running.get(id);
      if (before !== undefined) return before;
      const started = deleted(id).finally(() => running.delete(id));
      running.set(id, started);
      return started;
    },
    async restore(id) {
      await running.get(id);
      await requests.restore(id);
      await back(id);
    },
  };
}
