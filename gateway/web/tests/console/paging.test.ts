import { describe, expect, it } from 'vitest';
import { CHUNK, chunkOf, newestPageAfter, olderPage } from '../../console/desk/paging';

describe('pages of a thread', () => {
  it('begin where a chunk begins', () => {
    for (const last of [1, CHUNK, CHUNK + 1, 999, 10_000]) {
      expect(newestPageAfter(last) % CHUNK).toBe(0);
    }
  });

  it('hold the newest chunk and the one before', () => {
    expect(newestPageAfter(10)).toBe(0);
    expect(newestPageAfter(3 * CHUNK)).toBe(CHUNK);
    expect(newestPageAfter(3 * CHUNK + 1)).toBe(2 * CHUNK);
  });

  it('reach back to just before the loaded ones, without a gap or an overlap', () => {
    const first = 5 * CHUNK + 1;
    const { after, limit } = olderPage(first);
    expect(after).toBe(3 * CHUNK);
    expect(after + limit).toBe(first - 1);
  });

  it('stop at the first message', () => {
    expect(olderPage(CHUNK + 1)).toEqual({ after: 0, limit: CHUNK });
  });

  it('put seq 1 into the first chunk', () => {
    expect([chunkOf(1), chunkOf(CHUNK), chunkOf(CHUNK + 1)]).toEqual([0, 0, 1]);
  });
});
