import { describe, expect, it } from 'vitest';
import { subjectOf, subjectProblem } from '../../console/convert/subject';
import { SUBJECT_LIMIT } from '../../lib/contracts';

describe('a subject made from the first message', () => {
  it('is its first line that says something', () => {
    expect(subjectOf('\n  \nMy  parcel\tis late\nIt was due on Monday.')).toBe('My parcel is late');
  });

  it('is cut at a word, and fits', () => {
    const subject = subjectOf('parcel '.repeat(60));
    expect(subject.endsWith('parcel…')).toBe(true);
    expect(Array.from(subject).length).toBeLessThanOrEqual(SUBJECT_LIMIT);
    expect(subjectProblem(subject)).toBeNull();
  });

  it('never cuts a character in two', () => {
    const subject = subjectOf('🙂'.repeat(300));
    expect(subject).toBe(`${'🙂'.repeat(SUBJECT_LIMIT - 1)}…`);
  });

  it('is empty where nothing was said', () => {
    expect(subjectOf(' \n ')).toBe('');
  });
});

describe('a subject', () => {
  it.each([
    ['', 'A ticket needs a subject.'],
    ['   ', 'A ticket needs a subject.'],
    ['x'.repeat(SUBJECT_LIMIT), null],
    [` ${'x'.repeat(SUBJECT_LIMIT)} `, null],
    ['🙂'.repeat(SUBJECT_LIMIT), null],
    ['x'.repeat(SUBJECT_LIMIT + 1), '1 character too many.'],
    ['x'.repeat(300), '100 characters too many.'],
  ])('%s', (subject, problem) => {
    expect(subjectProblem(subject)).toBe(problem);
  });
});
