/** A search field whose words are looked for once one pauses. */
import { useEffect, useState } from 'preact/hooks';
import { SearchField } from './search-field';

const TYPING_MS = 250;

interface Props {
  readonly name: string;
  readonly placeholder: string;
  /** What is being looked for now. */
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

export function TypedSearch({ name, placeholder, q, onSearch }: Props) {
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    const typed = text.trim();
    if (typed === q.trim()) return;
    const timer = setTimeout(() => onSearch(typed), TYPING_MS);
    return () => clearTimeout(timer);
    // What is looked for changes by the search itself, and the effect above follows it.
  }, [text]);
  return <SearchField {...{ name, placeholder }} value={text} onValue={setText} />;
}
