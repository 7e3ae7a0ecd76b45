/** The trash: what was deleted, and for how long it can still be restored. */
import { CircleAlert, SearchX, Trash2 } from 'lucide';
import { useEffect } from 'preact/hooks';
import { rows, span } from '../../lib/trash';
import { useDesk } from '../contexts';
import { explain } from '../explain';
import { liveChat, navigate, trash as addressOf } from '../router';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { TypedSearch } from '../ui/typed-search';
import { TrashRows } from './rows';
import './page.css';

/** Where no live connection tells of changes, the list is read again this often. */
const POLL_MS = 20_000;

interface Props {
  readonly q: string;
}

/** Without a live connection nothing tells of changes. */
function useFreshTrash(): void {
  const { trash, connection } = useDesk();
  const isLive = connection.value === 'live';
  useEffect(() => {
    if (isLive) return;
    const timer = setInterval(trash.refresh, POLL_MS);
    return () => clearInterval(timer);
  }, [trash, isLive]);
}

export function TrashPage({ q }: Props) {
  const { trash } = useDesk();
  useFreshTrash();
  useEffect(() => void trash.show(q), [trash, q]);
  const { retentionSeconds } = trash.state.value;
  return (
    <section class="trash" aria-label="Trash">
      <header class="trash-head">
        <h1 class="trash-title">Trash</h1>
        <Searching q={q} />
        <p class="trash-about">
          {retentionSeconds > 0 &&
            `Deleted chats stay here for ${span(retentionSeconds)}, then they are gone for good.`}
        </p>
      </header>
      <Body q={q} />
    </section>
  );
}

/** What is typed becomes the address, and so the search. */
function Searching({ q }: Props) {
  return (
    <div class="trash-search">
      <TypedSearch
        name="Search the trash"
        placeholder="Customer or last message"
        q={q}
        onSearch={(typed) => navigate(addressOf(typed), { replace: true })}
      />
    </div>
  );
}

function Body({ q }: Props) {
  const { trash } = useDesk();
  const state = trash.state.value;
  const isListed = state.isLoaded && state.q === q;
  const shown = isListed ? rows(state) : [];
  if (shown.length > 0) return <TrashRows rows={shown} />;
  if (isListed) return <Empty q={q} />;
  if (trash.problem.value !== null) return <Failed q={q} />;
  return <Skeletons />;
}

function Failed({ q }: Props) {
  const { trash } = useDesk();
  const problem = trash.problem.value;
  if (problem === null) return null;
  const { what, next } = explain(problem);
  return (
    <Blank
      icon={CircleAlert}
      role="alert"
      title="The trash could not be loaded"
      text={`${what} ${next}`}
    >
      <Button onClick={() => void trash.show(q)}>Try again</Button>
    </Blank>
  );
}

function Empty({ q }: Props) {
  if (q !== '') {
    return (
      <Blank
        icon={SearchX}
        title="Nothing in the trash matches"
        text="Try fewer words. What was deleted for good cannot be found any more."
      >
        <a class="button button-plain" href={addressOf()}>
          Show the whole trash
        </a>
      </Blank>
    );
  }
  return (
    <Blank
      icon={Trash2}
      title="The trash is empty"
      text="A chat that someone deletes comes here, and can be restored for a while."
    >
      <a class="button button-plain" href={liveChat('active')}>
        Go to the active chats
      </a>
    </Blank>
  );
}

function Skeletons() {
  return (
    <div aria-busy="true" aria-label="Loading">
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} class="trash-skeleton">
          <div class="skeleton trash-skeleton-face" />
          <div class="skeleton trash-skeleton-name" />
          <div class="skeleton trash-skeleton-text" />
        </div>
      ))}
    </div>
  );
}
