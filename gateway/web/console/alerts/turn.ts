/** Which of an agent's pages may do what only one should; the browser gives it on when one closes. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';

export interface Turn {
  /** Whether it is this page's. */
  readonly isMine: ReadonlySignal<boolean>;
  stop(): void;
}

/** Without locks (on an address that is not secure) every page that wants it has it. */
function locksOrNone(): LockManager | null {
  return 'locks' in navigator ? navigator.locks : null;
}

/** Wants the lock called `name` for as long as `isWanted`; `shared` where several may have it. */
export function takeTurn(
  name: string,
  isWanted: ReadonlySignal<boolean>,
  mode: LockMode = 'exclusive',
): Turn {
  const locks = locksOrNone();
  if (locks === null) return { isMine: isWanted, stop: () => {} };
  const isMine = signal(false);

  function queue(held: LockManager): () => void {
    const leaving = new AbortController();
    let isOver = false;
    let release = () => {};
    const hold = () =>
      new Promise<void>((resolve) => {
        release = resolve;
        isMine.value = !isOver;
        if (isOver) resolve();
      });
    held.request(name, { mode, signal: leaving.signal }, hold).catch(() => undefined);
    return () => {
      isOver = true;
      isMine.value = false;
      leaving.abort();
      release();
    };
  }

  const stop = effect(() => (isWanted.value ? queue(locks) : undefined));
  return { isMine, stop };
}

/** Whether any page has the lock. */
export async function isTaken(name: string): Promise<boolean> {
  const { held = [] } = (await locksOrNone()?.query()) ?? {};
  return held.some((lock) => lock.name === name);
}
