import { describe, expect, it } from 'vitest';
import { liveChat, parse, ticketAt, tickets } from '../../console/router';
import { EVERYTHING } from '../../lib/tickets';

describe('an address', () => {
  it.each([
    ['/', { room: 'start' }],
    ['/live-chat', { room: 'live-chat', status: 'active', conversationId: null }],
    ['/live-chat?status=closed', { room: 'live-chat', status: 'closed', conversationId: null }],
    ['/live-chat/abc-1', { room: 'live-chat', status: 'active', conversationId: 'abc-1' }],
    ['/tickets', { room: 'tickets', filter: EVERYTHING, ticketId: null }],
    ['/tickets/?status=gone&q=', { room: 'tickets', filter: EVERYTHING, ticketId: null }],
    ['/tickets/t-1', { room: 'tickets', filter: EVERYTHING, ticketId: 't-1' }],
    ['/tickets/a/b', { room: 'nowhere' }],
    ['/settings', { room: 'settings' }],
    ['/settings/', { room: 'settings' }],
    ['/settings/webhooks', { room: 'webhooks', endpointId: null }],
    ['/settings/webhooks/e-1', { room: 'webhooks', endpointId: 'e-1' }],
    ['/settings/others', { room: 'nowhere' }],
    ['/live-chat/a/b', { room: 'nowhere' }],
    ['/live-chat/%3Cb%3E', { room: 'nowhere' }],
    ['/elsewhere', { room: 'nowhere' }],
  ])('%s leads to its place', (address, place) => {
    expect(parse(address)).toEqual(place);
  });

  it('made for a conversation leads back to it', () => {
    const place = { room: 'live-chat', status: 'closed', conversationId: 'abc' };
    expect(parse(liveChat('closed', 'abc'))).toEqual(place);
  });

  it('made for a narrowed list of tickets leads back to it', () => {
    const filter = { status: 'pending', companyId: 'c-1', q: 'où & <b>?' } as const;
    expect(parse(tickets(filter))).toEqual({ room: 'tickets', filter, ticketId: null });
    expect(parse(ticketAt('t-1'))).toMatchObject({ room: 'tickets', ticketId: 't-1' });
  });
});
