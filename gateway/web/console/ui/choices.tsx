/** How a dialog ends: why what was asked was refused, and what one can choose. */
import type { ComponentChildren } from 'preact';
import type { ProblemError } from '../../lib/problems';
import { sentences } from '../explain';
import { Button } from './button';
import './choices.css';

interface Props {
  /** Why it was refused; null when it was not. */
  readonly problem?: ProblemError | null;
  /** Left out where it is done already. */
  readonly onCancel?: () => void;
  /** The button that does it. */
  readonly children: ComponentChildren;
}

export function Choices({ problem = null, onCancel, children }: Props) {
  return (
    <div class="choices">
      {problem !== null && (
        <p class="field-problem" role="alert">
          {sentences(problem)}
        </p>
      )}
      <div class="choices-row">
        {onCancel !== undefined && (
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
        {children}
      </div>
    </div>
  );
}
