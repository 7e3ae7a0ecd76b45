/** J and K, and the arrows, through a list whose rows are its items. */
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
      all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
    },
    [list, stop],
  );
  useCommand(
    'next',
    useCallback(() => move(1), [move]),
  );
  useCommand(
    'previous',
    useCallback(() => move(-1), [move]),
  );
}
