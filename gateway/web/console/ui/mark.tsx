/** How something stands, in a word or two on a colour, and with a sign where it has one. */
import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../lib/icon';
import './mark.css';

export type Tone = 'plain' | 'accent' | 'success' | 'warning' | 'danger';

interface Props {
  readonly tone: Tone;
  readonly sign?: IconNode;
  readonly children: ComponentChildren;
}

export function Mark({ tone, sign, children }: Props) {
  return (
    <span class={`mark is-${tone}`}>
      {sign && <Icon of={sign} size={14} />}
      {children}
    </span>
  );
}
