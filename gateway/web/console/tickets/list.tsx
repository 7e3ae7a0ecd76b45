/** All tickets: filters, search, and rows, or what stands in their place. */
import { CircleAlert, SearchX, Ticket as TicketIcon } from 'lucide';
import { useEffect } from 'preact/hooks';
import { EVERYTHING, type Filter, isSameFilter, TICKET_STATUSES } from '../../lib/tickets';
import { useSession, useTickets } from '../contexts';
import { explain } from '../explain';
import { liveChat, navigate, tickets as addressOf } from '../router';
import { liveChatOf } from '../session/session';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { TypedSearch } from '../ui/typed-search';
import { CompanyFilter } from './company-filter';
import { TicketRows } from './rows';
import { STATUS_WORDS } from './status';
import './list.css';

interface Props {
  readonly filter: Filter;
}

export function TicketList({ filter }: Props) {
  const room = useTickets();
  const { status, companyId, q } = filter;
  useEffect(() => void room.show({ status, companyId, q }), [room, status, companyId, q]);
  return (
    <section class="tickets" aria-label="Tickets">
      <header class="tickets-head">
        <h1 class="tickets-title">All tickets</h1>
        <div class="tickets-narrowing">
          <Searching filter={filter} />
          <CompanyFilter filter={filter} />
        </div>
        <nav class="filters" aria-label="Status">
          {([null, ...TICKET_STATUSES] as const).map((one) => (
            <a
              key={one ?? 'all'}
              class="filter"
              href={addressOf({ ...filter, status: one })}
              aria-current={one === status}
            >
              {one === null ? 'All' : STATUS_WORDS[one]}
            </a>
          ))}
        </nav>
      </header>
      <Body filter={filter} />
    </section>
  );
}

/** What is typed becomes the address, and so the search. */
function Searching({ filter }: Props) {
  return (
    <div class="tickets-search">
      <TypedSearch
        name="Search tickets"
        placeholder="Number, subject or requester"
        q={filter.q}
        onSearch={(q) => navigate(addressOf({ ...filter, q }), { replace: true })}
      />
    </div>
  );
}

function Body({ filter }: Props) {
  const room = useTickets();
  const { ids, isLoaded, filter: listed } = room.state.value;
  const isListed = isLoaded && isSameFilter(listed, filter);
  if (isListed && ids.length > 0) return <TicketRows />;
  if (isListed) return <Empty filter={filter} />;
  if (room.problem.value !== null) return <Failed filter={filter} />;
  return <Skeletons />;
}

function Failed({ filter }: Props) {
  const room = useTickets();
  const problem = room.problem.value;
  if (problem === null) return null;
  const { what, next } = explain(problem);
  return (
    <Blank
      icon={CircleAlert}
      role="alert"
      title="The tickets could not be loaded"
      text={`${what} ${next}`}
    >
      <Button onClick={() => void room.show(filter)}>Try again</Button>
    </Blank>
  );
}

function Empty({ filter }: Props) {
  const hasLiveChat = liveChatOf(useSession()) === 'on';
  if (!isSameFilter(filter, EVERYTHING)) {
    return (
      <Blank icon={SearchX} title="No tickets match" text="Try fewer words, or another filter.">
        <a class="button button-plain" href={addressOf()}>
          Show all tickets
        </a>
      </Blank>
    );
  }
  return (
    <Blank
      icon={TicketIcon}
      title="No tickets yet"
      text={
        hasLiveChat
          ? 'Close a chat and convert it to a ticket: its messages and files come here.'
          : 'A closed live chat that is converted to a ticket comes here, with its messages and files.'
      }
    >
      {hasLiveChat && (
        <a class="button button-plain" href={liveChat('closed')}>
          Go to the closed chats
        </a>
      )}
    </Blank>
  );
}

function Skeletons() {
  return (
    <div aria-busy="true" aria-label="Loading">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} class="ticket-skeleton">
          <div class="skeleton ticket-skeleton-subject" />
          <div class="skeleton ticket-skeleton-about" />
        </div>
      ))}
    </div>
  );
}
