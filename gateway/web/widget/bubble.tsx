/** One message. */
import type { Attachment } from '../lib/contracts';
import { linked } from '../lib/text';
import { mark, type Pending } from '../lib/thread';
import { clock, full } from '../lib/time';
import type { Placing } from '../lib/timeline';
import { AttachmentView } from './attachment';
import './bubble.css';
import { Face } from './face';
import type { View } from './view';

function Text({ of }: { readonly of: string }) {
  return (
    <p class="text" dir="auto">
      {linked(of).map(({ text, href }) =>
        href === null ? (
          text
        ) : (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {text}
          </a>
        ),
      )}
    </p>
  );
}

interface BodyProps extends View {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

function Body({ text, attachments, ...view }: BodyProps) {
  return (
    <div class="body">
      {text && <Text of={text} />}
      {attachments.map((attachment) => (
        <AttachmentView key={attachment.id} {...view} of={attachment} />
      ))}
    </div>
  );
}

interface MessageProps extends View {
  readonly placing: Placing;
  /** Only there it is said how far a message came. */
  readonly isNewestOfMine: boolean;
}

export function MessageBubble({ placing, isNewestOfMine, ...view }: MessageProps) {
  const { state, words } = view;
  const { message, startsRun, endsRun } = placing;
  const { author, sent_at } = message;
  if (author.kind === 'system') return <p class="day">{message.text}</p>;
  const isMine = author.kind === 'customer';
  // Whoever is there has it on their screen.
  const delivered = state.areAgentsOnline ? message.seq : 0;
  const readSeq = state.conversation?.agents_read_seq ?? 0;
  const place = `${startsRun ? 'starts' : ''} ${endsRun ? 'ends' : ''}`;
  return (
    <article class={`bubble ${isMine ? 'mine' : 'theirs'} ${place}`}>
      <h2 class={isMine || !startsRun ? 'unseen' : 'author'}>{isMine ? words.you : author.name}</h2>
      {!isMine && endsRun && <Face of={author} />}
      <Body {...view} text={message.text} attachments={message.attachments} />
      {(endsRun || isNewestOfMine) && (
        <p class="meta">
          <time dateTime={sent_at} title={full(sent_at, words.language)}>
            {clock(sent_at, words.language)}
          </time>
          {isNewestOfMine && ` · ${words.marks[mark(message, readSeq, delivered)]}`}
        </p>
      )}
    </article>
  );
}

interface PendingProps extends View {
  readonly of: Pending;
}

/** The first message can only be tried again: it may have started a conversation already. */
export function PendingBubble({ of, ...view }: PendingProps) {
  const { state, words, chat } = view;
  const isFailed = of.state === 'failed';
  return (
    <article class={`bubble mine starts ends ${of.state}`}>
      <h2 class="unseen">{words.you}</h2>
      <Body {...view} text={of.text} attachments={of.attachments} />
      <p class={isFailed ? 'meta wrong' : 'meta'}>
        {isFailed ? (of.reason === 'rate-limited' ? words.tooFast : words.failed) : words.sending}
        {isFailed && (
          <button type="button" class="again" onClick={() => chat.retry(of.clientId)}>
            {words.retry}
          </button>
        )}
        {isFailed && !state.starting && (
          <button type="button" class="again" onClick={() => chat.discard(of.clientId)}>
            {words.discard}
          </button>
        )}
      </p>
    </article>
  );
}
