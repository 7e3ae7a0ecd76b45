/**
 * A fixed range of messages, drawn only while it is near the screen; otherwise it keeps its
 * height. It is drawn anew only when something in it, or right beside it, has changed.
 */
import { Component } from 'preact';
import type { Message } from '../../lib/contracts';
import { day } from '../../lib/time';
import { type Placing, place } from '../../lib/timeline';
import { MessageItem } from './message';

export interface ChunkProps {
  readonly messages: readonly Message[];
  /** The chunk's part of `messages`. */
  readonly start: number;
  readonly end: number;
  readonly me: string;
  readonly customerReadSeq: number;
  readonly customerDeliveredSeq: number;
  readonly newFrom: number | null;
  /** The present, in whole days, for "Today". */
  readonly today: number;
  /** Near the screen. */
  readonly isDrawn: boolean;
  /** In px, for as long as it is not drawn. */
  readonly height: number;
  readonly onElement: (element: HTMLElement | null, key: number) => void;
  readonly name: number;
}

/** What of a mark that stands at `seq` matters inside the chunk. */
function marked({ messages, start, end }: ChunkProps, seq: number): number {
  const first = messages[start]?.seq ?? 0;
  const last = messages[end - 1]?.seq ?? 0;
  return Math.min(last, Math.max(first - 1, seq));
}

function isSame(one: ChunkProps, other: ChunkProps): boolean {
  return (
    one.isDrawn === other.isDrawn &&
    one.end - one.start === other.end - other.start &&
    one.messages[one.start - 1] === other.messages[other.start - 1] &&
    one.messages[one.start] === other.messages[other.start] &&
    one.messages[one.end] === other.messages[other.end] &&
    one.newFrom === other.newFrom &&
    one.today === other.today &&
    marked(one, one.customerReadSeq) === marked(other, other.customerReadSeq) &&
    marked(one, one.customerDeliveredSeq) === marked(other, other.customerDeliveredSeq)
  );
}

export class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps): boolean {
    return !isSame(this.props, next);
  }

  readonly #element = (element: HTMLElement | null) => {
    this.props.onElement(element, this.props.name);
  };

  override render() {
    const { isDrawn, height } = this.props;
    const style = isDrawn ? {} : { height: `${height}px` };
    return (
      <div ref={this.#element} class="chunk" style={style} data-chunk={this.props.name}>
        {isDrawn && this.#messages()}
      </div>
    );
  }

  #messages() {
    const { messages, start, end, me, customerReadSeq, customerDeliveredSeq } = this.props;
    return place(messages, start, end).map((placing) => (
      <div key={placing.message.id}>
        {this.#separator(placing)}
        <MessageItem {...{ placing, me, customerReadSeq, customerDeliveredSeq }} />
      </div>
    ));
  }

  #separator({ message, startsDay }: Placing) {
    const { newFrom } = this.props;
    const isNew = message.seq === newFrom;
    if (!startsDay && !isNew) return null;
    const date = startsDay ? day(message.sent_at, Date.now()) : '';
    const words = isNew ? `New${date && ` · ${date}`}` : date;
    return (
      <h3 class={`day${isNew ? ' is-new' : ''}`}>
        <span>{words}</span>
      </h3>
    );
  }
}
