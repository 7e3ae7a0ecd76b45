/** One stored message. */
import { Check, CheckCheck } from 'lucide';
import type { Message } from '../../lib/contracts';
import { linked } from '../../lib/text';
import { mark } from '../../lib/thread';
import { clock, full } from '../../lib/time';
import type { Placing } from '../../lib/timeline';
import { Avatar } from '../ui/avatar';
import { Icon } from '../../lib/icon';
import { Attachments } from './attachments';
import './message.css';

interface Props {
  readonly placing: Placing;
  readonly me: string;
  readonly customerReadSeq: number;
  readonly customerDeliveredSeq: number;
}

export function MessageItem({ placing, me, ...reached }: Props) {
  const { message, startsRun, endsRun } = placing;
  const { author } = message;
  const isAgents = author.kind === 'agent';
  if (author.kind === 'system') return <p class="is-system">{message.text}</p>;
  const side = `message${isAgents ? ' is-agent' : ''}${startsRun ? ' starts' : ''}`;
  return (
    <div class={side} data-seq={message.seq}>
      {startsRun && <p class="message-author">{author.id === me ? 'You' : author.name}</p>}
      {endsRun && (
        <span class="message-picture">
          <Avatar name={author.name} url={author.avatar_url} size={28} />
        </span>
      )}
      <div class="message-body">
        <div class="message-line">
          {isAgents && <Mark message={message} {...reached} />}
          <Content message={message} />
        </div>
      </div>
      {endsRun && (
        <time class="message-meta" dateTime={message.sent_at} title={full(message.sent_at)}>
          {clock(message.sent_at)}
        </time>
      )}
    </div>
  );
}

function Content({ message }: { readonly message: Message }) {
  return (
    <div class="message-content" title={full(message.sent_at)}>
      {message.text !== '' && (
        <div class="bubble" dir="auto">
          <Linked text={message.text} />
        </div>
      )}
      {message.attachments.length > 0 && (
        <Attachments conversationId={message.conversation_id} attachments={message.attachments} />
      )}
    </div>
  );
}

export function Linked({ text }: { readonly text: string }) {
  return (
    <>
      {linked(text).map(({ text: part, href }, index) =>
        href === null ? (
          part
        ) : (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ),
      )}
    </>
  );
}

interface MarkProps {
  readonly message: Message;
  readonly customerReadSeq: number;
  readonly customerDeliveredSeq: number;
}

const MARKS = { sent: 'Sent', delivered: 'Delivered', seen: 'Seen' } as const;

function Mark({ message, customerReadSeq, customerDeliveredSeq }: MarkProps) {
  const reached = mark(message, customerReadSeq, customerDeliveredSeq);
  const name = MARKS[reached];
  return (
    <span class={`message-mark is-${reached}`} role="img" aria-label={name} title={name}>
      <Icon of={reached === 'sent' ? Check : CheckCheck} size={14} />
    </span>
  );
}
