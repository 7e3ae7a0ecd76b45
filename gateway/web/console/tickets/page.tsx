/** The tickets of the workspace: the list, or the one that is open. */
import { useEffect } from 'preact/hooks';
import { useDeskIfAny, useTickets } from '../contexts';
import type { Place } from '../router';
import { TicketList } from './list';
import { TicketView } from './view';

/** Where no live connection tells of changes, the list is read again this often. */
const POLL_MS = 20_000;

/** Tickets stay fresh without a live connection too: plans without live chat have none. */
function useFreshTickets(): void {
  const tickets = useTickets();
  const isLive = useDeskIfAny()?.connection.value === 'live';
  useEffect(() => {
    if (isLive) return;
    const timer = setInterval(tickets.refresh, POLL_MS);
    addEventListener('focus', tickets.refresh);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', tickets.refresh);
    };
  }, [tickets, isLive]);
}

export function TicketsPage({ here }: { readonly here: Extract<Place, { room: 'tickets' }> }) {
  useFreshTickets();
  const { filter, ticketId } = here;
  return ticketId === null ? (
    <TicketList filter={filter} />
  ) : (
    <TicketView key={ticketId} id={ticketId} />
  );
}
