import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInbox } from '../../console/desk/inbox';
import { createReading } from '../../console/desk/reading';
import { createSending } from '../../console/desk/sending';
import { createThreads } from '../../console/desk/threads';
import type { Requests } from '../../console/requests';
import { createDrafts } from '../../lib/drafts';
import { OFFLINE, ProblemError } from '../../lib/problems';

/** Ann at her desk, who has seen two messages; what is posted is lost on the way. */
function aDesk() {
  const post = vi.fn((_id: string, _body: { readonly last_seen_seq: number | null }) =>
    Promise.reject(lost()),
  );
  const requests = { post, read: () => Promise.reject(lost()) } as unknown as Requests;
  const inbox = createInbox(requests, 'ann');
  const drafts = createDrafts(null, 'ann');
  const reading = createReading(requests, inbox);
  const threads = createThreads(requests, inbox, drafts);
  reading.seen('c1', 2);
  threads.of('c1');
  const sending = createSending({ requests, inbox, threads, drafts, reading });
  const sent = () => post.mock.calls.map(([, { last_seen_seq }]) => last_seen_seq);
  const pending = () => threads.of('c1').value.thread.pending[0];
  return { sending, reading, sent, pending };
}

function lost(): ProblemError {
  return new ProblemError(OFFLINE, 0);
}

describe('what the reply guard is told', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is what was seen when the message was written, however long that waits', async () => {
    const { sending, reading, sent, pending } = aDesk();
    sending.send('c1', 'Written blind', []);
    await vi.advanceTimersByTimeAsync(0);
    reading.seen('c1', 3);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(pending()?.state).toBe('failed');
    sending.retryLost();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(new Set(sent())).toEqual(new Set([2]));
    expect(sent().length).toBeGreaterThan(4);
  });

  it('is what is seen by now when the agent decides to try again', async () => {
    const { sending, reading, sent, pending } = aDesk();
    sending.send('c1', 'Written blind', []);
    await vi.advanceTimersByTimeAsync(600_000);
    reading.seen('c1', 3);
    sending.retry('c1', pending()?.clientId ?? '');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent().at(-1)).toBe(3);
  });
});
