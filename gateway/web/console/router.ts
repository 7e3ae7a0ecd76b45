/** Where in the console one is: the address of the page as a value, and how it changes. */
import { computed, signal } from '@preact/signals';
import type { Status } from '../lib/conversations';
import { EVERYTHING, type Filter, TICKET_STATUSES } from '../lib/tickets';

export type Place =
  | { readonly room: 'live-chat'; readonly status: Status; readonly conversationId: string | null }
  | { readonly room: 'tickets'; readonly filter: Filter; readonly ticketId: string | null }
  | { readonly room: 'trash'; readonly q: string }
  | { readonly room: 'settings' }
  | { readonly room: 'webhooks'; readonly endpointId: string | null }
  | { readonly room: 'start' }
  | { readonly room: 'nowhere' };

const CONVERSATION = /^\/live-chat(?:\/([A-Za-z0-9_-]{1,64}))?\/?$/;
const WEBHOOK = /^\/settings\/webhooks(?:\/([A-Za-z0-9_-]{1,64}))?\/?$/;
const TICKET = /^\/tickets(?:\/([A-Za-z0-9_-]{1,64}))?\/?$/;

export function parse(address: string): Place {
  const url = new URL(address, 'http://console');
  const found = CONVERSATION.exec(url.pathname);
  if (found) {
    const status: Status = url.searchParams.get('status') === 'closed' ? 'closed' : 'active';
    return { room: 'live-chat', status, conversationId: found[1] ?? null };
  }
  const ticket = TICKET.exec(url.pathname);
  if (ticket) {
    return { room: 'tickets', filter: filterOf(url.searchParams), ticketId: ticket[1] ?? null };
  }
  if (/^\/trash\/?$/.test(url.pathname))
    return { room: 'trash', q: url.searchParams.get('q') ?? '' };
  if (/^\/settings\/?$/.test(url.pathname)) return { room: 'settings' };
  const webhook = WEBHOOK.exec(url.pathname);
  if (webhook) return { room: 'webhooks', endpointId: webhook[1] ?? null };
  return { room: url.pathname === '/' ? 'start' : 'nowhere' };
}

export function liveChat(status: Status, conversationId: string | null = null): string {
  const path = conversationId === null ? '/live-chat' : `/live-chat/${conversationId}`;
  return status === 'closed' ? `${path}?status=closed` : path;
}

function filterOf(query: URLSearchParams): Filter {
  const status = TICKET_STATUSES.find((one) => one === query.get('status')) ?? null;
  return { status, companyId: query.get('company') || null, q: query.get('q') ?? '' };
}

export function tickets({ status, companyId, q }: Filter = EVERYTHING): string {
  const query = new URLSearchParams();
  if (status !== null) query.set('status', status);
  if (companyId !== null) query.set('company', companyId);
  if (q !== '') query.set('q', q);
  const text = query.toString();
  return text === '' ? '/tickets' : `/tickets?${text}`;
}

export function ticketAt(id: string): string {
  return `/tickets/${id}`;
}

export function trash(q = ''): string {
  return q === '' ? '/trash' : `/trash?${new URLSearchParams({ q })}`;
}

export const SETTINGS = '/settings';

export function webhooks(endpointId: string | null = null): string {
  return endpointId === null ? `${SETTINGS}/webhooks` : `${SETTINGS}/webhooks/${endpointId}`;
}

const address = signal('/');
export const place = computed(() => parse(address.value));

const here = () => location.pathname + location.search;

export function navigate(to: string, { replace = false } = {}): void {
  if (to === here()) return;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  address.value = to;
}

function isPlainClick(event: MouseEvent): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !isModified && !event.defaultPrevented;
}

/** The link that a click inside this page follows, if it leads to another place of the console. */
function innerLink(event: MouseEvent): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isInner =
    link?.origin === location.origin && !link.target && !link.hasAttribute('download');
  return isInner && parse(link.pathname).room !== 'nowhere' ? link : null;
}

/** Follows the address bar and plain clicks on links. Called once. */
export function startRouter(): void {
  address.value = here();
  addEventListener('popstate', () => {
    address.value = here();
  });
  document.addEventListener('click', (event) => {
    const link = innerLink(event);
    if (link === null || !isPlainClick(event)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
