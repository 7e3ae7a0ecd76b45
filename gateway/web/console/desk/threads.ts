/** The threads that are or were open: loaded on opening, whole again after every gap. */
import { type Signal, signal } from '@preact/signals';
import type { AgentFrame, Conversation, Message } from '../../lib/contracts';
import { type Drafts, NO_DRAFT } from '../../lib/drafts';
import { asProblem, type ProblemError } from '../../lib/problems';
import type { Thread } from '../../lib/thread';
import * as thread from '../../lib/thread';
import type { Requests } from '../requests';
import type { Inbox } from './inbox';
import { LONGEST_CATCH_UP, newestPageAfter, olderPage } from './paging';

/** Threads kept for quick return; beyond, the one that was left longest ago is let go. */
const KEPT_THREADS = 20;

export interface OpenThread {
  readonly thread: Thread;
  readonly phase: 'loading' | 'ready' | 'gone' | 'failed';
  readonly problem: ProblemError | null;
  readonly isLoadingOlder: boolean;
  /** The first message that was new when the thread was opened. */
  readonly newFrom: number | null;
}

export interface Threads {
  of(id: string): Signal<OpenThread>;
  /** Loads what is missing to show a conversation. */
  open(id: string): Promise<void>;
  /** Makes an open thread whole again after the connection was away. */
  recover(id: string): Promise<void>;
  /** Loads one page upwards. */
  older(id: string): Promise<void>;
  change(id: string, change: (thread: Thread) => Thread): void;
  apply(frame: AgentFrame): void;
  /** Conversations whose threads are in memory. */
  ids(): readonly string[];
}

export function createThreads(requests: Requests, inbox: Inbox, drafts: Drafts): Threads {
  const open = new Map<string, Signal<OpenThread>>();
  const filling = new Map<string, Promise<void>>();

  function of(id: string): Signal<OpenThread> {
    const known = open.get(id);
    if (known !== undefined) return known;
    const created = signal<OpenThread>({
      thread: thread.empty(id),
      phase: 'loading',
      problem: null,
      isLoadingOlder: false,
      newFrom: null,
    });
    open.set(id, created);
    return created;
  }

  function update(id: string, change: Partial<OpenThread>): void {
    const one = of(id);
    one.value = { ...one.peek(), ...change };
  }

  function change(id: string, transition: (before: Thread) => Thread): void {
    const one = open.get(id);
    if (one === undefined) return;
    const before = one.peek().thread;
    const after = transition(before);
    if (after !== before) update(id, { thread: after });
  }

  function letGo(): void {
    for (const [id, one] of open) {
      if (open.size <= KEPT_THREADS) return;
      if (one.peek().thread.pending.length === 0) open.delete(id);
    }
  }

  /** Where loading goes on to reach `newest`; null when nothing is missing. */
  function missingAfter(id: string, newest: number): number | null {
    const loaded = of(id).peek().thread;
    const gap = thread.gap(loaded, newest);
    if (gap === null) return null;
    if (loaded.messages.length > 0 && newest - gap <= LONGEST_CATCH_UP) return gap;
    change(id, (before) => ({ ...before, messages: [] }));
    return newestPageAfter(newest);
  }

  async function fill(id: string): Promise<void> {
    for (;;) {
      const newest = inbox.state.value.byId.get(id)?.last_seq ?? 0;
      const after = missingAfter(id, newest);
      if (after === null) return;
      const { items } = await requests.messages(id, after);
      if (items.length === 0) return;
      change(id, (before) => thread.merge(before, items));
    }
  }

  function catchUp(id: string): Promise<void> {
    const running = filling.get(id);
    if (running !== undefined) return running;
    const started = fill(id).finally(() => filling.delete(id));
    filling.set(id, started);
    return started;
  }

  async function load(id: string): Promise<void> {
    const conversation = inbox.state.value.byId.get(id) ?? (await inbox.refresh(id));
    if (conversation === null) {
      update(id, { phase: 'gone' });
      return;
    }
    if (of(id).peek().phase !== 'ready') update(id, { newFrom: firstNew(conversation) });
    await catchUp(id);
    const { unsent } = drafts.read(id);
    change(id, (before) => thread.resumed(before, unsent));
    update(id, { phase: 'ready', problem: null });
  }

  async function recover(id: string): Promise<void> {
    const isShown = of(id).peek().phase === 'ready';
    if (!isShown) update(id, { phase: 'loading', problem: null });
    try {
      await load(id);
    } catch (thrown) {
      if (!isShown) update(id, { phase: 'failed', problem: asProblem(thrown) });
    }
  }

  function forget(id: string): void {
    drafts.change(id, NO_DRAFT);
    if (open.has(id)) update(id, { thread: thread.empty(id), phase: 'gone' });
  }

  function newMessage(message: Message): void {
    const id = message.conversation_id;
    if (!open.has(id)) return;
    change(id, (before) => thread.merge(before, [message]));
    catchUp(id).catch(() => undefined); // The next recovery fills what stays open.
  }

  return {
    of,
    change,
    async open(id) {
      const one = of(id);
      open.delete(id);
      open.set(id, one);
      letGo();
      const conversation = inbox.state.value.byId.get(id);
      if (conversation !== undefined) update(id, { newFrom: firstNew(conversation) });
      await recover(id);
    },
    recover,
    async older(id) {
      const { thread: loaded, isLoadingOlder, phase } = of(id).peek();
      const first = loaded.messages[0]?.seq ?? 1;
      if (isLoadingOlder || phase !== 'ready' || first === 1) return;
      update(id, { isLoadingOlder: true });
      try {
        const { after, limit } = olderPage(first);
        const { items } = await requests.messages(id, after, limit);
        change(id, (before) => thread.merge(before, items));
      } finally {
        update(id, { isLoadingOlder: false });
      }
    },
    apply(frame) {
      if (frame.type === 'conversation.message_sent.v1') newMessage(frame.data.message);
      if (frame.type === 'conversation.purged.v1') forget(frame.subject);
    },
    ids: () => [...open.keys()],
  };
}

function firstNew({ unread, read_seq }: Conversation): number | null {
  return unread > 0 && read_seq > 0 ? read_seq + 1 : null;
}
