/**
 * Which messages are loaded together. Seq numbers are dense, so a thread is cut into chunks of
 * fixed seq ranges: pages are whole chunks, and what is far off the screen is left out chunk by
 * chunk.
 */

export const CHUNK = 40;

/** More new messages than this and the loaded ones are let go: the newest page is nearer. */
export const LONGEST_CATCH_UP = 400;

export function chunkOf(seq: number): number {
  return Math.floor((seq - 1) / CHUNK);
}

/** After which `seq` the newest page of a thread begins: its last chunk and the one before. */
export function newestPageAfter(lastSeq: number): number {
  return Math.max(0, (chunkOf(Math.max(1, lastSeq)) - 1) * CHUNK);
}

/** The page just before `firstSeq`: after which `seq`, and how many messages. */
export function olderPage(firstSeq: number, chunks = 2): { after: number; limit: number } {
  const after = Math.max(0, (chunkOf(firstSeq) - chunks) * CHUNK);
  return { after, limit: firstSeq - 1 - after };
}
