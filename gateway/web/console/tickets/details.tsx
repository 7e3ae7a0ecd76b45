/** What is known about a ticket, and what can be changed of it. */
import { MessagesSquare } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Person, Ticket, TicketPatch } from '../../lib/contracts';
import { Icon } from '../../lib/icon';
import { asProblem } from '../../lib/problems';
import { TICKET_STATUSES } from '../../lib/tickets';
import { full, relative } from '../../lib/time';
import { CompanyBox } from '../companies/company-box';
import { domainOf } from '../companies/options';
import { useSession, useTickets } from '../contexts';
import { sentences } from '../explain';
import { now } from '../now';
import { liveChat } from '../router';
import { liveChatOf } from '../session/session';
import { Avatar } from '../ui/avatar';
import { Field } from '../ui/field';
import { Segments } from '../ui/segments';
import { toast } from '../ui/toasts';
import { STATUS_WORDS } from './status';
import './details.css';

const CHOICES = TICKET_STATUSES.map((value) => ({ value, words: STATUS_WORDS[value] }));

/** Shows a change at once, and takes it back where the server refuses it. */
function useChange(ticket: Ticket) {
  const room = useTickets();
  const [under, setUnder] = useState<TicketPatch>({});
  const change = async (patch: TicketPatch) => {
    setUnder(patch);
    try {
      await room.change(ticket.id, patch);
    } catch (thrown) {
      toast(`Not changed. ${sentences(asProblem(thrown))}`);
    } finally {
      setUnder({});
    }
  };
  return { under, change };
}

export function Details({ ticket }: { readonly ticket: Ticket }) {
  const { under, change } = useChange(ticket);
  const { requester, agents, created_at } = ticket;
  return (
    <aside class="details" aria-label="Details">
      <div class="details-item">
        <p class="details-name">Status</p>
        <Segments
          label="Status"
          name="ticket-status"
          choices={CHOICES}
          value={under.status ?? ticket.status}
          onChange={(status) => void change({ status })}
        />
      </div>
      <div class="details-item">
        <Field id="ticket-company" label="Company">
          {(tied) => (
            <CompanyBox
              tied={tied}
              value={ticket.company}
              domain={domainOf(requester.email)}
              canAdd
              placeholder="Search, or type a new name"
              disabled={under.company_id != null}
              onChoose={({ id }) => {
                if (id !== ticket.company.id) void change({ company_id: id });
              }}
            />
          )}
        </Field>
      </div>
      <Item name="Requester">
        <div class="details-person">
          <Avatar name={requester.name} url={null} size={28} />
          <div class="details-words">
            <p class="cut">{requester.name}</p>
            <a class="details-mail cut" href={`mailto:${requester.email}`}>
              {requester.email}
            </a>
          </div>
        </div>
      </Item>
      <Item name="Agents">
        <Agents agents={agents} />
      </Item>
      <Item name="Came from">
        <Origin ticket={ticket} />
        <p class="details-age">
          <time dateTime={created_at} title={full(created_at)}>
            {relative(created_at, now.value)}
          </time>{' '}
          · by {ticket.created_by.name}
        </p>
      </Item>
    </aside>
  );
}

interface ItemProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

function Item({ name, children }: ItemProps) {
  return (
    <div class="details-item">
      <p class="details-name">{name}</p>
      {children}
    </div>
  );
}

function Agents({ agents }: { readonly agents: readonly Person[] }) {
  if (agents.length === 0) return <p class="details-age">Nobody answered in the chat.</p>;
  return (
    <ul class="details-agents">
      {agents.map(({ id, name, avatar_url }) => (
        <li key={id} class="details-person">
          <Avatar name={name} url={avatar_url} size={24} />
          <span class="cut">{name}</span>
        </li>
      ))}
    </ul>
  );
}

/** The chat can be opened only where live chat is on. */
function Origin({ ticket }: { readonly ticket: Ticket }) {
  const canOpen = liveChatOf(useSession()) === 'on';
  const words = (
    <>
      <Icon of={MessagesSquare} size={15} />
      {`Live chat with ${ticket.requester.name}`}
    </>
  );
  if (!canOpen) return <p class="details-origin">{words}</p>;
  return (
    <a class="details-origin is-link" href={liveChat('closed', ticket.conversation_id)}>
      {words}
    </a>
  );
}
