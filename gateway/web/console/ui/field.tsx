/** A labelled input with a hint and a problem, tied together for screen readers. */
import type { ComponentChildren } from 'preact';
import './field.css';

export interface Tied {
  readonly id: string;
  readonly class: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly problem?: string | null;
  /** Renders the control with what ties it to its label. */
  readonly children: (tied: Tied) => ComponentChildren;
}

export function Field({ id, label, hint, problem = null, children }: Props) {
  const note = `${id}-note`;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, class: 'input', 'aria-describedby': note, 'aria-invalid': problem !== null })}
      <div id={note} class={problem === null ? 'field-hint' : 'field-problem'}>
        {problem ?? hint}
      </div>
    </div>
  );
}
