/** Which conversation one is asked about: whether it goes into the trash. */
import { signal } from '@preact/signals';

export const asked = signal<string | null>(null);

export function askToDelete(id: string): void {
  asked.value = id;
}
