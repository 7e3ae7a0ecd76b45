/**
 * The script that a site embeds:
 *
 *     <script src="https://{gateway}/widget/{workspace_key}.js" async></script>
 *
 * The gateway serves the built file with `__PARLEY_CONFIG__` (once, in an expression) replaced by
 * the workspace's `LoaderConfig` as JSON; further members are ignored. With `enabled: false` the
 * script does nothing.
 *
 * Before a visitor's first click it draws a button, and fetches and stores nothing. Only for a
 * visitor whose conversation is open, kept from an earlier page, it fetches the frame a moment
 * later, so that an answer shows as a badge.
 *
 * A host page's Content-Security-Policy needs `script-src {gateway}` and `frame-src {gateway}` and
 * nothing else: no inline style or script, no eval, and Trusted Types may be required.
 */
import { textOn } from '../lib/contrast';
import * as kept from './kept';
import * as launcher from './launcher';
import styles from './loader.css?inline';
import * as panel from './panel';
import type { FromFrame, LoaderConfig, Unread } from './protocol';
import * as words from './words';

declare const __PARLEY_CONFIG__: LoaderConfig;

const TAG = 'parley-chat';

/** How long the page may have the line for itself before an open conversation is fetched. */
const POLITE_WAIT_MS = 1_500;

function start(config: LoaderConfig): void {
  if (!config.enabled || document.querySelector(TAG)) return;
  const storageName = `parley.${config.key}`;
  const chosen = words.pick([document.documentElement.lang, ...navigator.languages]);
  const element = document.createElement(TAG);
  const root = element.attachShadow({ mode: 'open' });
  let unread: Unread = { count: 0, label: '' };

  element.lang = chosen.language;
  element.dir = chosen.direction;
  element.style.setProperty('--color', config.color);
  element.style.setProperty('--on-color', textOn(config.color));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];

  const corner = launcher.draw(root, chosen);
  const chat = panel.draw({ root, config, words: chosen, hear });

  function toggle(open: boolean): void {
    chat.toggle(open);
    corner.show(open, unread);
    if (!open) corner.button.focus();
  }

  function hear(message: FromFrame): void {
    if (message.parley === 'ready') {
      chat.say({ parley: 'hello', kept: kept.read(storageName), isOpen: chat.isOpen() });
    } else if (message.parley === 'keep') {
      kept.write(storageName, message.kept);
    } else if (message.parley === 'unread') {
      unread = message.unread;
      corner.show(chat.isOpen(), unread);
    } else if (message.parley === 'close') {
      toggle(false);
    }
  }

  corner.button.addEventListener('click', () => toggle(!chat.isOpen()));
  root.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape' && chat.isOpen()) toggle(false);
  });
  addEventListener('storage', (event) => {
    if (event.key === storageName) chat.say({ parley: 'kept', kept: kept.read(storageName) });
  });

  corner.show(false, unread);
  document.body.append(element);
  if (kept.read(storageName)?.live) setTimeout(chat.load, POLITE_WAIT_MS);
}

/** Runs as soon as there is a body to draw in. */
function embed(config: LoaderConfig): void {
  if (document.body) start(config);
  else addEventListener('DOMContentLoaded', () => start(config));
}

embed(__PARLEY_CONFIG__);
