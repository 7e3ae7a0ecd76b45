/**
 * The list of tickets as a value, and what a socket frame makes of it. The server filters and
 * searches, so a frame changes what is shown in place and says whether the list itself is stale.
 */
import type { AgentFrame, PageTicket, Ticket } from './contracts';

export type TicketStatus = Ticket['status'];
export const TICKET_STATUSES: readonly TicketStatus[] = ['open', 'pending', 'solved'];

/** What the list is narrowed down to; null and '' leave it as wide as it is. */
export interface Filter {
  readonly status: TicketStatus | null;
  readonly companyId: string | null;
  readonly q: string;
}

export const EVERYTHING: Filter = { status: null, companyId: null, q: '' };

export interface Tickets {
  readonly byId: ReadonlyMap<string, Ticket>;
  readonly filter: Filter;
  /** In the server's order. */
  readonly ids: readonly string[];
  /** Leads to the page below, null at the end. */
  readonly next: string | null;
  readonly isLoaded: boolean;
}

export interface Outcome {
  readonly state: Tickets;
  /** Rows may have come, gone or moved. */
  readonly isStale: boolean;
}

export function empty(): Tickets {
  return { byId: new Map(), filter: EVERYTHING, ids: [], next: null, isLoaded: false };
}

export function isSameFilter(one: Filter, other: Filter): boolean {
  return one.status === other.status && one.companyId === other.companyId && one.q === other.q;
}

export function rows(state: Tickets): readonly Ticket[] {
  return state.ids.flatMap((id) => state.byId.get(id) ?? []);
}

/** Another filter: its rows are not known yet. */
export function filtered(state: Tickets, filter: Filter): Tickets {
  return isSameFilter(state.filter, filter)
    ? state
    : { ...state, filter, ids: [], next: null, isLoaded: false };
}

/** Takes the rows from the top in, in place of what was listed. */
export function withFirstPages(state: Tickets, page: PageTicket): Tickets {
  const ids = [...new Set(page.items.map((ticket) => ticket.id))];
  return { ...remembering(state, page.items), ids, next: page.next_cursor, isLoaded: true };
}

/** Takes the page below the listed rows in. */
export function withNextPage(state: Tickets, page: PageTicket): Tickets {
  const ids = [...new Set([...state.ids, ...page.items.map((ticket) => ticket.id)])];
  return { ...remembering(state, page.items), ids, next: page.next_cursor };
}

/** Takes one ticket's fresh state in, unless a newer one is known. */
export function withTicket(state: Tickets, ticket: Ticket): Tickets {
  return remembering(state, [ticket]);
}

/** What `frame` makes of the tickets. Frames about anything else change nothing. */
export function apply(state: Tickets, frame: AgentFrame): Outcome {
  if (frame.type !== 'ticket.created.v1' && frame.type !== 'ticket.changed.v1') {
    return { state, isStale: false };
  }
  const next = withTicket(state, frame.data.ticket);
  return { state: next, isStale: next !== state };
}

/** Stores tickets that are newer than what is known; the same state when none is. */
function remembering(state: Tickets, tickets: readonly Ticket[]): Tickets {
  const newer = tickets.filter((one) => one.version > (state.byId.get(one.id)?.version ?? -1));
  if (newer.length === 0) return state;
  const byId = new Map(state.byId);
  for (const ticket of newer) byId.set(ticket.id, ticket);
  return { ...state, byId };
}
