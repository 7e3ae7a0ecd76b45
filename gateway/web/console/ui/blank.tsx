/** What stands where there is nothing to show: what is the case, and what to do now. */
import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../lib/icon';
import './blank.css';

interface Props {
  readonly icon: IconNode;
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** 1 where it is all that the page shows. */
  readonly level?: 1 | 2;
  /** `alert` where something failed, so that it is read out. */
  readonly role?: 'status' | 'alert';
}

export function Blank({ icon, title, text, children, role, level = 2 }: Props) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div class="blank" role={role}>
      <Icon of={icon} size={28} class="blank-icon" />
      <Heading class="blank-title">{title}</Heading>
      {text && <p class="blank-text">{text}</p>}
      {children && <div class="blank-actions">{children}</div>}
    </div>
  );
}
