/** Which events an endpoint is told of: all of them, or some, by what they are about. */
import { type EndpointForm, withChosen } from './endpoint-form';
import { byNoun, eventWords, type Group } from './words';

interface Props {
  readonly id: string;
  readonly form: EndpointForm;
  /** Types of events. */
  readonly offered: readonly string[];
  readonly problem: string | null;
  readonly onChange: (form: EndpointForm) => void;
}

export function EventChoice(props: Props) {
  const { id, form, offered, problem, onChange } = props;
  const { isEverything, chosen } = form;
  // One that is offered no more can still be taken away.
  const all = [...new Set([...offered, ...chosen])];
  const which = (everything: boolean) => onChange({ ...form, isEverything: everything });
  return (
    <fieldset
      id={id}
      class="webhook-events"
      tabIndex={-1}
      aria-describedby={problem === null ? undefined : `${id}-note`}
    >
      <legend class="field-label">Events</legend>
      <Which isChosen={isEverything} words="All events" onChoose={() => which(true)}>
        Also those that Parley comes to offer later.
      </Which>
      <Which isChosen={!isEverything} words="Only some" onChoose={() => which(false)} />
      {!isEverything &&
        byNoun(all).map((group) => <Nouns key={group.noun} {...{ group, form, onChange }} />)}
      {problem !== null && (
        <p id={`${id}-note`} class="field-problem">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

interface WhichProps {
  readonly isChosen: boolean;
  readonly words: string;
  readonly onChoose: () => void;
  readonly children?: string;
}

function Which({ isChosen, words, onChoose, children }: WhichProps) {
  return (
    <label class="webhook-option">
      <input type="radio" name="webhook-which" checked={isChosen} onChange={onChoose} />
      <span>
        {words}
        {children !== undefined && <span class="field-hint"> {children}</span>}
      </span>
    </label>
  );
}

interface NounsProps {
  readonly group: Group;
  readonly form: EndpointForm;
  readonly onChange: (form: EndpointForm) => void;
}

function Nouns({ group: { noun, types }, form, onChange }: NounsProps) {
  return (
    <fieldset class="webhook-noun">
      <legend>{noun}</legend>
      {types.map((type) => (
        <label key={type} class="webhook-option">
          <input
            type="checkbox"
            checked={form.chosen.has(type)}
            onChange={(event) => onChange(withChosen(form, type, event.currentTarget.checked))}
          />
          <span>{eventWords(type)}</span>
          <code class="cut">{type}</code>
        </label>
      ))}
    </fieldset>
  );
}
