import { describe, expect, it } from 'vitest';
import { stepped } from '../../console/ui/moves';

const ROWS = ['a', 'b', 'c'];

describe('a step through a list', () => {
  it.each([
    ['first of all comes the top', -1, 1, 'a'],
    ['it goes down', 0, 1, 'b'],
    ['it goes up', 2, -1, 'b'],
    ['it stays at the end', 2, 1, 'c'],
    ['it stays at the top', 0, -1, 'a'],
  ])('%s', (_, at, step, row) => {
    expect(stepped(ROWS, at, step)).toBe(row);
  });

  it('leads nowhere where there is nothing', () => {
    expect(stepped([], -1, 1)).toBeUndefined();
  });
});
