/** Conversations on their way into the trash, and back. */
import { effect } from '@preact/signals';
import type { Person } from '../../lib/contracts';
import { asProblem, ProblemError, TIMEOUT } from '../../lib/problems';
import type { Requests } from '../requests';
import type { Inbox } from './inbox';

/** When it is asked whether a restored conversation is there, where no frame says so. */
const ASK_AFTER_MS: readonly number[] = [1_000, 3_000, 6_000];
const BACK_WITHIN_MS = 10_000;

const NOT_FOUND = 404;

export interface Removal {
  /** Deletes: it leaves the lists at once, and is back in its place where that fails. Throws a
   * ProblemError. */
  remove(id: string): Promise<void>;
  /** Restores, also what is just being deleted, and returns once it is back. Throws a
   * ProblemError. */
  restore(id: string): Promise<void>;
}

export function createRemoval(requests: Requests, inbox: Inbox, me: () => Person | null): Removal {
  const removing = new Map<string, Promise<void>>();

  const isThere = (id: string) => {
    const { byId, leaving } = inbox.state.value;
    return byId.has(id) && !leaving.has(id);
  };

  async function removed(id: string): Promise<void> {
    inbox.leave(id);
    try {
      await requests.remove(id);
      inbox.left(id, me());
    } catch (thrown) {
      const wasQuicker = asProblem(thrown).status === NOT_FOUND;
      if (!wasQuicker) inbox.stay(id);
      // Someone else was quicker; or it has worked, unheard.
      await inbox.refresh(id).catch(() => inbox.stay(id));
      if (!wasQuicker) throw thrown;
    }
  }

  function back(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const ask = () => void inbox.refresh(id).catch(() => undefined);
      const timers = ASK_AFTER_MS.map((after) => setTimeout(ask, after));
      const end = () => {
        timers.forEach(clearTimeout);
        queueMicrotask(() => stop());
      };
      timers.push(
        setTimeout(() => {
          end();
          reject(new ProblemError(TIMEOUT, 0));
        }, BACK_WITHIN_MS),
      );
      const stop = effect(() => {
        if (!isThere(id)) return;
        end();
        resolve();
      });
    });
  }

  return {
    remove(id) {
      const running = removing.get(id);
      if (running !== undefined) return running;
      const started = removed(id).finally(() => removing.delete(id));
      removing.set(id, started);
      return started;
    },
    async restore(id) {
      await removing.get(id);
      await requests.restore(id);
      await back(id);
    },
  };
}
