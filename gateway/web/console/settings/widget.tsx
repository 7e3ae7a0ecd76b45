/** How the widget looks, where it may stand, and what to put into a page. */
import { MessageCircle } from 'lucide';
import { useState } from 'preact/hooks';
import { textOn } from '../../lib/contrast';
import { asProblem } from '../../lib/problems';
import { useSession, useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copyable';
import { Field } from '../ui/field';
import { Icon } from '../../lib/icon';
import { toast } from '../ui/toasts';
import { formOf, patchOf, problemsOf, snippet, type WidgetForm } from './widget-form';
import './widget.css';

export function WidgetSettings() {
  const { workspace } = useSession();
  const room = useSessionRoom();
  const [form, setForm] = useState(() => formOf(workspace.widget));
  const [isBusy, setBusy] = useState(false);
  const problems = problemsOf(form);
  const patch = patchOf(form, workspace.widget);
  const isWrong = Object.values(problems).some((problem) => problem !== null);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (patch === null || isWrong) return;
    setBusy(true);
    try {
      const changed = await room.requests.changeWorkspace({ widget: patch });
      room.withWorkspace(changed);
      setForm(formOf(changed.widget));
      toast('Saved. Open widgets follow when they are loaded again.');
    } catch (thrown) {
      toast(`Not saved. ${sentences(asProblem(thrown))}`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class="card" onSubmit={(event) => void save(event)}>
      <div class="widget-settings">
        <div class="widget-fields">
          <Fields form={form} problems={problems} onChange={setForm} />
          <div class="widget-save">
            <Button look="primary" type="submit" disabled={isBusy || patch === null || isWrong}>
              {isBusy ? 'Saving…' : 'Save'}
            </Button>
            {patch !== null && <span class="card-note">Not saved yet</span>}
          </div>
        </div>
        <Preview form={form} name={workspace.name} />
      </div>
      <div class="card-part is-stacked">
        <p class="card-name">Put it on your site</p>
        <p class="card-note">Paste this line before the end of the body of every page.</p>
        <Copyable text={snippet(location.origin, workspace.key)} />
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly form: WidgetForm;
  readonly problems: ReturnType<typeof problemsOf>;
  readonly onChange: (form: WidgetForm) => void;
}

function Fields({ form, problems, onChange }: FieldsProps) {
  const change = (part: Partial<WidgetForm>) => onChange({ ...form, ...part });
  return (
    <>
      <Field id="widget-color" label="Colour" problem={problems.color}>
        {(tied) => (
          <div class="widget-color">
            <input
              type="color"
              class="widget-swatch"
              aria-label="Pick a colour"
              value={form.color}
              onInput={(event) => change({ color: event.currentTarget.value })}
            />
            <input
              {...tied}
              type="text"
              spellcheck={false}
              value={form.color}
              onInput={(event) => change({ color: event.currentTarget.value })}
            />
          </div>
        )}
      </Field>
      <Field id="widget-greeting" label="Greeting" problem={problems.greeting}>
        {(tied) => (
          <textarea
            {...tied}
            class="input widget-text"
            value={form.greeting}
            onInput={(event) => change({ greeting: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        id="widget-sites"
        label="Sites"
        hint="One a line, for instance https://shop.example. Empty: any site."
        problem={problems.sites}
      >
        {(tied) => (
          <textarea
            {...tied}
            class="input widget-text"
            spellcheck={false}
            value={form.sites}
            onInput={(event) => change({ sites: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

function Preview({ form, name }: { readonly form: WidgetForm; readonly name: string }) {
  const isColor = problemsOf(form).color === null;
  const dress = isColor ? { background: form.color, color: textOn(form.color) } : {};
  return (
    <figure class="preview" aria-label="Preview">
      <div class="preview-panel">
        <p class="preview-head" style={dress}>
          {name}
        </p>
        <p class="preview-greeting">{form.greeting.trim() || 'Hello. How can we help?'}</p>
        <p class="preview-field">Write a message…</p>
      </div>
      <span class="preview-launcher" style={dress}>
        <Icon of={MessageCircle} size={22} />
      </span>
    </figure>
  );
}
