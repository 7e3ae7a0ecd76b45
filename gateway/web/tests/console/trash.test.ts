import { describe, expect, it } from 'vitest';
import { neighbour } from '../../console/conversations/focus';
import { parse, trash } from '../../console/router';
import { wordProblem } from '../../console/trash/word';

describe('the neighbour of a row that goes', () => {
  it('is the row below, else the one above', () => {
    expect(neighbour(['a', 'b', 'c'], 'b')).toBe('c');
    expect(neighbour(['a', 'b', 'c'], 'c')).toBe('b');
  });

  it('is nobody where it stands alone, or not there', () => {
    expect([neighbour(['a'], 'a'), neighbour(['a', 'b'], 'x')]).toEqual([null, null]);
  });
});

describe('what is deleted for good', () => {
  it.each(['DELETE', ' DELETE '])('is confirmed by “%s”', (written) => {
    expect(wordProblem(written)).toBeNull();
  });

  it.each([
    ['', 'Write the word DELETE.'],
    ['DELET', 'Write the word DELETE.'],
    ['delete', 'capital letters'],
  ])('is not by “%s”, and one is told why', (written, said) => {
    expect(wordProblem(written)).toContain(said);
  });
});

it('the trash has an address, with what one looks for in it', () => {
  expect(parse(trash())).toEqual({ room: 'trash', q: '' });
  expect(parse(trash('mia & co'))).toEqual({ room: 'trash', q: 'mia & co' });
});
