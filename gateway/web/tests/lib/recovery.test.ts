import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../../lib/problems';
import { createRecovery, type Recovery } from '../../lib/recovery';

interface Fetching {
  signal: AbortSignal;
  answer(snapshot: string): void;
  fail(error: Error): void;
}

let log: string[];
let fetches: Fetching[];
let recovery: Recovery<string>;

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
  fetches = [];
  recovery = createRecovery<string, string>({
    fetch: (signal) =>
      new Promise((answer, fail) => {
        fetches.push({ signal, answer, fail });
      }),
    restore: (snapshot) => void log.push(`snapshot ${snapshot}`),
    apply: (frame) => void log.push(frame),
    onProblem: (problem) => void log.push(`problem ${problem.slug}`),
    random: () => 1,
  });
});

afterEach(() => {
  recovery.lost();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('recovery', () => {
  it('applies frames that came during the snapshot after it, in order', async () => {
    recovery.ready();
    recovery.frame('one');
    recovery.frame('two');
    fetches[0]?.answer('A');
    await settle();
    recovery.frame('three');
    expect(log).toEqual(['snapshot A', 'one', 'two', 'three']);
  });

  it('takes a new snapshot on a second ready, and ignores the first one’s answer', async () => {
    recovery.ready();
    recovery.frame('one');
    recovery.ready();
    fetches[0]?.answer('old');
    fetches[1]?.answer('new');
    await settle();
    expect(fetches[0]?.signal.aborted).toBe(true);
    expect(log).toEqual(['snapshot new']);
  });

  it('tries again when the snapshot could not be taken', async () => {
    recovery.ready();
    recovery.frame('one');
    fetches[0]?.fail(new ProblemError('offline', 0));
    await settle();
    await vi.advanceTimersByTimeAsync(1_000);
    fetches[1]?.answer('A');
    await settle();
    expect(log).toEqual(['problem offline', 'snapshot A']);
  });

  it('does not insist when the snapshot is refused', async () => {
    recovery.ready();
    fetches[0]?.fail(new ProblemError('live-chat-off', 403));
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetches).toHaveLength(1);
  });

  it('forgets everything when the connection is lost', async () => {
    recovery.ready();
    recovery.frame('one');
    recovery.lost();
    fetches[0]?.answer('A');
    await settle();
    expect(log).toEqual([]);
  });
});
