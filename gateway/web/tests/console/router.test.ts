import { describe, expect, it } from 'vitest';
import { liveChat, parse } from '../../console/router';

describe('an address', () => {
  it.each([
    ['/', { room: 'start' }],
    ['/live-chat', { room: 'live-chat', status: 'active', conversationId: null }],
    ['/live-chat?status=closed', { room: 'live-chat', status: 'closed', conversationId: null }],
    ['/live-chat/abc-1', { room: 'live-chat', status: 'active', conversationId: 'abc-1' }],
    ['/settings', { room: 'settings' }],
    ['/settings/', { room: 'settings' }],
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
});
