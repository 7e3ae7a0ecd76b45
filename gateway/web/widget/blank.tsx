/** A sentence and what to do, where there is nothing else. */
import './blank.css';

interface Props {
  readonly class?: string;
  /** Without one, something is about to come. */
  readonly text?: string;
  readonly action?: string | false;
  readonly onAction?: () => void;
}

export function Blank({ class: look = 'blank', text, action, onAction }: Props) {
  if (text === undefined) return <div class="blank waiting" aria-busy="true" />;
  return (
    <div class={look} role="status">
      <p>{text}</p>
      {action && (
        <button type="button" class="solid" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
