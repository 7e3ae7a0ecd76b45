/** The end of a list that goes on: what stands there while more comes, or where it could not. */
import { useEffect, useRef } from 'preact/hooks';
import type { ProblemError } from '../../lib/problems';
import { sentences } from '../explain';
import { Button } from './button';
import './more-rows.css';

/** Rows are loaded this far before the end is in sight. */
const AHEAD = '600px 0px';

interface Props {
  /** Why the rows below could not be loaded; null when they could. */
  readonly problem: ProblemError | null;
  /** Loads the rows below. */
  readonly more: () => Promise<void>;
}

export function MoreNote({ problem, more }: Props) {
  return (
    <div class="more-rows" role={problem ? 'alert' : undefined}>
      {problem === null ? 'Loading more…' : `${sentences(problem)} `}
      {problem !== null && (
        <Button look="link" onClick={() => void more()}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Loads them as it comes near. It stands at the end of what scrolls, with a key per page. */
export function MoreRows({ problem, more }: Props) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null) return;
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void more();
      },
      { root: end.current.parentElement, rootMargin: AHEAD },
    );
    seen.observe(end.current);
    return () => seen.disconnect();
  }, [more]);
  return (
    <div ref={end}>
      <MoreNote {...{ problem, more }} />
    </div>
  );
}
