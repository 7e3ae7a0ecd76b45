/** Companies for what is typed, a moment after it was typed; the newest answer counts. */
import { useEffect, useState } from 'preact/hooks';
import type { Company } from '../../lib/contracts';
import { asProblem, isAbort, type ProblemError } from '../../lib/problems';
import { useSessionRoom } from '../contexts';

const TYPING_MS = 150;

export interface Found {
  readonly companies: readonly Company[];
  /** What they were found for; null before the first answer. */
  readonly query: string | null;
  readonly problem: ProblemError | null;
}

const NOTHING: Found = { companies: [], query: null, problem: null };

export function useCompanies(query: string, domain: string | null, isWanted: boolean): Found {
  const { requests } = useSessionRoom();
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (!isWanted) return;
    const cancelled = new AbortController();
    const ask = async () => {
      const asked = { q: query.trim() || null, domain };
      try {
        const { items } = await requests.companies(asked, cancelled.signal);
        setFound({ companies: items, query, problem: null });
      } catch (thrown) {
        if (!isAbort(thrown)) setFound((before) => ({ ...before, problem: asProblem(thrown) }));
      }
    };
    const timer = setTimeout(() => void ask(), query === '' ? 0 : TYPING_MS);
    return () => {
      clearTimeout(timer);
      cancelled.abort();
    };
  }, [requests, query, domain, isWanted]);
  return found;
}
