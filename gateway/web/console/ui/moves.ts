/** J and K, and the arrows, through a list. */
import { useCallback } from 'preact/hooks';
import { useCommand } from '../shortcuts/commands';

type List = { readonly current: HTMLElement | null };

/** To the next or previous of what matches `stop`, one in a row: from the row with the focus, else
 * from the top. */
export function useMoves(list: List, stop: string): void {
  const move = useCallback(
    (step: number) => {
      const all = [...(list.current?.querySelectorAll<HTMLElement>(stop) ?? [])];
      const at = all.findIndex((one) => one.closest('li')?.contains(document.activeElement));
      stepped(all, at, step)?.focus();
    },
    [list, stop],
  );
  useSteps(move);
}

/** What is `step` away from place `at`, -1 before the first; at an end it stays. */
export function stepped<Item>(all: readonly Item[], at: number, step: number): Item | undefined {
  return all[Math.min(all.length - 1, Math.max(0, at + step))];
}

/** Has `move` called with 1 or -1; it stays the same function while its list does. */
export function useSteps(move: (step: number) => void): void {
  useCommand(
    'next',
    useCallback(() => move(1), [move]),
  );
  useCommand(
    'previous',
    useCallback(() => move(-1), [move]),
  );
}
