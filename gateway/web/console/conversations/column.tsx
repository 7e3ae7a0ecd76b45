/** The conversations column: filters and rows, or what stands in their place. */
import { CircleAlert, Inbox, MessagesSquare } from 'lucide';
import { useCallback, useEffect } from 'preact/hooks';
import type { Status } from '../../lib/conversations';
import { useDesk, useSession } from '../contexts';
import type { Found } from '../desk/search';
import { explain } from '../explain';
import { liveChat, SETTINGS } from '../router';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { SearchField } from '../ui/search-field';
import { Rows } from './rows';
import { SearchResults } from './search';
import { SkeletonRows } from './skeleton';
import './column.css';

interface Props {
  readonly status: Status;
  readonly openId: string | null;
}

export function Column({ status, openId }: Props) {
  const { search } = useDesk();
  const found = search.found.value;
  return (
    <section class="column" aria-label="Conversations">
      <header class="column-head">
        <p class="column-title" aria-hidden="true">
          Live chat
        </p>
        <SearchField
          name="Search"
          placeholder="Search customers and messages"
          value={found?.query ?? ''}
          onValue={search.look}
        />
        {found === null ? (
          <nav class="filters" aria-label="Status">
            <Filter name="Active" status="active" current={status} />
            <Filter name="Closed" status="closed" current={status} />
          </nav>
        ) : (
          <p class="column-found" role="status">
            {wordsFor(found)}
          </p>
        )}
      </header>
      {found === null ? (
        <Body key={status} status={status} openId={openId} />
      ) : (
        <SearchResults found={found} openId={openId} />
      )}
    </section>
  );
}

function wordsFor({ phase, ids, next }: Found): string {
  if (phase === 'loading') return 'Searching…';
  if (phase === 'failed') return 'Search';
  return `${ids.length}${next === null ? '' : '+'} found, active and closed`;
}

interface FilterProps {
  readonly name: string;
  readonly status: Status;
  readonly current: Status;
}

function Filter({ name, status, current }: FilterProps) {
  const counts = useDesk().inbox.counts.value;
  return (
    <a class="filter" href={liveChat(status)} aria-current={status === current}>
      {name}
      {counts && <span class="filter-count">{counts[status]}</span>}
    </a>
  );
}

function Body({ status, openId }: Props) {
  const { inbox } = useDesk();
  const list = inbox.state.value.lists[status];
  const { ids, isLoaded } = list;
  const problem = inbox.problem.value;
  const more = useCallback(() => inbox.more(status), [inbox, status]);
  // The first snapshot brings the filter that is shown; the other is loaded when looked at.
  const isMissing = inbox.counts.value !== null && !isLoaded;
  useEffect(() => {
    if (isMissing) void inbox.show(status);
  }, [inbox, status, isMissing]);
  if (isLoaded)
    return ids.length === 0 ? (
      <Empty status={status} />
    ) : (
      <Rows {...{ list, openId, problem, more }} />
    );
  if (problem !== null) return <Failed status={status} />;
  return <SkeletonRows />;
}

function Failed({ status }: { readonly status: Status }) {
  const { inbox, reconnect } = useDesk();
  const problem = inbox.problem.value;
  if (problem === null) return null;
  const { what, next } = explain(problem);
  const retry = () => {
    reconnect();
    void inbox.show(status);
  };
  return (
    <Blank
      icon={CircleAlert}
      role="alert"
      title="The conversations could not be loaded"
      text={`${what} ${next}`}
    >
      <Button onClick={retry}>Try again</Button>
    </Blank>
  );
}

function Empty({ status }: { readonly status: Status }) {
  if (status === 'closed') {
    return (
      <Blank
        icon={Inbox}
        title="No closed chats"
        text="A conversation comes here when you or the customer close it."
      />
    );
  }
  return <NoActive />;
}

function NoActive() {
  const { agent, workspace } = useSession();
  const { allowed_origins } = workspace.widget;
  const sites = allowed_origins.length;
  const where =
    sites === 0 ? 'on any site that embeds it' : `on ${sites} site${sites === 1 ? '' : 's'}`;
  return (
    <Blank icon={MessagesSquare} title="No active chats" text={`Your widget is live ${where}.`}>
      {allowed_origins.slice(0, 1).map((site) => (
        <a key={site} class="button button-plain" href={site} target="_blank" rel="noopener">
          Try it on {new URL(site).host}
        </a>
      ))}
      {agent.role === 'admin' && (
        <a class="button button-plain" href={SETTINGS}>
          Put it on a site
        </a>
      )}
    </Blank>
  );
}
