/**
 * The one live connection of a page. It comes back by itself: with full jitter after a loss, at
 * once after sleep, when the network returns or the page is shown again; and it notices a link
 * that only looks alive by pinging.
 */
import type { Link, Transport } from './transport';

/**
 * `connecting` at first and for the first try after a loss; `live` between the server's `ready`
 * and a loss; `offline` while tries fail; `refused` for good, until `start()`.
 */
export type LiveState = 'connecting' | 'live' | 'offline' | 'refused';

/** Close codes that no retry mends: bad frame, not signed in, not allowed, session ended. */
const REFUSALS: ReadonlySet<number> = new Set([4400, 4401, 4403, 4410]);
const RESTART = 1012;

const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;
/** After sleep a dead link is likely, so the check is short. */
const CHECK_WITHIN_MS = 4_000;
const READY_WITHIN_MS = 10_000;
const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 30_000;
const RESTART_SPREAD_MS = 3_000;
/** A link that lived this long was sound: the next loss starts counting tries anew. */
const STABLE_AFTER_MS = 10_000;

export interface LiveOptions<Frame extends { type: string }> {
  transport: Transport;
  /** What to show as the first frame, where a cookie does not do. */
  token?: () => string | null;
  /** The server is subscribed (again): a snapshot taken from now on misses nothing. */
  onReady: () => void;
  onFrame: (frame: Frame) => void;
  /** `code` is the close code that led to `offline` or `refused`. */
  onState: (state: LiveState, code: number | null) => void;
  random?: () => number;
}

export interface Live {
  start(): void;
  stop(): void;
  /** Says a frame if the link is live; else it is dropped. */
  send(frame: { type: string }): void;
  /** Something hints that the network is back or was away: connect, or check the link, now. */
  poke(): void;
}

/** The wait before try number `attempt` (0, 1, 2 …): anything up to a doubling limit. */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
}

export function createLive<Frame extends { type: string }>(options: LiveOptions<Frame>): Live {
  const { transport, token, onReady, onFrame, onState, random = Math.random } = options;
  let link: Link | null = null;
  let isReady = false;
  let readySince = 0;
  let attempt = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let pinger: ReturnType<typeof setInterval> | undefined;
  let shown: LiveState | null = null;

  function show(state: LiveState, code: number | null = null): void {
    if (state === shown) return;
    shown = state;
    onState(state, code);
  }

  function drop(): void {
    clearTimeout(retryTimer);
    clearTimeout(deadline);
    clearInterval(pinger);
    deadline = undefined;
    link?.close();
    link = null;
    isReady = false;
  }

  function connect(): void {
    drop();
    expectWithin(READY_WITHIN_MS);
    link = transport({
      onOpen: () => {
        const shownToken = token?.();
        if (shownToken) link?.send(JSON.stringify({ type: 'token', token: shownToken }));
      },
      onText: heard,
      onClose: (code) => lost(code),
    });
  }

  /** Gives the link up unless it says something in time. */
  function expectWithin(milliseconds: number): void {
    deadline ??= setTimeout(() => lost(1006), milliseconds);
  }

  function lost(code: number): void {
    const wasReady = isReady;
    if (wasReady && Date.now() - readySince > STABLE_AFTER_MS) attempt = 0;
    drop();
    if (REFUSALS.has(code)) show('refused', code);
    else retry(code, wasReady ? 'connecting' : 'offline');
  }

  function retry(code: number, state: LiveState): void {
    const spread = code === RESTART ? random() * RESTART_SPREAD_MS : backoffMs(attempt, random());
    attempt += 1;
    show(state, code);
    retryTimer = setTimeout(connect, spread);
  }

  function heard(text: string): void {
    const frame = parse<Frame>(text);
    if (frame === null) return;
    if (frame.type === 'ready') ready();
    else if (isReady && isGathered(frame)) frame.frames.forEach(onFrame);
    else if (isReady && frame.type !== 'pong') onFrame(frame);
    if (isReady) {
      clearTimeout(deadline);
      deadline = undefined;
    }
  }

  function ready(): void {
    if (!isReady) {
      isReady = true;
      readySince = Date.now();
      clearInterval(pinger);
      pinger = setInterval(() => check(PONG_WITHIN_MS), PING_EVERY_MS);
    }
    show('live');
    onReady();
  }

  function check(within: number): void {
    link?.send('{"type":"ping"}');
    expectWithin(within);
  }

  function poke(): void {
    if (shown === null || shown === 'refused') return;
    if (isReady) check(CHECK_WITHIN_MS);
    else if (link === null) connect();
  }

  return {
    start() {
      attempt = 0;
      shown = null;
      show('connecting');
      connect();
    },
    stop() {
      drop();
      shown = null;
    },
    send(frame) {
      if (isReady) link?.send(JSON.stringify(frame));
    },
    poke,
  };
}

/** Where many frames come at once, they come together. */
function isGathered<Frame extends { type: string }>(
  frame: Frame | { type: 'gathered'; frames: Frame[] },
): frame is { type: 'gathered'; frames: Frame[] } {
  return frame.type === 'gathered';
}

function parse<Frame extends { type: string }>(text: string): Frame | null {
  try {
    const frame: unknown = JSON.parse(text);
    const isFrame = typeof frame === 'object' && frame !== null && 'type' in frame;
    return isFrame ? (frame as Frame) : null;
  } catch {
    return null;
  }
}

/** Pokes `live` when the page wakes up, is shown, or the network returns; returns the undoing. */
export function pokeOnWake(live: Live): () => void {
  const poke = () => {
    if (document.visibilityState === 'visible') live.poke();
  };
  const events = [
    [window, 'online'],
    [window, 'offline'],
    [window, 'focus'],
    [window, 'pageshow'],
    [document, 'visibilitychange'],
    [document, 'resume'],
  ] as const;
  for (const [target, name] of events) target.addEventListener(name, poke);
  return () => {
    for (const [target, name] of events) target.removeEventListener(name, poke);
  };
}
