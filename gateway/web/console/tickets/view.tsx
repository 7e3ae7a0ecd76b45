/** One ticket: how it stands, for whom it is, and the chat that it came from. */
import { ArrowLeft, CircleAlert } from 'lucide';
import { useCallback, useEffect } from 'preact/hooks';
import type { Ticket } from '../../lib/contracts';
import { Icon } from '../../lib/icon';
import { SkeletonThread } from '../thread/skeleton';
import { useTickets } from '../contexts';
import { explain } from '../explain';
import { navigate, tickets as listAt } from '../router';
import { useCommand } from '../shortcuts/commands';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { Unknown } from '../ui/unknown';
import { Details } from './details';
import { lastOpened } from './last-opened';
import { Transcript } from './transcript';
import './view.css';

export function TicketView({ id }: { readonly id: string }) {
  const room = useTickets();
  useEffect(() => void room.open(id), [room, id]);
  // Whichever way one leaves, the list finds the row again.
  useEffect(() => () => lastOpened.set(id), [id]);
  useCommand(
    'leave',
    useCallback(() => navigate(listAt(room.state.peek().filter)), [room]),
  );
  const { phase } = room.of(id).value;
  const ticket = room.state.value.byId.get(id);
  if (phase === 'gone') return <Gone />;
  if (phase === 'failed') return <Failed id={id} />;
  return (
    <article class="ticket" aria-label="Ticket">
      <Head ticket={ticket ?? null} />
      <div class="ticket-body">
        {ticket && <Details ticket={ticket} />}
        {phase === 'loading' && <SkeletonThread />}
        {ticket && phase === 'ready' && <Transcript ticket={ticket} />}
      </div>
    </article>
  );
}

function Head({ ticket }: { readonly ticket: Ticket | null }) {
  const { filter } = useTickets().state.value;
  return (
    <header class="ticket-head">
      <a class="icon-button" href={listAt(filter)} aria-label="Back to the list" title="Back">
        <Icon of={ArrowLeft} size={20} />
      </a>
      {ticket && (
        <h1 class="ticket-title">
          <span class="ticket-number">#{ticket.number}</span> {ticket.subject}
        </h1>
      )}
    </header>
  );
}

function Gone() {
  return (
    <Unknown what="ticket" level={1} text="The address may be incomplete.">
      <a class="button button-plain" href={listAt()}>
        Go to all tickets
      </a>
    </Unknown>
  );
}

function Failed({ id }: { readonly id: string }) {
  const room = useTickets();
  const { problem } = room.of(id).value;
  const { what, next } = problem ? explain(problem) : { what: '', next: '' };
  return (
    <Blank
      level={1}
      icon={CircleAlert}
      role="alert"
      title="The ticket could not be loaded"
      text={`${what} ${next}`}
    >
      <Button onClick={() => void room.open(id)}>Try again</Button>
    </Blank>
  );
}
