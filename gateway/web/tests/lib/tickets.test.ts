import { describe, expect, it } from 'vitest';
import * as tickets from '../../lib/tickets';
import { aFrame, aTicket, at, closed } from './builders';

const one = aTicket({ id: 't1', number: 1 });
const two = aTicket({ id: 't2', number: 2 });

function listed(next: string | null = null) {
  return tickets.withFirstPages(tickets.empty(), { items: [two, one], next_cursor: next });
}

const numbers = (state: tickets.Tickets) => tickets.rows(state).map((ticket) => ticket.number);

describe('a frame about a ticket', () => {
  it('changes it in place and makes the list stale', () => {
    const solved = aTicket({ id: 't1', number: 1, version: 2, status: 'solved' });
    const frame = aFrame('ticket.changed.v1', 't1', 2, { ticket: solved });
    const { state, isStale } = tickets.apply(listed(), frame);
    expect(state.byId.get('t1')?.status).toBe('solved');
    expect(isStale).toBe(true);
  });

  it('that is not newer changes nothing, however often it comes', () => {
    const state = listed();
    const frame = aFrame('ticket.created.v1', 't1', 1, { ticket: one });
    expect(tickets.apply(state, frame)).toEqual({ state, isStale: false });
  });

  it('that was created makes the list stale', () => {
    const frame = aFrame('ticket.created.v1', 't3', 1, { ticket: aTicket({ id: 't3' }) });
    expect(tickets.apply(listed(), frame).isStale).toBe(true);
  });

  it('is the only one that matters', () => {
    const state = listed();
    expect(tickets.apply(state, closed('c1', 2, 9))).toEqual({ state, isStale: false });
  });
});

describe('the list of tickets', () => {
  it('shows a ticket once that comes with two pages', () => {
    const state = tickets.withNextPage(listed('below'), { items: [one], next_cursor: null });
    expect(numbers(state)).toEqual([2, 1]);
    expect(state.next).toBeNull();
  });

  it('read again is in the order of the server', () => {
    const state = tickets.withFirstPages(listed(), { items: [one, two], next_cursor: null });
    expect(numbers(state)).toEqual([1, 2]);
  });

  it('starts anew with another filter, and stays with the same', () => {
    const state = listed();
    expect(tickets.filtered(state, { ...tickets.EVERYTHING })).toBe(state);
    const pending = tickets.filtered(state, { ...tickets.EVERYTHING, status: 'pending' });
    expect(pending).toMatchObject({ ids: [], isLoaded: false });
  });

  it('never goes back to an older state that a late answer brings', () => {
    const newer = aTicket({ id: 't1', number: 1, version: 3, updated_at: at(5) });
    const state = tickets.withTicket(listed(), newer);
    const late = tickets.withFirstPages(state, { items: [one], next_cursor: null });
    expect(late.byId.get('t1')).toBe(newer);
  });
});
