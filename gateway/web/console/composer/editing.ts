/** A message that is taken back into the composer. The composer of its conversation picks it up. */
import { signal } from '@preact/signals';
import type { Attachment } from '../../lib/contracts';

interface Editing {
  readonly id: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export const editing = signal<Editing | null>(null);
