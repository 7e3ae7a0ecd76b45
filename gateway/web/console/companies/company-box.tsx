/** A field to choose a company in: search as one types, arrows, Enter, Esc, and add a new one. */
import { Building2, Plus } from 'lucide';
import { useState } from 'preact/hooks';
import type { CompanyName } from '../../lib/contracts';
import { asProblem } from '../../lib/problems';
import { Icon } from '../../lib/icon';
import { useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import type { Tied } from '../ui/field';
import { fitting, type Option, options, stepped } from './options';
import { useCompanies } from './search';
import './company-box.css';

interface Props {
  /** What ties the field to its label and its note. */
  readonly tied: Tied;
  readonly value: CompanyName | null;
  /** Of the customer's e-mail address: its companies are offered first. */
  readonly domain?: string | null;
  readonly canAdd?: boolean;
  readonly placeholder: string;
  readonly disabled?: boolean;
  readonly onChoose: (company: CompanyName) => void;
  /** Something else than the chosen company is being typed. */
  readonly onType?: () => void;
}

export function CompanyBox(props: Props) {
  const { tied, value, placeholder, disabled } = props;
  const box = useBox(props);
  const listId = `${tied.id}-options`;
  return (
    <div class="company-box">
      <input
        {...tied}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={box.isOpen}
        aria-controls={listId}
        aria-activedescendant={box.active === -1 ? undefined : `${listId}-${box.active}`}
        placeholder={placeholder}
        disabled={disabled || box.isAdding}
        value={box.text ?? value?.name ?? ''}
        onFocus={(event) => {
          event.currentTarget.select();
          box.open();
        }}
        onClick={box.open}
        onInput={(event) => box.type(event.currentTarget.value)}
        onKeyDown={box.keyed}
        onBlur={box.leave}
      />
      {box.isOpen && <Options id={listId} {...box} chosenId={value?.id ?? null} />}
      <p class="sr-only" role="status">
        {box.isOpen && box.note === null && `${box.shown.length} to choose from`}
      </p>
      {box.problem !== null && (
        <p class="field-problem" role="alert">
          {box.problem}
        </p>
      )}
    </div>
  );
}

/** What is typed, what is offered for it, and what keys and clicks do. */
function useBox({ value, domain = null, canAdd = false, onChoose, onType }: Props) {
  const { requests } = useSessionRoom();
  const [text, setText] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [isAdding, setAdding] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const query = text ?? '';
  const found = useCompanies(query, domain, isOpen);
  const isAnswered = found.query === query;
  const companies = isAnswered ? found.companies : fitting(found.companies, query);
  const shown = options(companies, query, domain, canAdd && isAnswered);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (company: CompanyName) => {
    setText(null);
    close();
    onChoose(company);
  };
  const add = async (name: string) => {
    setAdding(true);
    const isFirstOfDomain = !found.companies.some((company) => company.domain === domain);
    try {
      const given = isFirstOfDomain ? { name, domain } : { name };
      choose(await requests.addCompany(given));
    } catch (thrown) {
      setProblem(`Not added. ${sentences(asProblem(thrown))}`);
      close();
    } finally {
      setAdding(false);
    }
  };
  const pick = (option: Option) => {
    setProblem(null);
    if (option.kind === 'add') void add(option.name);
    else choose(option.company);
  };
  return {
    ...{ text, isOpen, active: Math.min(active, shown.length - 1), shown, isAdding, problem, pick },
    note: noteOf(shown.length, found.problem ? sentences(found.problem) : null, isAnswered, canAdd),
    open: () => setOpen(true),
    type(typed: string) {
      setText(typed);
      setOpen(true);
      setProblem(null);
      setActive(typed.trim() === '' ? -1 : 0);
      onType?.();
    },
    keyed(event: KeyboardEvent) {
      if (event.isComposing) return;
      const option = shown[active];
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
      if (step !== null) {
        setOpen(true);
        setActive(isOpen ? stepped(active, step, shown.length) : -1);
      } else if (event.key === 'Enter' && isOpen && option !== undefined) pick(option);
      else if (event.key === 'Enter' && isOpen && !isAnswered) return event.preventDefault();
      else if (event.key === 'Escape' && isOpen) close();
      else return;
      event.preventDefault();
    },
    /** What was typed stays where nothing is chosen; otherwise the choice stands there again. */
    leave() {
      close();
      if (value !== null) setText(null);
    },
  };
}

function noteOf(count: number, problem: string | null, isAnswered: boolean, canAdd: boolean) {
  if (problem !== null) return problem;
  if (!isAnswered && count === 0) return 'Searching…';
  if (count > 0) return null;
  return canAdd ? 'No companies yet. Type a name to add one.' : 'No company found.';
}

interface OptionsProps {
  readonly id: string;
  readonly shown: readonly Option[];
  readonly active: number;
  readonly chosenId: string | null;
  readonly note: string | null;
  readonly pick: (option: Option) => void;
}

function Options({ id, shown, active, chosenId, note, pick }: OptionsProps) {
  return (
    <div class="company-options" onPointerDown={(event) => event.preventDefault()}>
      <ul id={id} role="listbox" aria-label="Companies">
        {shown.map((option, index) => (
          <li
            key={option.kind === 'add' ? 'add' : option.company.id}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: 'nearest' });
            }}
            id={`${id}-${index}`}
            class={`company-option${index === active ? ' is-active' : ''}`}
            role="option"
            aria-selected={option.kind === 'company' && option.company.id === chosenId}
            onClick={() => pick(option)}
          >
            <OptionWords option={option} />
          </li>
        ))}
      </ul>
      {note !== null && <p class="company-note">{note}</p>}
    </div>
  );
}

function OptionWords({ option }: { readonly option: Option }) {
  if (option.kind === 'add') {
    return (
      <>
        <Icon of={Plus} size={15} />
        <span class="cut">Add “{option.name}”</span>
      </>
    );
  }
  const { name, domain } = option.company;
  return (
    <>
      <Icon of={Building2} size={15} />
      <span class="company-name cut">{name}</span>
      {domain !== null && <span class="company-domain cut">{domain}</span>}
      {option.isSuggested && <span class="company-suggested">Suggested</span>}
    </>
  );
}
