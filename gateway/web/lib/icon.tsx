/** A lucide icon, drawn inline. Decorative: whoever uses one says in words what it means. */
import type { IconNode } from 'lucide';
import { h } from 'preact';

interface Props {
  readonly of: IconNode;
  readonly size?: number;
  readonly class?: string;
}

export function Icon({ of, size = 16, class: name }: Props) {
  return (
    <svg
      class={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={size > 20 ? 1.75 : 2}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([tag, attributes], index) => h(tag, { key: index, ...attributes }))}
    </svg>
  );
}
