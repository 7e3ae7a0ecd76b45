/** One deleted conversation: what it was, who deleted it, how long it is kept, and what to do. */
import { CircleCheck, Clock, Trash2, Undo2 } from 'lucide';
import { useState } from 'preact/hooks';
import { Icon } from '../../lib/icon';
import { full, relative } from '../../lib/time';
import { remaining, type TrashRow } from '../../lib/trash';
import { useDesk, useSession } from '../contexts';
import { now } from '../now';
import { liveChat, ticketAt } from '../router';
import { Avatar } from '../ui/avatar';
import { Button, IconButton } from '../ui/button';
import { PurgeDialog } from './purge-dialog';
import { useRestore } from './deleting';

interface Props {
  readonly row: TrashRow;
}

export function Row({ row }: Props) {
  const { customer, isRestored } = row;
  return (
    <article class="trash-row" aria-label={`Chat with ${customer.name}`}>
      <div class="trash-customer">
        <Avatar name={customer.name} url={customer.avatar_url} size={36} />
        <div class="trash-names">
          <p class="trash-name cut">{customer.name}</p>
          <p class="trash-note cut">
            <Note row={row} />
          </p>
        </div>
      </div>
      <p class="trash-message cut">{excerpt(row)}</p>
      <Deletion row={row} />
      {isRestored ? <Restored row={row} /> : <Left row={row} />}
    </article>
  );
}

/** The ticket that stays, else how to tell customers of one name apart. */
function Note({ row: { status, ticket, customer } }: Props) {
  if (ticket?.id != null) {
    return (
      <a class="trash-ticket" href={ticketAt(ticket.id)}>
        Ticket #{ticket.number}
      </a>
    );
  }
  return <>{status === 'closed' ? `Closed · ${customer.email}` : customer.email}</>;
}

function excerpt({ last_message: { author, text, attachments } }: TrashRow): string {
  const files = attachments === 1 ? '1 file' : `${attachments} files`;
  const said = text === '' ? files : text;
  return author.kind === 'agent' ? `${author.name}: ${said}` : said;
}

function Deletion({ row: { deleted_by, deleted_at } }: Props) {
  const { me } = useDesk();
  return (
    <div class="trash-deletion">
      <Avatar name={deleted_by.name} url={deleted_by.avatar_url} size={20} />
      <span class="trash-by cut">
        <span class="trash-told">Deleted by </span>
        {deleted_by.id === me ? 'you' : deleted_by.name}
      </span>
      <time class="trash-when" dateTime={deleted_at} title={full(deleted_at)}>
        {relative(deleted_at, now.value)}
      </time>
    </div>
  );
}

function Restored({ row: { conversation_id, status } }: Props) {
  return (
    <div class="trash-end" role="status">
      <span class="trash-back">
        <Icon of={CircleCheck} size={14} />
        Restored
      </span>
      <a class="button button-plain" href={liveChat(status, conversation_id)}>
        Open chat
      </a>
    </div>
  );
}

function Left({ row }: Props) {
  const { purge_at, state } = row;
  const { words, isSoon } = remaining(purge_at, now.value);
  return (
    <div class="trash-end">
      <span class={`trash-left${isSoon ? ' is-soon' : ''}`} title={`Until ${full(purge_at)}`}>
        {isSoon && <Icon of={Clock} size={14} />}
        {state === 'purging' ? 'Being deleted…' : words}
        {state !== 'purging' && <span class="trash-told"> left</span>}
      </span>
      <Actions row={row} />
    </div>
  );
}

function Actions({ row }: Props) {
  const { conversation_id: id, customer, state } = row;
  const restore = useRestore();
  const { agent } = useSession();
  const [isAsked, setAsked] = useState(false);
  if (state === 'purging') return null;
  const isBusy = state === 'restoring';
  return (
    <div class="trash-actions">
      <Button
        icon={Undo2}
        aria-disabled={isBusy}
        title={`Restore the chat with ${customer.name}`}
        onClick={() => !isBusy && void restore(id)}
      >
        {isBusy ? 'Restoring…' : 'Restore'}
      </Button>
      {agent.role === 'admin' && (
        <IconButton
          icon={Trash2}
          name={`Delete the chat with ${customer.name} permanently`}
          onClick={() => setAsked(true)}
        />
      )}
      {isAsked && <PurgeDialog row={row} onClose={() => setAsked(false)} />}
    </div>
  );
}
