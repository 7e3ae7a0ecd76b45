/** In a closed conversation's header: to convert it, how far that is, and the way to the ticket. */
import { LoaderCircle, Ticket } from 'lucide';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation, TicketLink } from '../../lib/contracts';
import { Icon } from '../../lib/icon';
import { useDesk } from '../contexts';
import { ticketAt } from '../router';
import { useCommand } from '../shortcuts/commands';
import { Button } from '../ui/button';
import { ConvertDialog } from './dialog';
import { asked, askForTicket } from './opening';
import './action.css';

export function TicketAction({ conversation }: { readonly conversation: Conversation }) {
  const { id, ticket } = conversation;
  const { drafts } = useDesk();
  const place = useRef<HTMLDivElement>(null);
  const isAsked = asked.value === id;
  const state = ticket?.state ?? null;
  const isConverted = state === 'created';
  useKeptFocus(place, isAsked, state);
  useEffect(() => {
    if (isConverted) drafts.change(id, { ticket: null });
  }, [drafts, id, isConverted]);
  useForgottenCompany(id, ticket);
  const canAsk = state === null || state === 'rejected';
  const ask = useCallback(() => canAsk && askForTicket(id), [id, canAsk]);
  useCommand('convert', ask);
  useEffect(() => () => void (asked.value = null), [id]);
  return (
    <div ref={place} class="ticket-action" tabIndex={-1}>
      {state === 'requested' && (
        <span class="ticket-waiting">
          <Icon of={LoaderCircle} size={15} />
          Converting…
        </span>
      )}
      {isConverted && ticket?.id != null && (
        <a class="button button-primary" href={ticketAt(ticket.id)}>
          <Icon of={Ticket} size={15} />
          <span>
            <span class="header-close-what">Open ticket </span>#{ticket.number}
          </span>
        </a>
      )}
      {canAsk && (
        <Button icon={Ticket} onClick={ask}>
          <span>
            Convert<span class="header-close-what"> to ticket</span>
          </span>
        </Button>
      )}
      {isAsked && canAsk && (
        <ConvertDialog conversation={conversation} onClose={() => (asked.value = null)} />
      )}
    </div>
  );
}

/** A company that was refused is not offered again with the rest of what was typed. */
function useForgottenCompany(id: string, ticket: TicketLink | null): void {
  const { drafts } = useDesk();
  const before = useRef(ticket?.state);
  useEffect(() => {
    const wasAsked = before.current === 'requested';
    before.current = ticket?.state;
    const { ticket: draft } = drafts.read(id);
    if (!wasAsked || ticket?.reason !== 'unknown-company' || draft === null) return;
    drafts.change(id, { ticket: { ...draft, company: null } });
  }, [drafts, id, ticket]);
}

/** What had the focus may be gone after the dialog or a change: what came in its place gets it. */
function useKeptFocus(
  place: { readonly current: HTMLDivElement | null },
  isAsked: boolean,
  state: string | null,
): void {
  const [wasAsked, setWasAsked] = useState(false);
  useEffect(() => {
    if (isAsked) setWasAsked(true);
    if (isAsked || !wasAsked) return;
    const { activeElement, body } = document;
    if (activeElement !== body && activeElement !== place.current) return;
    (place.current?.querySelector<HTMLElement>('a, button') ?? place.current)?.focus();
  }, [place, isAsked, wasAsked, state]);
}
