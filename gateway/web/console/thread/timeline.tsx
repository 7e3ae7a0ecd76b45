/** The messages of a conversation, from the newest upwards. */
import { ArrowDown, CircleCheck } from 'lucide';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Conversation, Message } from '../../lib/contracts';
import * as threads from '../../lib/thread';
import { dayNumber, full, relative } from '../../lib/time';
import { useDesk } from '../contexts';
import { SEEN_AFTER_MS } from '../desk/reading';
import { now } from '../now';
import { Icon } from '../../lib/icon';
import { Chunk } from './chunk';
import { cut } from './cut';
import { PendingItem } from './pending';
import { createSteadyScroll, type SteadyScroll } from './steady-scroll';
import './timeline.css';

/** Older messages are loaded this far before the upper end is reached. */
const AHEAD_PX = 1_500;

function useSteadyScroll() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const steady = useRef<SteadyScroll | null>(null);
  const [near, setNear] = useState<ReadonlySet<number>>(new Set());
  const [isAtEnd, setAtEnd] = useState(true);
  const waiting = useRef(new Map<number, HTMLElement>());
  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return;
    const listeners = { onNear: setNear, onAtEnd: setAtEnd };
    const created = createSteadyScroll(scroller.current, content.current, listeners);
    for (const [name, element] of waiting.current) created.watch(element, name);
    steady.current = created;
    created.toEnd();
    return () => {
      created.stop();
      steady.current = null;
    };
  }, []);
  const watch = useCallback((element: HTMLElement | null, name: number) => {
    // Chunks are there before the effect above has run.
    if (steady.current === null && element !== null) waiting.current.set(name, element);
    steady.current?.watch(element, name);
  }, []);
  return { scroller, content, steady, near, isAtEnd, watch };
}

/** Whether the page is in front of the agent's eyes. */
function useVisible(): boolean {
  const [isVisible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return isVisible;
}

/** Tells the server what has been seen, once it was on the screen for a moment. */
function useReadMark({ id, unread }: Conversation, lastSeq: number, isAtEnd: boolean): void {
  const { reading } = useDesk();
  const isSeen = useVisible() && isAtEnd;
  useEffect(() => {
    if (!isSeen || lastSeq === 0) return;
    const timer = setTimeout(() => reading.seen(id, lastSeq), SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [reading, id, lastSeq, isSeen, unread]);
}

/** How many messages came since one scrolled up. */
function useMissed(lastSeq: number, isAtEnd: boolean): number {
  const seenSeq = useRef(lastSeq);
  if (isAtEnd) seenSeq.current = lastSeq;
  return lastSeq - seenSeq.current;
}

interface Props {
  readonly conversation: Conversation;
  /** Whether what is in sight counts as read. */
  readonly isRead: boolean;
}

export function Timeline({ conversation, isRead }: Props) {
  const { id } = conversation;
  const desk = useDesk();
  const { thread, newFrom, isLoadingOlder } = desk.threads.of(id).value;
  const { scroller, content, steady, near, isAtEnd, watch } = useSteadyScroll();
  const { messages, pending } = thread;
  const lastSeq = threads.lastSeq(thread);
  const customer = desk.presence.customer(id);
  const delivered = threads.deliveredSeq(
    messages,
    customer?.is_online ?? false,
    customer?.last_seen_at,
  );
  const missed = useMissed(lastSeq, isAtEnd);
  useReadMark(conversation, lastSeq, isRead && isAtEnd);
  const sends = pending.length;
  const sendsBefore = useRef(sends);
  useEffect(() => {
    if (sends > sendsBefore.current) steady.current?.toEnd();
    sendsBefore.current = sends;
  }, [sends, steady]);

  const older = () => {
    const isNearStart = (scroller.current?.scrollTop ?? AHEAD_PX) < AHEAD_PX;
    if (isNearStart) desk.threads.older(id).catch(() => undefined);
  };
  // A page that does not fill the screen leaves nothing to scroll.
  useEffect(older, [messages.length, isLoadingOlder]);
  const today = dayNumber(new Date(now.value));
  return (
    <div class="timeline">
      <div
        ref={scroller}
        class="timeline-scroller"
        role="log"
        aria-live="off"
        aria-label={`Messages with ${conversation.customer.name}`}
        tabIndex={0}
        onScroll={older}
      >
        <div ref={content} class="timeline-content">
          <p class="timeline-start">
            {threads.reachesStart(thread) ? startWords(conversation) : 'Loading earlier messages…'}
          </p>
          {cut(messages).map(({ name, start, end }) => {
            const height = steady.current?.heightOf(name) ?? 0;
            return (
              <Chunk
                key={name}
                {...{ messages, start, end, newFrom, today, name, height }}
                me={desk.me}
                customerReadSeq={conversation.customer_read_seq}
                customerDeliveredSeq={delivered}
                isDrawn={near.has(name) || height === 0}
                onElement={watch}
              />
            );
          })}
          {pending.map((mine) => (
            <PendingItem key={mine.clientId} id={id} pending={mine} />
          ))}
          {conversation.status === 'closed' && <End conversation={conversation} />}
        </div>
      </div>
      {!isAtEnd && <NewPill count={missed} onClick={() => steady.current?.toEnd()} />}
      <Announcer messages={messages} me={desk.me} />
    </div>
  );
}

function startWords({ created_at, customer }: Conversation): string {
  return `${customer.name} started this conversation on ${full(created_at)}`;
}

function End({ conversation: { closed_by, closed_at } }: { readonly conversation: Conversation }) {
  const { me } = useDesk();
  if (closed_by === null || closed_at === null) return null;
  return (
    <p class="timeline-end">
      <Icon of={CircleCheck} size={15} />
      {closed_by.id === me ? 'You' : closed_by.name} closed this conversation
      <time dateTime={closed_at} title={full(closed_at)}>
        {relative(closed_at, now.value)}
      </time>
    </p>
  );
}

interface PillProps {
  readonly count: number;
  readonly onClick: () => void;
}

function NewPill({ count, onClick }: PillProps) {
  const words = count === 1 ? '1 new message' : `${count} new messages`;
  return (
    <button
      type="button"
      class={`new-pill${count === 0 ? ' is-quiet' : ''}`}
      aria-label={count === 0 ? 'Go to the newest message' : undefined}
      onClick={onClick}
    >
      {count > 0 && words}
      <Icon of={ArrowDown} size={16} />
    </button>
  );
}

/** Reads out messages of others that arrive while the thread is open, and nothing else. */
function Announcer({
  messages,
  me,
}: {
  readonly messages: readonly Message[];
  readonly me: string;
}) {
  const last = messages.at(-1);
  const openedAt = useRef(last?.seq ?? 0);
  const isNew = last !== undefined && last.seq > openedAt.current && last.author.id !== me;
  return (
    <p class="sr-only" aria-live="polite">
      {isNew && `${last.author.name}: ${last.text}`}
    </p>
  );
}
