import { describe, expect, it } from 'vitest';
import { pinned, range, ROW_HEIGHT, shift } from '../../console/conversations/placing';

describe('rows to draw', () => {
  it('are those on the screen and a few around it', () => {
    expect(range(100 * ROW_HEIGHT, 10 * ROW_HEIGHT, 5_000)).toEqual({ start: 92, end: 118 });
  });

  it('end with the list', () => {
    expect(range(0, 10_000, 3)).toEqual({ start: 0, end: 3 });
    expect(range(9_000, 500, 3).end).toBeGreaterThanOrEqual(range(9_000, 500, 3).start);
  });
});

describe('what is scrolled to', () => {
  it('has moved down by a row when one came on top', () => {
    expect(shift(['a', 'b', 'c', 'd'], ['new', 'a', 'b', 'c', 'd'], ['b', 'c', 'd'])).toBe(1);
  });

  it('has not moved when one of its rows went to the top', () => {
    const moved = shift(['a', 'b', 'c', 'd', 'e'], ['c', 'a', 'b', 'd', 'e'], ['c', 'd', 'e']);
    expect(moved).toBe(0);
  });
});

describe('the row that is pointed at', () => {
  it('stays at its place while others move', () => {
    expect(pinned(['new', 'a', 'b', 'c'], 'b', 1)).toEqual(['new', 'b', 'a', 'c']);
  });

  it('stays when it would itself move up', () => {
    expect(pinned(['c', 'a', 'b'], 'c', 2)).toEqual(['a', 'b', 'c']);
  });

  it('is let go when it leaves the list', () => {
    expect(pinned(['a', 'b'], 'gone', 1)).toEqual(['a', 'b']);
    expect(pinned(['a', 'b'], null, 1)).toEqual(['a', 'b']);
  });
});
