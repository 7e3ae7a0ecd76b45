/** The rows of the list. More come as one nears the end; far rows cost the browser nothing. */
import { useEffect, useRef } from 'preact/hooks';
import type { Ticket } from '../../lib/contracts';
import { full, relative } from '../../lib/time';
import { rows } from '../../lib/tickets';
import { useTickets } from '../contexts';
import { now } from '../now';
import { ticketAt } from '../router';
import { MoreRows } from '../ui/more-rows';
import { useMoves } from '../ui/moves';
import '../ui/columns.css';
import { lastOpened } from './last-opened';
import { TicketStatusMark } from './status';
import './rows.css';

export function TicketRows() {
  const room = useTickets();
  const { next } = room.state.value;
  const list = useRef<HTMLUListElement>(null);
  useMoves(list, '.ticket-row');
  useReturnedFocus(list);
  return (
    <div class="columns ticket-rows">
      <p class="columns-heads ticket-columns" aria-hidden="true">
        <span>Subject</span>
        <span>Requester</span>
        <span>Company</span>
        <span>Status</span>
        <span>Age</span>
      </p>
      <ul ref={list}>
        {rows(room.state.value).map((ticket) => (
          <li key={ticket.id} class="ticket-place">
            <Row ticket={ticket} />
          </li>
        ))}
      </ul>
      {next !== null && <MoreRows key={next} problem={room.problem.value} more={room.more} />}
    </div>
  );
}

function Row({ ticket }: { readonly ticket: Ticket }) {
  const { id, number, subject, company, requester, status, created_at } = ticket;
  return (
    <a class="ticket-row" href={ticketAt(id)} data-ticket={id}>
      <span class="ticket-row-subject">
        <span class="ticket-number">#{number}</span>
        <span class="ticket-subject cut">{subject}</span>
      </span>
      <span class="ticket-row-requester cut">{requester.name}</span>
      <span class="ticket-row-company cut">{company.name}</span>
      <span class="ticket-row-status">
        <TicketStatusMark status={status} />
      </span>
      <time class="ticket-row-age" dateTime={created_at} title={full(created_at)}>
        {relative(created_at, now.value)}
      </time>
    </a>
  );
}

/** Back from a ticket, its row has the focus and is in sight. */
function useReturnedFocus(list: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const id = lastOpened.take();
    if (id === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  }, [list]);
}
