/** The panel with the chat's frame: made at the first click, hidden and kept after closing. */
import type { LauncherWords } from '../widget/languages';
import { make } from './elements';
import { type FromFrame, frameAddress, type LoaderConfig, type ToFrame } from './protocol';

export interface Panel {
  isOpen(): boolean;
  toggle(open: boolean): void;
  /** Fetches the frame unless it is there; it is asked for again when it did not come. */
  load(): void;
  say(message: ToFrame): void;
}

export interface PanelOptions {
  readonly root: ShadowRoot;
  readonly config: LoaderConfig;
  readonly words: LauncherWords;
  hear(message: FromFrame): void;
}

export function draw({ root, config, words, hear }: PanelOptions): Panel {
  const gateway = new URL(config.base_url).origin;
  const element = make('div', { class: 'panel' });
  const frame = make('iframe', { title: words.title, allow: 'clipboard-write' });
  let isReady = false;
  let isOpen = false;
  element.append(frame);

  function say(message: ToFrame): void {
    if (isReady) frame.contentWindow?.postMessage(message, gateway);
  }

  addEventListener('message', (event: MessageEvent<FromFrame>) => {
    if (event.origin !== gateway || event.source !== frame.contentWindow) return;
    if (event.data.parley === 'ready') {
      isReady = true;
      element.classList.add('ready');
    }
    hear(event.data);
  });

  function load(): void {
    if (isReady) return;
    frame.src = frameAddress(config, location.origin, words.language);
    root.append(element);
  }

  return {
    isOpen: () => isOpen,
    toggle(open) {
      isOpen = open;
      if (open) load();
      // Without a first layout there would be nothing to animate from.
      element.getBoundingClientRect();
      element.classList.toggle('open', open);
      say({ parley: open ? 'opened' : 'closed' });
      if (open) frame.focus();
    },
    load,
    say,
  };
}
