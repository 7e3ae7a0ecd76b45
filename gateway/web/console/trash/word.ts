/** The word that must be written before something is deleted for good. */

export const PURGE_WORD = 'DELETE';

/** What is wrong with what was written; null when it is the word. */
export function wordProblem(written: string): string | null {
  const word = written.trim();
  if (word === PURGE_WORD) return null;
  if (word.toUpperCase() === PURGE_WORD) return `Write ${PURGE_WORD} in capital letters.`;
  return `Write the word ${PURGE_WORD}. Until then nothing is deleted.`;
}
