/** An agent's picture, over their initials in case it does not load. */
import type { Person } from '../lib/contracts';
import { initials } from '../lib/text';
import './face.css';

interface Props {
  readonly of: Pick<Person, 'name' | 'avatar_url'>;
}

export function Face({ of: { name, avatar_url } }: Props) {
  return (
    <span class="face" aria-hidden="true">
      {initials(name)}
      {avatar_url && (
        <img
          src={avatar_url}
          alt=""
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
        />
      )}
    </span>
  );
}

export function Faces({ of }: { readonly of: readonly Person[] }) {
  return (
    <span class="faces">
      {of.slice(0, 4).map((person) => (
        <Face key={person.id} of={person} />
      ))}
    </span>
  );
}
