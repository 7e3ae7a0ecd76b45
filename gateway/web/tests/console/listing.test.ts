import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { createListing } from '../../console/listing';
import type { ProblemError } from '../../lib/problems';

interface Page {
  items: readonly string[];
  next_cursor: string | null;
}

/** A list of five rows, two a page, and what of it is known. */
function aList(fetch: (cursor: string | null) => Promise<Page> = pageAt) {
  const known = { rows: 0, next: null as string | null, isLoaded: false };
  const shown: string[] = [];
  const problem = signal<ProblemError | null>(null);
  const take = (page: Page) => {
    shown.push(...page.items);
    Object.assign(known, { rows: shown.length, next: page.next_cursor, isLoaded: true });
  };
  const listing = createListing<Page>({
    fetch,
    known: () => known,
    takeFirst(page) {
      shown.length = 0;
      take(page);
    },
    takeNext: take,
    problem,
    refreshAfterMs: 0,
  });
  return { listing, shown, problem };
}

function pageAt(cursor: string | null): Promise<Page> {
  const at = Number(cursor ?? 0);
  const items = ['a', 'b', 'c', 'd', 'e'].slice(at, at + 2);
  return Promise.resolve({ items, next_cursor: at + 2 < 5 ? String(at + 2) : null });
}

describe('a list', () => {
  it('is read a page at a time, and again as far as it was known', async () => {
    const { listing, shown } = aList();
    await listing.load();
    expect(shown).toEqual(['a', 'b']);
    await listing.more();
    expect(shown).toEqual(['a', 'b', 'c', 'd']);
    await listing.load();
    expect(shown).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is asked once for the rows below, however often one comes near its end', async () => {
    const { listing, shown } = aList();
    await listing.load();
    await Promise.all([listing.more(), listing.more()]);
    expect(shown).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes no answer that a newer question overtook', async () => {
    const answers: ((page: Page) => void)[] = [];
    const { listing, shown } = aList(() => new Promise((resolve) => answers.push(resolve)));
    const both = [listing.load(), listing.load()];
    answers[1]?.({ items: ['new'], next_cursor: null });
    answers[0]?.({ items: ['old'], next_cursor: null });
    await Promise.all(both);
    expect(shown).toEqual(['new']);
  });

  it('says why it could not be read, until it can', async () => {
    let fails = true;
    const { listing, problem } = aList((cursor) =>
      fails ? Promise.reject(new TypeError('no network')) : pageAt(cursor),
    );
    await listing.load();
    expect(problem.value).not.toBeNull();
    fails = false;
    await listing.load();
    expect(problem.value).toBeNull();
  });
});
