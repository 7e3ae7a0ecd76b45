/** What became of a closed conversation, in its composer's place: a sentence and what to do. */
import { Ticket } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Conversation } from '../../lib/contracts';
import { ticketAt } from '../router';
import { Button } from '../ui/button';
import { askForTicket } from './opening';
import { LATE, rejection, ticketName } from './words';

/** Longer than a conversion usually takes by far. */
const LATE_AFTER_MS = 6_000;

function useLate(isWaiting: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(true), LATE_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isWaiting]);
  return isLate;
}

export function EndedWords({ conversation }: { readonly conversation: Conversation }) {
  const { ticket, customer } = conversation;
  const isLate = useLate(ticket?.state === 'requested');
  switch (ticket?.state) {
    case 'requested':
      return <span>This chat is becoming a ticket. {isLate && LATE}</span>;
    case 'created':
      return <span>This chat went on as {ticketName(ticket)}. Responses are not possible.</span>;
    case 'rejected':
      return <span>{rejection(ticket)}</span>;
    default:
      return (
        <span>This conversation is closed. If {customer.name} writes again, a new one begins.</span>
      );
  }
}

/** The one thing to do about it; null while there is nothing. */
export function EndedAction({
  conversation: { id, ticket },
}: {
  readonly conversation: Conversation;
}) {
  if (ticket?.state === 'requested') return null;
  if (ticket?.state === 'created') {
    if (ticket.id === null) return null;
    return (
      <a class="button button-plain" href={ticketAt(ticket.id)}>
        Open ticket
      </a>
    );
  }
  return (
    <Button icon={Ticket} onClick={() => askForTicket(id)}>
      {ticket === null ? 'Convert to ticket' : 'Try again'}
    </Button>
  );
}
