/** The search field above the list, and what was found in the list's place. */
import { CircleAlert, Search as Glass, SearchX, X } from 'lucide';
import { useCallback, useRef } from 'preact/hooks';
import { Icon } from '../../lib/icon';
import { useDesk } from '../contexts';
import type { Found } from '../desk/search';
import { explain } from '../explain';
import { useCommand } from '../shortcuts/commands';
import { Blank } from '../ui/blank';
import { Button, IconButton } from '../ui/button';
import { Rows } from './rows';
import { SkeletonRows } from './skeleton';
import './search.css';

/** The server takes no longer one. */
const LONGEST = 200;

export function SearchField() {
  const { search } = useDesk();
  const input = useRef<HTMLInputElement>(null);
  const query = search.found.value?.query ?? '';
  useCommand(
    'search',
    useCallback(() => input.current?.select(), []),
  );
  const clear = () => {
    search.look('');
    input.current?.focus();
  };
  return (
    <search class="search">
      <Icon of={Glass} size={15} />
      <input
        ref={input}
        class="search-input"
        type="search"
        aria-label="Search"
        placeholder="Search customers and messages"
        maxLength={LONGEST}
        value={query}
        onInput={(event) => search.look(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (query === '') event.currentTarget.blur();
          else clear();
        }}
      />
      {query !== '' && <IconButton icon={X} name="Clear the search" onClick={clear} />}
    </search>
  );
}

interface Props {
  readonly found: Found;
  readonly openId: string | null;
}

/** The results, or why there are none. */
export function SearchResults({ found, openId }: Props) {
  const { search } = useDesk();
  const { phase, ids, problem } = found;
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
  return <Rows isMixed list={found} openId={openId} problem={problem} more={search.more} />;
}
