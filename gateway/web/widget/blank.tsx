/** A screen with nothing but a sentence; without one, something is about to come. */
import './blank.css';

interface Props {
  readonly text?: string;
  readonly action?: string;
  readonly onAction?: () => void;
}

export function Blank({ text, action, onAction }: Props) {
  if (text === undefined) return <div class="blank waiting" aria-busy="true" />;
  return (
    <div class="blank" role="status">
      <p>{text}</p>
      {action !== undefined && (
        <button type="button" class="solid" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
