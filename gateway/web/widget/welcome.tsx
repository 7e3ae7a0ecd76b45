/** Before there is a conversation: a greeting, the agents' faces, and one form to write in. */
import { TEXT_LIMIT } from '../lib/contracts';
import { Faces } from './face';
import { EmailField, Field } from './field';
import type { Mistake, Mistakes } from './form';
import { Attendance, HideButton } from './header';
import { fill } from './languages';
import { AttachButton, pastedFiles, Uploads } from './uploads-list';
import { isUnattended } from './state';
import type { View } from './view';
import './welcome.css';

function Hero(view: View) {
  const { state, words } = view;
  const { workspace_name, greeting, agents = [] } = state.config ?? {};
  const names = agents.slice(0, 2).map(({ name }) => name.split(' ', 1).join());
  const list = new Intl.ListFormat(words.language, { type: 'unit' }).format(names);
  return (
    <header class="hero">
      <div class="hero-top">
        <strong>{workspace_name}</strong>
        <HideButton {...view} />
      </div>
      <Faces of={agents} />
      <h1 dir="auto">{greeting || words.greeting}</h1>
      <p role="status">
        <Attendance {...view} />
      </p>
      {list && !isUnattended(state) && <p>{fill(words.helpers, { names: list })}</p>}
    </header>
  );
}

/** The first field that is wrong, in the order in which they stand. */
function firstWrong(mistakes: Mistakes): string | undefined {
  return (['text', 'name', 'email'] as const).find((field) => mistakes[field]);
}

export function Welcome(view: View) {
  const { state, words, chat } = view;
  const { mistakes, ending, visitor } = state;

  function said(mistake: Mistake | undefined): string | undefined {
    if (mistake === undefined) return undefined;
    return fill(words.mistakes[mistake], { limit: TEXT_LIMIT.toLocaleString(words.language) });
  }

  function submit(form: HTMLFormElement): void {
    const entries = new FormData(form);
    const field = (name: string) => String(entries.get(name));
    const found = chat.start({ name: field('name'), email: field('email'), text: field('text') });
    const wrong = firstWrong(found);
    if (wrong) form.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
  }

  return (
    <div class="welcome">
      <Hero {...view} />
      <form
        class="first"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        {isUnattended(state) && <p class="ending">{words.leaveMessage}</p>}
        {ending && (
          <p class="ending" role="status">
            {words.expired}
          </p>
        )}
        <Field label={words.message} name="text" mistake={said(mistakes.text)}>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={3}
              dir="auto"
              placeholder={words.messageHint}
              value={state.draft}
              onInput={(event) => chat.type(event.currentTarget.value)}
              onPaste={pastedFiles(chat.attach)}
            />
          )}
        </Field>
        <Uploads {...view} />
        <Field label={words.name} name="name" mistake={said(mistakes.name)}>
          {(attributes) => (
            <input {...attributes} autocomplete="name" defaultValue={visitor.name} />
          )}
        </Field>
        <EmailField
          label={words.email}
          visitor={visitor}
          hint={words.emailHint}
          mistake={said(mistakes.email)}
        />
        <div class="first-actions">
          <AttachButton {...view} />
          <button type="submit" class="solid">
            {words.send}
          </button>
        </div>
      </form>
    </div>
  );
}
