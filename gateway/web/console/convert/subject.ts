/** A ticket's subject: made from what the customer wrote first, and checked before it is sent. */

import { SUBJECT_LIMIT } from '../../lib/contracts';

/** The text's first line that says something, cut at a word where it is too long. */
export function subjectOf(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029]+/).map((line) => line.trim().replace(/\s+/g, ' '));
  const line = Array.from(lines.find((one) => one !== '') ?? '');
  if (line.length <= SUBJECT_LIMIT) return line.join('');
  const cut = line.slice(0, SUBJECT_LIMIT - 1).join('');
  const word = cut.lastIndexOf(' ');
  return `${(word > SUBJECT_LIMIT / 2 ? cut.slice(0, word) : cut).trimEnd()}…`;
}

/** What is wrong with a subject, in words; null when nothing is. */
export function subjectProblem(subject: string): string | null {
  const length = Array.from(subject.trim()).length;
  if (length === 0) return 'A ticket needs a subject.';
  const over = length - SUBJECT_LIMIT;
  return over > 0 ? `${over} character${over === 1 ? '' : 's'} too many.` : null;
}
