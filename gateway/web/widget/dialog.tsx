/**
 * A question or a picture over everything else. Its buttons, Escape and a click beside it close
 * it, and focus returns to where it was: all of it the browser's own doing.
 */
import type { ComponentChildren } from 'preact';
import './dialog.css';

interface Props {
  readonly title: string;
  /** Hears the `value` of the button that closed it. */
  readonly onClose: (answer: string) => void;
  readonly children: ComponentChildren;
}

function open(dialog: HTMLDialogElement | null): void {
  if (dialog?.isConnected && !dialog.open) dialog.showModal();
}

export function Dialog({ title, onClose, children }: Props) {
  return (
    <dialog
      ref={open}
      aria-label={title}
      onClose={(event) => onClose(event.currentTarget.returnValue)}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <form method="dialog">
        <h2>{title}</h2>
        {children}
      </form>
    </dialog>
  );
}
