/**
 * The messages, newest at the bottom. It stays there unless one scrolled up, and it keeps its
 * place when older ones come in above.
 */
import { ChevronDown } from 'lucide';
import { Component, createRef, Fragment } from 'preact';
import { Icon } from '../lib/icon';
import * as threads from '../lib/thread';
import { day } from '../lib/time';
import { place } from '../lib/timeline';
import { MessageBubble, PendingBubble } from './bubble';
import { Faces } from './face';
import { newMessages } from './languages';
import './log.css';
import { pending, type State } from './state';
import { Typing } from './typing';
import type { View } from './view';

/** So near to the end counts as at the end, in pixels. */
const NEAR = 60;

function Messages(view: View) {
  const { state, words } = view;
  const messages = state.thread?.messages ?? [];
  const onTheWay = pending(state);
  const newest = onTheWay.length === 0 ? messages.findLast(isMine) : undefined;
  return (
    <>
      {place(messages).map((placing) => (
        <Fragment key={placing.message.client_id}>
          {placing.startsDay && (
            <p class="day">{day(placing.message.sent_at, Date.now(), words.language)}</p>
          )}
          <MessageBubble {...view} placing={placing} isNewestOfMine={placing.message === newest} />
        </Fragment>
      ))}
      {onTheWay.map((one) => (
        <Fragment key={one.clientId}>
          <PendingBubble {...view} of={one} />
        </Fragment>
      ))}
    </>
  );
}

function isMine({ author }: { readonly author: { readonly kind: string } }): boolean {
  return author.kind === 'customer';
}

/** How many messages of others came since `seq`. */
function newsSince(state: State, seen: number): number {
  const messages = state.thread?.messages ?? [];
  return messages.filter((message) => message.seq > seen && !isMine(message)).length;
}

function newestSeq({ thread }: State): number {
  return thread ? threads.lastSeq(thread) : 0;
}

export class Log extends Component<View> {
  private readonly box = createRef<HTMLDivElement>();
  private readonly observer = new ResizeObserver(() => this.stay());
  private isNear = true;
  /** The newest message when one was last at the end. */
  private seen = 0;

  override componentDidMount(): void {
    // Pictures grow when they arrive, and the box shrinks with the keyboard.
    const { current } = this.box;
    for (const element of [current, current?.firstElementChild]) {
      if (element) this.observer.observe(element);
    }
    this.stay();
  }

  override componentWillUnmount(): void {
    this.observer.disconnect();
  }

  /** How far the end is, before older messages push it down. */
  override getSnapshotBeforeUpdate(): number {
    const { scrollHeight = 0, scrollTop = 0 } = this.box.current ?? {};
    return scrollHeight - scrollTop;
  }

  override componentDidUpdate({ state: before }: View, _: unknown, toEnd: number): void {
    const { state } = this.props;
    const first = state.thread?.messages[0]?.seq ?? 0;
    const hasOlder = first < (before.thread?.messages[0]?.seq ?? 0);
    // What one sends oneself, one wants to see.
    if (pending(state).length > pending(before).length) this.isNear = true;
    if (hasOlder && !this.isNear && this.box.current) {
      this.box.current.scrollTop = this.box.current.scrollHeight - toEnd;
    }
    this.stay();
  }

  private readonly toEnd = (): void => {
    this.box.current?.scrollTo({ top: this.box.current.scrollHeight });
  };

  private stay(): void {
    if (!this.isNear) return;
    this.toEnd();
    this.seen = newestSeq(this.props.state);
  }

  private readonly onScroll = (): void => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = this.box.current ?? {};
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR;
    if (isNear === this.isNear) return;
    this.isNear = isNear;
    this.seen = newestSeq(this.props.state);
    this.props.chat.show({ isAtEnd: isNear });
  };

  render(view: View) {
    const { state, words, chat } = view;
    const { thread, conversation } = state;
    const isWaiting = conversation?.status === 'active' && conversation.last_responder === null;
    const hasOlder = thread?.messages.length && !threads.reachesStart(thread);
    const news = state.isAtEnd ? 0 : newsSince(state, this.seen);
    return (
      <div class="log-place">
        <div ref={this.box} class="log" tabIndex={0} onScroll={this.onScroll}>
          <div class="log-content">
            {hasOlder && (
              <button type="button" class="older" onClick={chat.older}>
                {words.older}
              </button>
            )}
            <div
              role="log"
              aria-label={words.thread}
              aria-live={state.isCatchingUp ? 'off' : 'polite'}
            >
              <Messages {...view} />
            </div>
            {isWaiting && !state.starting && (
              <div class="received">
                <Faces of={state.config?.agents ?? []} />
                <p>{words.received}</p>
              </div>
            )}
            <Typing {...view} />
          </div>
        </div>
        {news > 0 && (
          <button type="button" class="news" onClick={this.toEnd}>
            <Icon of={ChevronDown} />
            {newMessages(words, news)}
          </button>
        )}
      </div>
    );
  }
}
