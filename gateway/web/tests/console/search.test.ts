import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, PageConversation } from '../../lib/contracts';
import { createInbox } from '../../console/desk/inbox';
import { createSearch } from '../../console/desk/search';
import type { Requests } from '../../console/requests';
import { aConversation } from '../lib/builders';

const page = (items: Conversation[], next_cursor: string | null = null): PageConversation => ({
  items,
  next_cursor,
});

function aSearch(answers: (q: string, cursor: string | null) => Promise<PageConversation>) {
  const search = vi.fn(answers);
  const requests = { search } as unknown as Requests;
  const inbox = createInbox(requests, 'ann');
  return { asked: search, inbox, search: createSearch(requests, inbox) };
}

describe('a search', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks once for what was typed in one go, and the inbox knows what was found', async () => {
    const mia = aConversation({ id: 'c1' });
    const { search, asked, inbox } = aSearch(() => Promise.resolve(page([mia])));
    search.look('m');
    search.look('mi');
    expect(search.found.value).toMatchObject({ query: 'mi', phase: 'loading' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.mock.calls.map(([query]) => query)).toEqual(['mi']);
    expect(search.found.value).toMatchObject({ phase: 'ready', ids: ['c1'] });
    expect(inbox.state.value.byId.get('c1')).toEqual(mia);
  });

  it('shows nothing of an answer that a newer question overtook', async () => {
    let answerFirst: (found: PageConversation) => void = () => undefined;
    const { search } = aSearch((query) =>
      query === 'first'
        ? new Promise((answer) => {
            answerFirst = answer;
          })
        : Promise.resolve(page([aConversation({ id: 'second' })])),
    );
    search.look('first');
    await vi.advanceTimersByTimeAsync(1_000);
    search.look('second');
    await vi.advanceTimersByTimeAsync(1_000);
    answerFirst(page([aConversation({ id: 'first' })]));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.found.value?.ids).toEqual(['second']);
  });

  it('adds the page below, each conversation once', async () => {
    const { search } = aSearch((_, cursor) =>
      Promise.resolve(
        cursor === null
          ? page([aConversation({ id: 'c1' })], 'below')
          : page([aConversation({ id: 'c1' }), aConversation({ id: 'c2' })]),
      ),
    );
    search.look('parcel');
    await vi.advanceTimersByTimeAsync(1_000);
    await search.more();
    expect(search.found.value).toMatchObject({ ids: ['c1', 'c2'], next: null });
  });

  it('says why it failed and keeps what was typed', async () => {
    const { search } = aSearch(() => Promise.reject(new Error('no network')));
    search.look('parcel');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(search.found.value).toMatchObject({ query: 'parcel', phase: 'failed' });
    expect(search.found.value?.problem).not.toBeNull();
  });

  it('ends with an empty field, also while an answer is on its way', async () => {
    const { search } = aSearch(() => Promise.resolve(page([aConversation({ id: 'c1' })])));
    search.look('parcel');
    search.look(' ');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(search.found.value).toBeNull();
  });
});
