/** Where an endpoint is and what it is told of, as one types it. */
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Field } from '../../ui/field';
import {
  type EndpointForm,
  firstOf,
  FINE,
  type FormProblems,
  isFine,
  problemsOf,
  refusalsOf,
} from './endpoint-form';
import { EventChoice } from './event-choice';
import { useWork } from './work';
import './form.css';

const IDS: Readonly<Record<keyof FormProblems, string>> = {
  url: 'webhook-url',
  description: 'webhook-description',
  events: 'webhook-events',
};

interface Props {
  readonly first: EndpointForm;
  /** Types of events. */
  readonly offered: readonly string[];
  readonly words: { readonly save: string; readonly saving: string };
  /** Throws a ProblemError. */
  readonly onSave: (form: EndpointForm) => Promise<void>;
  readonly onCancel: () => void;
}

function focus(problems: FormProblems): void {
  const name = firstOf(problems);
  if (name !== null) document.getElementById(IDS[name])?.focus();
}

export function EndpointFields({ first, offered, words, onSave, onCancel }: Props) {
  const [form, setForm] = useState(first);
  const [isTried, setTried] = useState(false);
  const { isBusy, problem, start } = useWork();
  const refused = problem === null ? FINE : refusalsOf(problem);
  useEffect(() => focus(refused), [problem]);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const wrong = problemsOf(form);
    if (isFine(wrong)) start(() => onSave(form));
    else focus(wrong);
  };
  const wrong = isTried ? problemsOf(form) : FINE;
  return (
    <form class="dialog-parts webhook-form" noValidate onSubmit={submit}>
      <Inputs form={form} problems={isFine(wrong) ? refused : wrong} onChange={setForm} />
      <EventChoice
        id={IDS.events}
        form={form}
        offered={offered}
        problem={wrong.events ?? refused.events}
        onChange={setForm}
      />
      <Choices problem={isFine(refused) ? problem : null} onCancel={onCancel}>
        <Button look="primary" type="submit" aria-disabled={isBusy}>
          {isBusy ? words.saving : words.save}
        </Button>
      </Choices>
    </form>
  );
}

interface InputsProps {
  readonly form: EndpointForm;
  readonly problems: FormProblems;
  readonly onChange: (form: EndpointForm) => void;
}

function Inputs({ form, problems, onChange }: InputsProps) {
  return (
    <>
      <Field
        id={IDS.url}
        label="Address"
        hint="Where Parley posts the events to."
        problem={problems.url}
      >
        {(tied) => (
          <input
            {...tied}
            type="url"
            autoFocus
            required
            spellcheck={false}
            autocomplete="off"
            placeholder="https://billing.example/parley"
            value={form.url}
            onInput={(event) => onChange({ ...form, url: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        id={IDS.description}
        label="Description"
        hint="Whose it is, so that colleagues know. May be empty."
        problem={problems.description}
      >
        {(tied) => (
          <input
            {...tied}
            type="text"
            value={form.description}
            onInput={(event) => onChange({ ...form, description: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
