/**
 * What the loader on the host page and the frame say to each other by `postMessage`. Each side
 * names the other's exact origin when it speaks, and checks origin and window when it listens.
 */
import { textOn } from '../lib/contrast';
import type { Pending } from '../lib/thread';

/** What a site's loader is given by the gateway, in place of `__PARLEY_CONFIG__`. */
export interface LoaderConfig {
  /** The workspace's public key. */
  readonly key: string;
  /** The gateway's origin, for instance `https://chat.example`. */
  readonly base_url: string;
  /** Whether live chat is switched on and in the workspace's plan. */
  readonly enabled: boolean;
  /** The workspace's colour, `#rrggbb`. */
  readonly color: string;
}

/** Who a visitor said they are. */
export interface Visitor {
  readonly name: string;
  readonly email: string;
}

/** A first message that the server has not acknowledged; `clientId` makes asking again free. */
export interface UnsentStart extends Visitor {
  readonly clientId: string;
  readonly text: string;
}

/**
 * What a visitor's browser keeps, in the host page's own storage, from their first message on:
 * there it survives where third-party storage is blocked. The loader only looks at `live`.
 */
export interface Kept {
  /** Whether the conversation is open, so that an answer may arrive. */
  readonly live: boolean;
  readonly token: string | null;
  readonly visitor: Visitor;
  readonly draft: string;
  readonly start: UnsentStart | null;
  readonly unsent: readonly Pending[];
}

/** Messages that the visitor has not seen: how many, and said in their language. */
export interface Unread {
  readonly count: number;
  readonly label: string;
}

/** `hello` answers `ready`; `kept` tells of a change made in another tab of the site. */
export type ToFrame =
  | { readonly parley: 'hello'; readonly kept: Kept | null; readonly isOpen: boolean }
  | { readonly parley: 'kept'; readonly kept: Kept | null }
  | { readonly parley: 'opened' | 'closed' };

export type FromFrame =
  | { readonly parley: 'ready' | 'close' }
  | { readonly parley: 'keep'; readonly kept: Kept | null }
  | { readonly parley: 'unread'; readonly unread: Unread };

/** The frame's address. What stands after `#` stays in the browser. */
export function frameAddress(
  { base_url, key, color }: LoaderConfig,
  host: string,
  language: string,
): string {
  const hints = new URLSearchParams({ host, language, color, text: textOn(color) });
  return `${base_url}/widget/${key}/frame#${hints}`;
}
