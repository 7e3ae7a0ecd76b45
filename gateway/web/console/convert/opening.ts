/** The conversation that is being asked about a ticket. Its header shows the dialog. */
import { signal } from '@preact/signals';

export const asked = signal<string | null>(null);

export function askForTicket(id: string): void {
  asked.value = id;
}
