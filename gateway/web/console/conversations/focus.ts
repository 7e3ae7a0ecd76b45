/** Which row is to get the focus next. Rows come and go with scrolling, so it is asked for. */
import { signal } from '@preact/signals';

export const wantedRow = signal<string | null>(null);

/** The rows in the order that is shown, by the list that shows them. */
let order: readonly string[] = [];

export function showing(ids: readonly string[]): void {
  order = ids;
}

export function focusRow(id: string): void {
  wantedRow.value = id;
}

/** The row below, else above, a row that is about to go; null where it is the only one. */
export function neighbour(ids: readonly string[], id: string): string | null {
  const at = ids.indexOf(id);
  if (at === -1) return null;
  return ids[at + 1] ?? ids[at - 1] ?? null;
}

/** Goes on at the neighbour of a row that is about to go, else at the room itself. */
export function focusNeighbour(id: string): void {
  const next = neighbour(order, id);
  if (next !== null) focusRow(next);
  else document.getElementById('room')?.focus();
}

/** The conversation of the row that something belongs to. */
export function rowAt(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
  return row?.dataset.id ?? null;
}
