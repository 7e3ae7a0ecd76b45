/**
 * Sends messages: shown at once, kept in the draft until the server acknowledged them, retried
 * while the network fails. One client id per message makes every retry free.
 */
import type { Attachment, Message } from '../../lib/contracts';
import type { Drafts } from '../../lib/drafts';
import { newClientId } from '../../lib/ids';
import { backoffMs } from '../../lib/live';
import { asProblem, OFFLINE, type ProblemError, TIMEOUT } from '../../lib/problems';
import type { Pending } from '../../lib/thread';
import * as thread from '../../lib/thread';
import type { Requests } from '../requests';
import type { Inbox } from './inbox';
import type { Reading } from './reading';
import type { Threads } from './threads';

const TRIES = 4;

/** Whether a send failed for want of a connection: then it goes out by itself once there is one. */
export function isLost(reason: string | null): boolean {
  return reason === OFFLINE || reason === TIMEOUT;
}

export interface Sending {
  send(id: string, text: string, attachments: readonly Attachment[]): void;
  /** Tries a failed message again; `sendAnyway` past the reply guard. */
  retry(id: string, clientId: string, sendAnyway?: boolean): void;
  /** Takes a message back that was not sent; null when it has gone out meanwhile. */
  discard(id: string, clientId: string): Pending | null;
  /** The connection is back: what failed for want of one goes out by itself. */
  retryLost(): void;
}

interface Desk {
  readonly requests: Requests;
  readonly inbox: Inbox;
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly reading: Reading;
}

const wait = (milliseconds: number) =>
  new Promise<void>((done) => {
    setTimeout(done, milliseconds);
  });

export function createSending({ requests, inbox, threads, drafts, reading }: Desk): Sending {
  /** The last send of each conversation: messages go out in the order they were written. */
  const queues = new Map<string, Promise<void>>();
  /**
   * What the agent had seen on deciding to send, by client id. What comes into sight while a
   * message waits for the network must not disarm the reply guard.
   */
  const seenSeqs = new Map<string, number>();

  const pendingOf = (id: string, clientId: string) =>
    threads
      .of(id)
      .peek()
      .thread.pending.find((mine) => mine.clientId === clientId) ?? null;

  /** The draft holds what is not acknowledged, as the thread shows it. */
  function keep(id: string): void {
    drafts.change(id, { unsent: threads.of(id).peek().thread.pending });
  }

  function change(id: string, transition: Parameters<Threads['change']>[1]): void {
    threads.change(id, transition);
    keep(id);
  }

  function post(id: string, mine: Pending, sendAnyway: boolean): Promise<Message> {
    return requests.post(id, {
      client_id: mine.clientId,
      text: mine.text,
      attachment_ids: mine.attachments.map((file) => file.id),
      last_seen_seq: seenSeqs.get(mine.clientId) ?? reading.lastSeen(id),
      send_anyway: sendAnyway,
    });
  }

  async function posted(id: string, mine: Pending, sendAnyway: boolean): Promise<Message> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await post(id, mine, sendAnyway);
      } catch (thrown) {
        if (!asProblem(thrown).isTransient || attempt + 1 >= TRIES) throw thrown;
        await wait(backoffMs(attempt + 1, Math.random()));
      }
    }
  }

  function refused(id: string, clientId: string, problem: ProblemError): void {
    const { missed } = problem.members;
    if (problem.slug === 'newer-reply' && missed !== undefined) {
      change(id, (before) => thread.held(thread.merge(before, missed), clientId, missed));
      return;
    }
    change(id, (before) => thread.failed(before, clientId, problem.slug));
    if (problem.status === 409) inbox.refresh(id).catch(() => undefined);
  }

  async function transmit(id: string, clientId: string, sendAnyway: boolean): Promise<void> {
    const mine = pendingOf(id, clientId);
    if (mine === null) return;
    try {
      const message = await posted(id, mine, sendAnyway);
      seenSeqs.delete(clientId);
      change(id, (before) => thread.merge(before, [message]));
    } catch (thrown) {
      refused(id, clientId, asProblem(thrown));
    }
  }

  function enqueue(id: string, clientId: string, sendAnyway = false): void {
    const before = queues.get(id) ?? Promise.resolve();
    queues.set(
      id,
      before.then(() => transmit(id, clientId, sendAnyway)),
    );
  }

  function again(id: string, clientId: string, sendAnyway = false): void {
    change(id, (before) => thread.retried(before, clientId));
    enqueue(id, clientId, sendAnyway);
  }

  return {
    send(id, text, attachments) {
      const clientId = newClientId();
      const createdAt = new Date().toISOString();
      seenSeqs.set(clientId, reading.lastSeen(id));
      threads.change(id, (before) =>
        thread.sending(before, { clientId, text, attachments, createdAt }),
      );
      drafts.change(id, {
        text: '',
        attachments: [],
        unsent: threads.of(id).peek().thread.pending,
      });
      enqueue(id, clientId);
    },
    retry(id, clientId, sendAnyway) {
      seenSeqs.set(clientId, reading.lastSeen(id));
      again(id, clientId, sendAnyway);
    },
    discard(id, clientId) {
      seenSeqs.delete(clientId);
      const mine = pendingOf(id, clientId);
      change(id, (before) => thread.discarded(before, clientId));
      return mine;
    },
    retryLost() {
      for (const id of threads.ids()) {
        for (const mine of threads.of(id).peek().thread.pending) {
          if (mine.state === 'failed' && isLost(mine.reason)) again(id, mine.clientId);
        }
      }
    },
  };
}
