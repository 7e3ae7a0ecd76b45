/** What was found, in the list's place. */
import { CircleAlert, SearchX } from 'lucide';
import { useDesk } from '../contexts';
import type { Found } from '../desk/search';
import { explain } from '../explain';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { Rows } from './rows';
import { SkeletonRows } from './skeleton';

interface Props {
  readonly found: Found;
  readonly openId: string | null;
}

/** The results, or why there are none. */
export function SearchResults({ found, openId }: Props) {
  const { search, inbox } = useDesk();
  const { phase, problem } = found;
  const { byId, leaving } = inbox.state.value;
  // What was deleted since is found no more.
  const ids = found.ids.filter((id) => byId.has(id) && !leaving.has(id));
  if (phase === 'failed' && problem !== null && ids.length === 0) {
    const { what, next } = explain(problem);
    return (
      <Blank icon={CircleAlert} role="alert" title="The search failed" text={`${what} ${next}`}>
        <Button onClick={search.again}>Try again</Button>
      </Blank>
    );
  }
  if (phase === 'loading') return <SkeletonRows />;
  if (ids.length === 0) {
    return (
      <Blank
        icon={SearchX}
        title="Nothing found"
        text="Search looks for whole words in messages, and for beginnings of customers’ names and addresses."
      >
        <Button onClick={() => search.look('')}>Clear the search</Button>
      </Blank>
    );
  }
  const list = { ids, next: found.next };
  return <Rows isMixed list={list} openId={openId} problem={problem} more={search.more} />;
}
