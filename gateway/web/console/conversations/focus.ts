/** Which row is to get the focus next. Rows come and go with scrolling, so it is asked for. */
import { signal } from '@preact/signals';

export const wantedRow = signal<string | null>(null);

export function focusRow(id: string): void {
  wantedRow.value = id;
}
