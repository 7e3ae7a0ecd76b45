/** What the visitor's browser keeps for the frame, in the host page's first-party storage. */

import type { Kept } from './protocol';

/** Null when nothing is kept, or when the browser keeps nothing for this page. */
export function read(name: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

/** Without storage the chat lasts as long as the page. */
export function write(name: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(name, JSON.stringify(kept));
    else localStorage.removeItem(name);
  } catch {
    return;
  }
}
