/** The rows of the trash. J and K go from one row's button to the next; more come near the end. */
import { useEffect, useRef } from 'preact/hooks';
import type { TrashRow } from '../../lib/trash';
import { useDesk } from '../contexts';
import { MoreRows } from '../ui/more-rows';
import { useMoves } from '../ui/moves';
import '../ui/columns.css';
import { Row } from './row';
import './rows.css';

/** What one comes to a row for: to restore it, or to open it once it is. */
const MAIN_BUTTON = '.button';

export function TrashRows({ rows }: { readonly rows: readonly TrashRow[] }) {
  const { trash } = useDesk();
  const { next } = trash.state.value;
  const list = useRef<HTMLUListElement>(null);
  useMoves(list, MAIN_BUTTON);
  useKeptFocus(list, rows);
  return (
    <div class="columns trash-rows">
      <p class="columns-heads" aria-hidden="true">
        <span>Customer</span>
        <span>Last message</span>
        <span>Deleted by</span>
        <span>Time left</span>
      </p>
      <ul ref={list}>
        {rows.map((row) => (
          <li key={row.conversation_id} class="trash-place">
            <Row row={row} />
          </li>
        ))}
      </ul>
      {next !== null && <MoreRows key={next} problem={trash.problem.value} more={trash.more} />}
    </div>
  );
}

type List = { readonly current: HTMLElement | null };

function places(list: List): readonly HTMLElement[] {
  return [...(list.current?.children ?? [])].filter((one) => one instanceof HTMLElement);
}

/** Null in a row that is being deleted: there is nothing to do about it. */
function buttonIn(place: HTMLElement): HTMLElement | null {
  return place.querySelector<HTMLElement>(MAIN_BUTTON);
}

/** A row that changes or goes while it has the focus hands it to what is there then. */
function useKeptFocus(list: List, rows: readonly TrashRow[]): void {
  const at = useRef(-1);
  useEffect(() => {
    const remember = () => {
      at.current = places(list).findIndex((place) => place.contains(document.activeElement));
    };
    // What is left by a click on nothing is left on purpose; what is taken away is not.
    const leave = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null || !document.hasFocus()) return;
      setTimeout(() => {
        if (target instanceof Element && target.isConnected) at.current = -1;
      });
    };
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', leave);
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', leave);
    };
  }, [list]);
  useEffect(() => {
    if (at.current === -1 || document.activeElement !== document.body) return;
    const all = places(list);
    const below = all.slice(at.current).find(buttonIn);
    const next = below ?? all.slice(0, at.current).findLast(buttonIn);
    if (next !== undefined) buttonIn(next)?.focus();
  }, [list, rows]);
  // With the last row the list goes, and the room itself is what is left.
  useEffect(
    () => () => {
      if (at.current === -1) return;
      setTimeout(() => {
        if (document.activeElement === document.body) document.getElementById('room')?.focus();
      });
    },
    [],
  );
}
