import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs, createLive, type Live, type LiveState } from '../../lib/live';
import type { LinkHandlers } from '../../lib/transport';

interface FakeLink {
  handlers: LinkHandlers;
  said: string[];
  isClosed: boolean;
}

let links: FakeLink[];
let states: LiveState[];
let frames: string[];
let readies: number;
let live: Live;

function create(token?: () => string | null): Live {
  return createLive<{ type: string }>({
    transport: (handlers) => {
      const link: FakeLink = { handlers, said: [], isClosed: false };
      links.push(link);
      return {
        send: (text) => void link.said.push(text),
        close: () => {
          link.isClosed = true;
        },
      };
    },
    ...(token ? { token } : {}),
    onReady: () => {
      readies += 1;
    },
    onFrame: (frame) => void frames.push(frame.type),
    onState: (state) => void states.push(state),
    random: () => 0.5,
  });
}

const last = () => links.at(-1) as FakeLink;
const says = (frame: object) => last().handlers.onText(JSON.stringify(frame));

beforeEach(() => {
  vi.useFakeTimers();
  [links, states, frames, readies] = [[], [], [], 0];
  live = create();
});

afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

describe('a connection', () => {
  it('is live once the server said ready', () => {
    live.start();
    last().handlers.onOpen();
    expect(states).toEqual(['connecting']);
    says({ type: 'ready' });
    expect(states).toEqual(['connecting', 'live']);
    expect(readies).toBe(1);
  });

  it('passes frames on after ready, and reports a second ready', () => {
    live.start();
    says({ type: 'early' });
    says({ type: 'ready' });
    says({ type: 'conversation.closed.v1' });
    says({ type: 'ready' });
    expect(frames).toEqual(['conversation.closed.v1']);
    expect(readies).toBe(2);
  });

  it('passes on each of the frames that come gathered in one', () => {
    live.start();
    says({ type: 'ready' });
    says({ type: 'gathered', frames: [{ type: 'a' }, { type: 'b' }] });
    expect(frames).toEqual(['a', 'b']);
  });

  it('shows its token in the first frame, where it has one', () => {
    live = create(() => 'secret');
    live.start();
    last().handlers.onOpen();
    expect(last().said).toEqual(['{"type":"token","token":"secret"}']);
  });

  it('survives text that is not a frame', () => {
    live.start();
    last().handlers.onText('not json');
    last().handlers.onText('null');
    says({ type: 'ready' });
    expect(states.at(-1)).toBe('live');
  });
});

describe('after a loss', () => {
  it('it comes back, and is only offline when the first try fails too', () => {
    live.start();
    says({ type: 'ready' });
    last().handlers.onClose(1006);
    expect(states.at(-1)).toBe('connecting');
    vi.advanceTimersByTime(250);
    expect(links).toHaveLength(2);
    last().handlers.onClose(1006);
    expect(states.at(-1)).toBe('offline');
    vi.advanceTimersByTime(500);
    says({ type: 'ready' });
    expect(states.at(-1)).toBe('live');
  });

  it('it waits longer after every failure, with jitter and a limit', () => {
    expect(backoffMs(0, 1)).toBe(500);
    expect(backoffMs(3, 1)).toBe(4_000);
    expect(backoffMs(3, 0)).toBe(0);
    expect(backoffMs(50, 1)).toBe(30_000);
  });

  it('a poke tries again at once', () => {
    live.start();
    last().handlers.onClose(1006);
    live.poke();
    expect(links).toHaveLength(2);
  });

  it.each([4400, 4401, 4403, 4410])('it does not come back when refused with %i', (code) => {
    live.start();
    last().handlers.onClose(code);
    vi.advanceTimersByTime(120_000);
    live.poke();
    expect(states.at(-1)).toBe('refused');
    expect(links).toHaveLength(1);
  });
});

describe('a link that only looks alive', () => {
  it('is dropped when ready does not come in time', () => {
    live.start();
    vi.advanceTimersByTime(10_000);
    expect(links[0]?.isClosed).toBe(true);
    expect(states.at(-1)).toBe('offline');
  });

  it('is dropped when a ping is not answered', () => {
    live.start();
    says({ type: 'ready' });
    vi.advanceTimersByTime(20_000);
    expect(last().said).toEqual(['{"type":"ping"}']);
    vi.advanceTimersByTime(10_000);
    expect(links[0]?.isClosed).toBe(true);
  });

  it('is kept when the pong comes', () => {
    live.start();
    says({ type: 'ready' });
    vi.advanceTimersByTime(20_000);
    says({ type: 'pong' });
    vi.advanceTimersByTime(15_000);
    expect(links).toHaveLength(1);
    expect(frames).toEqual([]);
  });

  it('is checked quickly after sleep', () => {
    live.start();
    says({ type: 'ready' });
    live.poke();
    vi.advanceTimersByTime(4_000);
    expect(links[0]?.isClosed).toBe(true);
  });
});

it('after stop nothing connects any more', () => {
  live.start();
  says({ type: 'ready' });
  live.stop();
  vi.advanceTimersByTime(120_000);
  expect(links).toHaveLength(1);
  expect(last().isClosed).toBe(true);
});
