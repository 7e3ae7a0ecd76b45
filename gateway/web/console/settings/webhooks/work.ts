/** Something that is asked of the server once at a time, and why it was refused. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type ProblemError } from '../../../lib/problems';
import { sentences } from '../../explain';
import { toast } from '../../ui/toasts';

export interface Work {
  readonly isBusy: boolean;
  readonly problem: ProblemError | null;
  readonly start: (work: () => Promise<void>) => void;
}

export function useWork(): Work {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  // A second click comes before the next drawing.
  const isUnderWay = useRef(false);
  const isThere = useRef(true);
  useEffect(() => () => void (isThere.current = false), []);
  const run = async (work: () => Promise<void>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setProblem(null);
    const found = await work().then(
      () => null,
      (thrown: unknown) => asProblem(thrown),
    );
    isUnderWay.current = false;
    if (!isThere.current) return;
    setBusy(false);
    setProblem(found);
  };
  return { isBusy, problem, start: (work) => void run(work) };
}

/** As `useWork`, where a note says why it was refused, after `words`. */
export function useToldWork(words: string): Pick<Work, 'isBusy' | 'start'> {
  const { isBusy, problem, start } = useWork();
  useEffect(() => {
    if (problem !== null) toast(`${words} ${sentences(problem)}`);
  }, [problem]);
  return { isBusy, start };
}
