/** A thread in pieces that are drawn one by one. */
import type { Message } from '../../lib/contracts';
import { chunkOf } from '../desk/paging';

/** The messages cut into chunks: of which `seq` range, and where they lie in the array. */
export function cut(messages: readonly Message[]) {
  const chunks: { name: number; start: number; end: number }[] = [];
  for (const [index, message] of messages.entries()) {
    const name = chunkOf(message.seq);
    const last = chunks.at(-1);
    if (last?.name === name) last.end = index + 1;
    else chunks.push({ name, start: index, end: index + 1 });
  }
  return chunks;
}
