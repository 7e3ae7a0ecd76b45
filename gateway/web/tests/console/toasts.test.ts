import { describe, expect, it } from 'vitest';
import { paused, resumed, started } from '../../console/ui/countdown';

describe('the time of a note', () => {
  it('stands still while it is held, and then goes on with what was left', () => {
    const held = paused(started(10_000, 0), 4_000);
    expect(held).toEqual({ leftMs: 6_000, since: null });
    expect(paused(held, 60_000)).toEqual(held);
    expect(paused(resumed(held, 60_000), 61_000).leftMs).toBe(5_000);
  });

  it('is never less than none', () => {
    expect(paused(started(1_000, 0), 5_000).leftMs).toBe(0);
  });

  it('that runs is not started anew', () => {
    const running = started(1_000, 0);
    expect(resumed(running, 900)).toEqual(running);
  });
});
