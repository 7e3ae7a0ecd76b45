/**
 * The workspace's tickets as signals: the list, each ticket that was opened with its transcript,
 * and what keeps them fresh. Tickets need no live chat, so they live as long as the sign-in.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { AgentFrame, Message, Ticket, TicketPatch } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import * as tickets from '../../lib/tickets';
import { createListing, PAGE } from '../listing';
import { MESSAGES_LIMIT, type Requests } from '../requests';

/** A burst of changes asks once. */
const REFRESH_AFTER_MS = 200;
/** Tickets kept for quick return. */
const KEPT = 20;

export interface OpenTicket {
  readonly phase: 'loading' | 'ready' | 'gone' | 'failed';
  readonly problem: ProblemError | null;
  /** The transcript from its start, as far as it is loaded. */
  readonly messages: readonly Message[];
  readonly isWhole: boolean;
}

export interface TicketsRoom {
  readonly state: ReadonlySignal<tickets.Tickets>;
  /** Why rows could not be loaded; null when they could. */
  readonly problem: ReadonlySignal<ProblemError | null>;
  /** Shows the tickets of a filter. */
  show(filter: tickets.Filter): Promise<void>;
  /** Loads the rows below. */
  more(): Promise<void>;
  /** Loads what is shown anew, a little later. */
  refresh(): void;
  of(id: string): ReadonlySignal<OpenTicket>;
  /** Loads a ticket and the start of its transcript. */
  open(id: string): Promise<void>;
  /** Loads the next part of a ticket's transcript. */
  moreMessages(id: string): Promise<void>;
  /** Throws a ProblemError. */
  change(id: string, patch: TicketPatch): Promise<void>;
  apply(frame: AgentFrame): void;
}

const CLOSED: OpenTicket = { phase: 'loading', problem: null, messages: [], isWhole: false };

export function createTickets(requests: Requests): TicketsRoom {
  const state = signal(tickets.empty());
  const problem = signal<ProblemError | null>(null);
  const opened = new Map<string, Signal<OpenTicket>>();
  const reading = new Map<string, Promise<void>>();

  function of(id: string): Signal<OpenTicket> {
    const known = opened.get(id);
    if (known !== undefined) return known;
    const created = signal(CLOSED);
    opened.set(id, created);
    return created;
  }

  function update(id: string, change: Partial<OpenTicket>): void {
    const one = of(id);
    one.value = { ...one.peek(), ...change };
  }

  /** Beyond what is kept, the tickets that were opened longest ago are let go. */
  function letGo(id: string): void {
    const one = of(id);
    opened.delete(id);
    const oldest = [...opened.keys()].slice(0, Math.max(0, opened.size - KEPT + 1));
    for (const other of oldest) opened.delete(other);
    opened.set(id, one);
  }

  function take(ticket: Ticket): void {
    state.value = tickets.withTicket(state.value, ticket);
  }

  async function read(id: string): Promise<void> {
    const { messages, isWhole } = of(id).peek();
    if (isWhole) return;
    const { items } = await requests.ticketMessages(id, messages.at(-1)?.seq ?? 0);
    const isNowWhole = items.length < MESSAGES_LIMIT;
    update(id, { messages: [...messages, ...items], isWhole: isNowWhole });
  }

  /** One part of a transcript at a time. */
  function readOnce(id: string): Promise<void> {
    const running = reading.get(id);
    if (running !== undefined) return running;
    const started = read(id).finally(() => reading.delete(id));
    reading.set(id, started);
    return started;
  }

  const { load, more, refresh } = createListing({
    fetch: (cursor) => requests.tickets(state.value.filter, cursor, PAGE),
    known: () => ({ ...state.value, rows: state.value.ids.length }),
    takeFirst: (page) => (state.value = tickets.withFirstPages(state.value, page)),
    takeNext: (page) => (state.value = tickets.withNextPage(state.value, page)),
    problem,
    refreshAfterMs: REFRESH_AFTER_MS,
  });

  return {
    state,
    problem,
    async show(filter) {
      const next = tickets.filtered(state.value, filter);
      if (next !== state.value) problem.value = null;
      state.value = next;
      await load();
    },
    more,
    refresh,
    of,
    async open(id) {
      letGo(id);
      const isShown = of(id).peek().phase === 'ready';
      if (!isShown) update(id, { phase: 'loading', problem: null });
      try {
        const isRead = of(id).peek().messages.length > 0;
        const [ticket] = await Promise.all([requests.ticket(id), isRead ? null : readOnce(id)]);
        take(ticket);
        update(id, { phase: 'ready', problem: null });
      } catch (thrown) {
        const found = asProblem(thrown);
        if (found.status === 404) update(id, { phase: 'gone' });
        else if (!isShown) update(id, { phase: 'failed', problem: found });
      }
    },
    moreMessages: readOnce,
    async change(id, patch) {
      take(await requests.changeTicket(id, patch));
      refresh();
    },
    apply(frame) {
      const outcome = tickets.apply(state.value, frame);
      state.value = outcome.state;
      if (outcome.isStale) refresh();
    },
  };
}
