/** The field that narrows a list by what is typed. The / key goes there; Esc empties it, then leaves. */
import { Search, X } from 'lucide';
import { useCallback, useRef } from 'preact/hooks';
import { Icon } from '../../lib/icon';
import { useCommand } from '../shortcuts/commands';
import { IconButton } from './button';
import './search-field.css';

/** The server takes no longer search. */
const LONGEST = 200;

interface Props {
  readonly name: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

export function SearchField({ name, placeholder, value, onValue }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useCommand(
    'search',
    useCallback(() => input.current?.select(), []),
  );
  const clear = () => {
    onValue('');
    input.current?.focus();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (value === '') input.current?.blur();
    else clear();
  };
  return (
    <search class="search">
      <Icon of={Search} size={15} />
      <input
        ref={input}
        class="search-input"
        type="search"
        aria-label={name}
        placeholder={placeholder}
        maxLength={LONGEST}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        onKeyDown={leave}
      />
      {value !== '' && <IconButton icon={X} name="Clear the search" onClick={clear} />}
    </search>
  );
}
