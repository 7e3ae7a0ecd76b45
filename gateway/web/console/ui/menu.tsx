/** Further actions behind one button. The browser opens and closes it, and gives the focus back. */
import { Ellipsis, type IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../lib/icon';
import './menu.css';

interface Props {
  readonly name: string;
  readonly children: ComponentChildren;
}

export function Menu({ name, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  /** Below its button, flush with its right side. */
  const place = () => {
    const { bottom = 0, right = 0 } = button.current?.getBoundingClientRect() ?? {};
    menu.current?.style.setProperty('top', `${bottom + 4}px`);
    menu.current?.style.setProperty('right', `${document.body.clientWidth - right}px`);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={name}
        title={name}
        popovertarget={id}
      >
        <Icon of={Ellipsis} size={18} />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        class="menu"
        tabIndex={-1}
        autofocus
        onBeforeToggle={place}
      >
        {children}
      </div>
    </>
  );
}

interface ItemProps {
  readonly icon: IconNode;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

export function MenuItem({ icon, onChoose, children }: ItemProps) {
  return (
    <button
      type="button"
      class="menu-item"
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
        onChoose();
      }}
    >
      <Icon of={icon} size={16} />
      {children}
    </button>
  );
}
