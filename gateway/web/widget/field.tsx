/** A labelled field of a form, with what is wrong with it. */
import type { JSX } from 'preact';
import type { Visitor } from '../loader/protocol';
import './field.css';

interface Attributes {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

interface Props {
  readonly label: string;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly mistake: string | undefined;
  readonly children: (attributes: Attributes) => JSX.Element;
}

export function Field({ label, name, hint, mistake, children }: Props) {
  const id = `field-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        required: true,
        'aria-invalid': mistake !== undefined,
        'aria-describedby': `${id}-note`,
      })}
      <span id={`${id}-note`} role="status" class={mistake ? 'mistake' : 'hint'}>
        {mistake ?? hint}
      </span>
    </div>
  );
}

type EmailProps = Pick<Props, 'label' | 'hint' | 'mistake'> & { readonly visitor: Visitor };

/** The visitor's own address, until they write another. */
export function EmailField({ visitor, ...props }: EmailProps) {
  return (
    <Field {...props} name="email">
      {(attributes) => (
        <input {...attributes} type="email" autocomplete="email" defaultValue={visitor.email} />
      )}
    </Field>
  );
}
