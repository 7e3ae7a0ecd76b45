import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  eventStreamTransport,
  fallingBack,
  type Link,
  type LinkHandlers,
  type Transport,
} from '../../lib/transport';

/** Hears everything that a link says, as one list. */
function listener(): LinkHandlers & { heard: unknown[] } {
  const heard: unknown[] = [];
  return {
    heard,
    onOpen: () => heard.push('open'),
    onText: (text) => heard.push(text),
    onClose: (code) => heard.push(code),
  };
}

describe('an event stream', () => {
  const TOKEN = JSON.stringify({ type: 'token', token: 'secret' });

  function answering(body: string[], status = 200): void {
    const chunks = new ReadableStream<Uint8Array>({
      start(stream) {
        for (const chunk of body) stream.enqueue(new TextEncoder().encode(chunk));
        stream.close();
      },
    });
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(chunks, { status })),
    );
  }

  /** Opens a stream, shows the token and waits for its end. */
  async function listened(): Promise<unknown[]> {
    const handlers = listener();
    const link = eventStreamTransport('/events')(handlers);
    link.send(TOKEN);
    await vi.waitFor(() => expect(typeof handlers.heard.at(-1)).toBe('number'));
    return handlers.heard;
  }

  afterEach(() => void vi.unstubAllGlobals());

  test('says its frames, however they are cut, and that the line is alive', async () => {
    answering([':\n\ndata: {"type"', ':"ready"}\n', '\ndata: {"a":1}\n\ndata: {"b":2}\n\n']);
    const frames = ['{"type":"pong"}', '{"type":"ready"}', '{"a":1}', '{"b":2}'];
    expect(await listened()).toEqual(['open', ...frames, 1006]);
  });

  test('shows the token as bearer token', async () => {
    answering([]);
    await listened();
    const [path, options] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(path).toBe('/events');
    expect(options?.headers).toEqual({ authorization: 'Bearer secret' });
  });

  test('ends with the code that the server names', async () => {
    answering(['event: close\ndata: 4401 token expired\n\n']);
    expect(await listened()).toEqual(['open', 4401]);
  });

  test.each([
    [401, 4401],
    [402, 4403],
    [403, 4403],
    [503, 1006],
  ])('answered with %i ends like a socket with %i', async (status, code) => {
    answering([], status);
    expect(await listened()).toEqual(['open', code]);
  });

  test('says nothing any more once it is closed', async () => {
    answering(['data: {"a":1}\n\n']);
    const handlers = listener();
    const link = eventStreamTransport('/events')(handlers);
    link.send(TOKEN);
    link.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(handlers.heard).toEqual(['open']);
  });
});

describe('falling back', () => {
  let used: string[];
  let last: LinkHandlers;

  function named(name: string): Transport {
    return (handlers): Link => {
      used.push(name);
      last = handlers;
      return { send: () => undefined, close: () => undefined };
    };
  }

  beforeEach(() => {
    used = [];
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  test('takes the second where the first closes without a word', () => {
    const transport = fallingBack(named('first'), named('second'));
    const handlers = listener();
    transport(handlers);
    last.onClose(1006);
    transport(handlers);
    expect(used).toEqual(['first', 'second']);
    expect(handlers.heard).toEqual([1006]);
  });

  test('takes the second where the first stays silent', () => {
    const transport = fallingBack(named('first'), named('second'));
    const handlers = listener();
    transport(handlers);
    vi.advanceTimersByTime(5_000);
    expect(handlers.heard).toEqual([1006]);
    transport(handlers);
    expect(used).toEqual(['first', 'second']);
  });

  test('stays with the first as long as it was heard', () => {
    const transport = fallingBack(named('first'), named('second'));
    transport(listener());
    last.onText('{}');
    vi.advanceTimersByTime(60_000);
    last.onClose(1006);
    transport(listener());
    expect(used).toEqual(['first', 'first']);
  });

  test('tries the first again after the second, whether that was heard or not', () => {
    const transport = fallingBack(named('first'), named('second'));
    for (const isHeard of [false, true, false, false]) {
      const link = transport(listener());
      if (isHeard) last.onText('{}');
      last.onClose(1006);
      link.close();
    }
    expect(used).toEqual(['first', 'second', 'first', 'second']);
  });
});
