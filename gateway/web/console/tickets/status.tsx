/** How a ticket stands, in a word with a sign. */
import { CircleCheck, CircleDot, Clock } from 'lucide';
import type { IconNode } from 'lucide';
import type { TicketStatus } from '../../lib/tickets';
import { Mark, type Tone } from '../ui/mark';

export const STATUS_WORDS: Readonly<Record<TicketStatus, string>> = {
  open: 'Open',
  pending: 'Pending',
  solved: 'Solved',
};

const SIGNS: Readonly<Record<TicketStatus, IconNode>> = {
  open: CircleDot,
  pending: Clock,
  solved: CircleCheck,
};

const TONES: Readonly<Record<TicketStatus, Tone>> = {
  open: 'accent',
  pending: 'warning',
  solved: 'success',
};

export function TicketStatusMark({ status }: { readonly status: TicketStatus }) {
  return (
    <Mark tone={TONES[status]} sign={SIGNS[status]}>
      {STATUS_WORDS[status]}
    </Mark>
  );
}
