/**
 * The one recovery path. Whenever the server says `ready` (first connection, every reconnection,
 * after a broker's restart) a fresh snapshot is taken over HTTP; frames that arrive meanwhile are
 * held back and applied after it. Reducers ignore what a snapshot already holds, so nothing is
 * lost and nothing counts twice.
 */

import { backoffMs } from './live';
import { asProblem, isAbort, type ProblemError } from './problems';

/** So many held frames that a new snapshot is cheaper. */
const HELD_FRAMES_LIMIT = 2_000;

export interface RecoveryOptions<Snapshot, Frame> {
  fetch: (signal: AbortSignal) => Promise<Snapshot>;
  /** Takes the snapshot in; the held frames follow at once. */
  restore: (snapshot: Snapshot) => void;
  apply: (frame: Frame) => void;
  /** A snapshot could not be taken; it is tried again while this is shown. */
  onProblem: (problem: ProblemError) => void;
  random?: () => number;
}

export interface Recovery<Frame> {
  ready(): void;
  frame(frame: Frame): void;
  /** The connection is gone: what is under way is void, the next `ready` begins anew. */
  lost(): void;
}

export function createRecovery<Snapshot, Frame>(
  options: RecoveryOptions<Snapshot, Frame>,
): Recovery<Frame> {
  const { fetch, restore, apply, onProblem, random = Math.random } = options;
  let held: Frame[] | null = [];
  let running: AbortController | null = null;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(retryTimer);
    running?.abort();
    running = null;
    held = [];
  }

  async function run(attempt: number): Promise<void> {
    stop();
    const current = new AbortController();
    running = current;
    try {
      const snapshot = await fetch(current.signal);
      if (running !== current) return;
      restore(snapshot);
      release();
    } catch (thrown) {
      if (running !== current || isAbort(thrown)) return;
      const problem = asProblem(thrown);
      onProblem(problem);
      if (problem.isTransient) {
        retryTimer = setTimeout(() => void run(attempt + 1), backoffMs(attempt + 1, random()));
      }
    }
  }

  function release(): void {
    const waiting = held ?? [];
    held = null;
    for (const frame of waiting) apply(frame);
  }

  return {
    ready: () => void run(0),
    frame(frame) {
      if (held === null) return apply(frame);
      held.push(frame);
      if (held.length > HELD_FRAMES_LIMIT && running !== null) void run(0);
    },
    lost: stop,
  };
}
