/** A sentence and what to do, where there is nothing else. */
import type { ComponentChildren } from 'preact';
import './blank.css';

interface Props {
  readonly class?: string;
  /** Without one, something is about to come. */
  readonly text?: string;
  readonly action?: string | false;
  readonly onAction?: () => void;
  /** What else may be done. */
  readonly children?: ComponentChildren;
}

export function Blank({ class: look = 'blank', text, action, onAction, children }: Props) {
  if (text === undefined) return <div class="blank waiting" aria-busy="true" />;
  return (
    <div class={look}>
      <p role="status">{text}</p>
      {children}
      {action && (
        <button type="button" class="solid" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
