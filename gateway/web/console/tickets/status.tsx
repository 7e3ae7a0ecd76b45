/** How a ticket stands, in a word with a sign. */
import { CircleCheck, CircleDot, Clock } from 'lucide';
import type { IconNode } from 'lucide';
import { Icon } from '../../lib/icon';
import type { TicketStatus } from '../../lib/tickets';
import './status.css';

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

export function TicketStatusMark({ status }: { readonly status: TicketStatus }) {
  return (
    <span class={`ticket-status is-${status}`}>
      <Icon of={SIGNS[status]} size={14} />
      {STATUS_WORDS[status]}
    </span>
  );
}
