/** A thread as it is shown: days, and in them runs of messages by one author close in time. */
import type { Message } from './contracts';
import { dayNumber } from './time';

/** A pause longer than this starts a new run. */
const RUN_PAUSE_MS = 5 * 60_000;

/** How one message stands among its neighbours. */
export interface Placing {
  readonly message: Message;
  /** First of its calendar day: a separator stands above it. */
  readonly startsDay: boolean;
  /** First and last of a run: where the author's name, and where picture and time stand. */
  readonly startsRun: boolean;
  readonly endsRun: boolean;
}

function isSameAuthor(one: Message, other: Message): boolean {
  return one.author.kind === other.author.kind && one.author.id === other.author.id;
}

function isSameDay(one: Message, other: Message): boolean {
  return dayNumber(new Date(one.sent_at)) === dayNumber(new Date(other.sent_at));
}

function continuesRun(before: Message, message: Message): boolean {
  const pause = Date.parse(message.sent_at) - Date.parse(before.sent_at);
  return isSameAuthor(before, message) && pause < RUN_PAUSE_MS && isSameDay(before, message);
}

/** Places the messages from index `start` to `end`, looking at the neighbours beyond both. */
export function place(
  messages: readonly Message[],
  start = 0,
  end = messages.length,
): readonly Placing[] {
  return messages.slice(start, end).map((message, offset) => {
    const before = messages[start + offset - 1];
    const after = messages[start + offset + 1];
    return {
      message,
      startsDay: before === undefined || !isSameDay(before, message),
      startsRun: before === undefined || !continuesRun(before, message),
      endsRun: after === undefined || !continuesRun(message, after),
    };
  });
}
