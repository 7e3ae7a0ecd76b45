/** Time that runs out, and stands still while one is busy with what it is for. */

export interface Countdown {
  readonly leftMs: number;
  /** Since when it runs, in epoch milliseconds; null while it stands still. */
  readonly since: number | null;
}

export function started(ms: number, now: number): Countdown {
  return { leftMs: ms, since: now };
}

export function paused({ leftMs, since }: Countdown, now: number): Countdown {
  return { leftMs: Math.max(0, leftMs - (since === null ? 0 : now - since)), since: null };
}

export function resumed(countdown: Countdown, now: number): Countdown {
  return countdown.since === null ? { ...countdown, since: now } : countdown;
}
