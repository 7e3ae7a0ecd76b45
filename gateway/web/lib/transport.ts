/**
 * What carries frames between a client and the gateway. `live.ts` needs no more than this, so
 * that server-sent events or long polling can stand in for a WebSocket.
 */

export interface LinkHandlers {
  onOpen(): void;
  onText(text: string): void;
  /** Once, however the link ended; the WebSocket close code, 1006 when there is none. */
  onClose(code: number): void;
}

/** One connection. After `close()` no handler is called any more. */
export interface Link {
  send(text: string): void;
  close(): void;
}

export type Transport = (handlers: LinkHandlers) => Link;

/** A WebSocket to `path` on the page's own origin. */
export function webSocketTransport(path: string): Transport {
  return (handlers) => {
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.onopen = () => handlers.onOpen();
    socket.onclose = (event) => handlers.onClose(event.code);
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') handlers.onText(event.data);
    };
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        socket.onopen = socket.onclose = socket.onmessage = null;
        socket.close();
      },
    };
  };
}

/** What a WebSocket's close code would be for an answer with that status. */
function closeCode(status: number): number {
  if (status === 401) return 4401;
  return status === 402 || status === 403 ? 4403 : 1006;
}

/**
 * Server-sent events from `path`, where the network lets no WebSocket through. The token frame is
 * sent as bearer token, and nothing else can be said; that the line is alive comes unasked.
 */
export function eventStreamTransport(path: string): Transport {
  return (handlers) => {
    const control = new AbortController();
    const { signal } = control;

    /** Returns the close code; what is not complete yet stays in `rest`. */
    async function read(token: string): Promise<number> {
      const headers = { authorization: `Bearer ${token}` };
      const { ok, status, body } = await fetch(path, { headers, signal });
      if (!ok || body === null) return closeCode(status);
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 1006;
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, event, data = ''] = /^(?:event: (\w+)\n)?(?:data: (.*)|:)$/.exec(block) ?? [];
          if (event === 'close') return Number.parseInt(data, 10);
          if (!signal.aborted) handlers.onText(data || '{"type":"pong"}');
        }
      }
    }

    async function run(token: string): Promise<void> {
      const code = await read(token).catch(() => 1006);
      if (!signal.aborted) handlers.onClose(code);
    }

    queueMicrotask(() => handlers.onOpen());
    return {
      send(text) {
        const frame = JSON.parse(text) as { type: string; token?: string };
        if (frame.type === 'token') void run(frame.token ?? '');
      },
      close: () => control.abort(),
    };
  };
}

/** How long the first choice may be silent before the second is tried. */
const PATIENCE_MS = 5_000;

/** `first`, or `second` where nothing is heard through the first; after every loss anew. */
export function fallingBack(first: Transport, second: Transport): Transport {
  let isFirst = true;
  return (handlers) => {
    const isFirstNow = isFirst;
    let hasSpoken = false;
    let hasEnded = false;

    function end(): boolean {
      clearTimeout(timer);
      if (hasEnded) return false;
      hasEnded = true;
      isFirst = hasSpoken || !isFirstNow;
      return true;
    }

    const lose = (code: number) => {
      if (end()) handlers.onClose(code);
    };
    const timer = setTimeout(() => {
      if (isFirstNow && !hasSpoken) lose(1006);
    }, PATIENCE_MS);
    const link = (isFirstNow ? first : second)({
      onOpen: handlers.onOpen,
      onText(text) {
        hasSpoken = true;
        handlers.onText(text);
      },
      onClose: lose,
    });
    return {
      send: link.send,
      close() {
        end();
        link.close();
      },
    };
  };
}
