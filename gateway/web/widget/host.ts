/** The page that the frame is in, through its loader, which keeps what has to be kept. */
import type { FromFrame, Kept, ToFrame, Unread } from '../loader/protocol';

export interface Host {
  /** Asks for what was kept; the answer, and all that follows, comes to `hear`. */
  ready(hear: (message: ToFrame) => void): void;
  keep(kept: Kept | null): void;
  showUnread(unread: Unread): void;
  hide(): void;
}

/** `origin` is what the loader says its page's is: a lie only makes the frame deaf and dumb. */
export function embedded(origin: string): Host {
  const say = (message: FromFrame) => parent.postMessage(message, origin);
  return {
    ready(hear) {
      addEventListener('message', (event: MessageEvent<ToFrame>) => {
        if (event.source === parent && event.origin === origin) hear(event.data);
      });
      say({ parley: 'ready' });
    },
    keep: (kept) => say({ parley: 'keep', kept }),
    showUnread: (unread) => say({ parley: 'unread', unread }),
    hide: () => say({ parley: 'close' }),
  };
}

export interface Hints {
  readonly key: string;
  /** The host page's. */
  readonly origin: string;
  readonly language: string;
  readonly color: string;
  /** What can be read on that colour. */
  readonly text: string;
}

const COLOR = /^#[0-9a-f]{6}$/i;

function color(said: string | null, otherwise: string): string {
  return said !== null && COLOR.test(said) ? said : otherwise;
}

/** What the frame's own address says: `/widget/{key}/frame#host=…&language=…&color=…&text=…`. */
export function hints({ pathname, hash }: { pathname: string; hash: string }): Hints {
  const said = new URLSearchParams(hash.slice(1));
  return {
    key: pathname.split('/')[2] ?? '',
    origin: said.get('host') ?? '',
    language: said.get('language') ?? '',
    color: color(said.get('color'), '#3553cf'),
    text: color(said.get('text'), '#ffffff'),
  };
}
