/** The round button in the corner, with the count of unread messages while the chat is closed. */

import type { LauncherWords } from '../widget/languages';
import { icon, make } from './elements';
import type { Unread } from './protocol';

const BUBBLE = 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3 21l2-5.8A8.4 8.4 0 1 1 21 11.5z';
const CHEVRON = 'm6 9 6 6 6-6';

export interface Launcher {
  readonly button: HTMLButtonElement;
  show(isOpen: boolean, unread: Unread): void;
}

/** Says what is unread for the eye, and politely for a screen reader. */
export function draw(root: ShadowRoot, words: LauncherWords): Launcher {
  const button = make('button', { type: 'button', class: 'launcher' });
  const badge = make('span', { class: 'badge' });
  const status = make('span', { class: 'status', role: 'status' });
  button.append(icon(BUBBLE), icon(CHEVRON), badge);
  root.append(button, status);
  return {
    button,
    show: (isOpen, { count, label }) => {
      const isNews = !isOpen && count > 0;
      const news = isNews ? label : '';
      button.ariaExpanded = String(isOpen);
      button.ariaLabel = `${isOpen ? words.close : words.open} ${news}`.trim();
      badge.textContent = isNews ? String(Math.min(count, 99)) : '';
      if (status.textContent !== news) status.textContent = news;
    },
  };
}
