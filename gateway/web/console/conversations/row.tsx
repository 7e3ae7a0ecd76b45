/** One conversation in the list. */
import { Paperclip, Trash2 } from 'lucide';
import type { Conversation, LastMessage } from '../../lib/contracts';
import { full, relative } from '../../lib/time';
import { now } from '../now';
import { liveChat } from '../router';
import { PresentFaces } from '../presence/faces';
import { RowTyping } from '../presence/typing';
import { askToDelete } from '../trash/asking';
import { Avatar } from '../ui/avatar';
import { Icon } from '../../lib/icon';
import './row.css';

const MOST_SHOWN = 99;

interface Props {
  readonly conversation: Conversation;
  readonly me: string;
  readonly isOpen: boolean;
  /** It stands among rows of other statuses, so it says its own. */
  readonly isMixed: boolean;
  readonly isTyping: boolean;
}

export function Row({ conversation, me, isOpen, isMixed, isTyping }: Props) {
  const { id, status, customer, last_message, last_responder, unread } = conversation;
  return (
    <a
      class={`row${unread > 0 ? ' is-unread' : ''}`}
      href={liveChat(status, id)}
      data-id={id}
      aria-current={isOpen}
    >
      <span class="row-picture">
        <Avatar name={customer.name} url={customer.avatar_url} size={40} />
        {last_responder && (
          <span class="row-responder">
            <Avatar
              name={last_responder.name}
              url={last_responder.avatar_url}
              size={20}
              label={`Last reply by ${last_responder.id === me ? 'you' : last_responder.name}`}
            />
          </span>
        )}
      </span>
      <span class="row-name">
        <PresentFaces id={id} />
        <span class="cut">{customer.name}</span>
      </span>
      <time class="row-time" dateTime={last_message.sent_at} title={full(last_message.sent_at)}>
        {relative(last_message.sent_at, now.value)}
      </time>
      {isTyping ? (
        <RowTyping name={customer.name} />
      ) : (
        <Excerpt
          message={last_message}
          me={me}
          prefix={isMixed && status === 'closed' ? 'Closed · ' : ''}
        />
      )}
      {unread > 0 && <Unread count={unread} />}
    </a>
  );
}

interface ExcerptProps {
  readonly message: LastMessage;
  readonly me: string;
  readonly prefix: string;
}

function Excerpt({ message, me, prefix }: ExcerptProps) {
  const { author, text, attachments } = message;
  const writer = author.kind === 'agent' ? `${author.id === me ? 'You' : author.name}: ` : '';
  const files = attachments === 1 ? '1 file' : `${attachments} files`;
  return (
    <span class="row-excerpt cut">
      {prefix}
      {writer}
      {attachments > 0 && <Icon of={Paperclip} size={13} />}
      {text === '' ? files : text}
    </span>
  );
}

/** In sight while the row is pointed at or has the focus. */
export function RowTrash({ conversation: { id, customer } }: Pick<Props, 'conversation'>) {
  return (
    <button
      type="button"
      class="row-trash"
      data-id={id}
      aria-label={`Move the conversation with ${customer.name} to the trash`}
      title="Move to trash (#)"
      onClick={() => askToDelete(id)}
    >
      <Icon of={Trash2} size={16} />
    </button>
  );
}

function Unread({ count }: { readonly count: number }) {
  return (
    <span class="row-unread number">
      {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
      <span class="sr-only"> unread</span>
    </span>
  );
}
