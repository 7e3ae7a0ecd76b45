/** Buttons. An icon alone always has a name. */
import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../lib/icon';
import './button.css';

interface Native {
  readonly onClick?: (event: MouseEvent) => void;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  /** In place of `disabled` where the focus must not be lost to it. */
  readonly 'aria-disabled'?: boolean;
  readonly title?: string;
}

interface Props extends Native {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'link' | 'danger';
  readonly icon?: IconNode;
  readonly type?: 'button' | 'submit';
  readonly children: ComponentChildren;
}

export function Button({ look = 'plain', icon, type = 'button', children, ...native }: Props) {
  return (
    <button {...native} type={type} class={`button button-${look}`}>
      {icon && <Icon of={icon} size={15} />}
      {children}
    </button>
  );
}

interface IconProps extends Native {
  readonly icon: IconNode;
  readonly name: string;
}

export function IconButton({ icon, name, ...native }: IconProps) {
  return (
    <button {...native} type="button" class="icon-button" aria-label={name} title={name}>
      <Icon of={icon} size={18} />
    </button>
  );
}
