/** A modal dialog. The browser keeps focus inside, closes it on Esc and gives focus back. */
import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from './button';
import './dialog.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** A click beside it closes it, unless it holds what would be lost with it. */
  readonly closesOutside?: boolean;
  readonly children: ComponentChildren;
}

export function Dialog({ title, onClose, closesOutside = true, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const closeOutside = (event: MouseEvent) => {
    if (closesOutside && event.target === dialog.current) dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onClose={onClose}
      onClick={closeOutside}
    >
      <header class="dialog-head">
        <h2 id={heading} class="dialog-title">
          {title}
        </h2>
        <IconButton icon={X} name="Close" onClick={() => dialog.current?.close()} />
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
