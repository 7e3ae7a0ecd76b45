import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeleting } from '../../console/desk/deleting';
import { createInbox } from '../../console/desk/inbox';
import type { Requests } from '../../console/requests';
import { ProblemError } from '../../lib/problems';
import { aConversation, aFrame, ann } from '../lib/builders';

const GONE = new ProblemError('not-found', 404);
const one = aConversation({ id: 'c1', version: 4 });

/** A server with one conversation; a test says what it answers. */
function aDesk() {
  const asked: string[] = [];
  const answers: Record<string, () => Promise<unknown>> = {
    delete: async () => undefined,
    restore: async () => undefined,
    conversation: async () => one,
    counts: async () => ({ active: 0, closed: 0 }),
  };
  const requests = new Proxy({} as Requests, {
    get: (_, name: string) => () => {
      asked.push(name);
      return answers[name]?.();
    },
  });
  const inbox = createInbox(requests, 'ann');
  inbox.remember([one]);
  const deleting = createDeleting(requests, inbox, () => ann);
  const isListed = () => inbox.state.value.lists.active.ids.includes('c1');
  return { asked, answers, inbox, deleting, isListed };
}

function restored(version: number) {
  const { read_seq: _, unread: __, ...conversation } = { ...one, version };
  return aFrame('conversation.restored.v1', 'c1', version, { conversation, reads: {} });
}

beforeEach(() => void vi.useFakeTimers());

describe('deleting', () => {
  it('takes the row away before the server has answered, and for good once it has', async () => {
    const { deleting, isListed, inbox } = aDesk();
    const done = deleting.delete('c1');
    expect(isListed()).toBe(false);
    await done;
    expect(inbox.state.value.gone.get('c1')).toMatchObject({ by: { name: 'Ann' } });
  });

  it('gives the row back where it fails, and says why', async () => {
    const { answers, deleting, isListed } = aDesk();
    answers.delete = () => Promise.reject(new ProblemError('unavailable', 503));
    await expect(deleting.delete('c1')).rejects.toThrow('unavailable');
    expect(isListed()).toBe(true);
  });

  it('has worked where only the answer was lost', async () => {
    const { answers, deleting, isListed } = aDesk();
    answers.delete = () => Promise.reject(new ProblemError('timeout', 0));
    answers.conversation = () => Promise.reject(GONE);
    await deleting.delete('c1');
    expect(isListed()).toBe(false);
  });

  it('is no failure where someone else was quicker, and not one’s own deed', async () => {
    const { answers, deleting, inbox, isListed } = aDesk();
    answers.delete = answers.conversation = () => Promise.reject(GONE);
    await deleting.delete('c1');
    expect([isListed(), inbox.state.value.gone.get('c1')?.by]).toEqual([false, null]);
  });

  it('twice is once', async () => {
    const { asked, deleting } = aDesk();
    await Promise.all([deleting.delete('c1'), deleting.delete('c1')]);
    expect(asked.filter((name) => name === 'delete')).toHaveLength(1);
  });
});

describe('restoring', () => {
  it('waits for the deletion under way, and ends once the conversation is back', async () => {
    const { asked, deleting, inbox, isListed } = aDesk();
    void deleting.delete('c1');
    const done = deleting.restore('c1');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.slice(0, 2)).toEqual(['delete', 'restore']);
    inbox.apply(restored(6));
    await done;
    expect(isListed()).toBe(true);
  });

  it('asks for the conversation where no frame says that it is back', async () => {
    const { answers, deleting, isListed } = aDesk();
    await deleting.delete('c1');
    answers.conversation = async () => ({ ...one, version: 6 });
    const done = deleting.restore('c1');
    await vi.advanceTimersByTimeAsync(1_500);
    await done;
    expect(isListed()).toBe(true);
  });

  it('fails in the end where it does not come back', async () => {
    const { answers, deleting } = aDesk();
    await deleting.delete('c1');
    answers.conversation = () => Promise.reject(GONE);
    const failed = expect(deleting.restore('c1')).rejects.toThrow('timeout');
    await vi.advanceTimersByTimeAsync(15_000);
    await failed;
  });
});

it('an answer that is older than the return of a conversation does not take it away', async () => {
  const { answers, deleting, inbox, isListed } = aDesk();
  await deleting.delete('c1');
  let answer = (_: unknown) => {};
  answers.conversation = () => new Promise((_, reject) => (answer = reject));
  const asking = inbox.refresh('c1');
  await vi.advanceTimersByTimeAsync(0);
  inbox.apply(restored(6));
  answer(GONE);
  expect(await asking).toMatchObject({ version: 6 });
  expect(isListed()).toBe(true);
});
