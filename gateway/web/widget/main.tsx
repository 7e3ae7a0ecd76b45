/** The widget's frame, `/widget/{key}/frame`: everything but the launcher. */
import './frame.css';
import { render } from 'preact';
import { eventStreamTransport, fallingBack, webSocketTransport } from '../lib/transport';
import { App } from './app';
import { createChat } from './chat';
import { embedded, hints } from './host';
import * as languages from './languages';
import { INITIAL, type State, screen } from './state';

const { key, origin, language, color, text } = hints(location);
const page = document.documentElement;
page.style.setProperty('--brand', color);
page.style.setProperty('--on-brand', text);

const words = await languages.load(language);
page.lang = words.language;
page.dir = words.direction;

let shown = INITIAL;

function show(state: State): void {
  render(<App state={state} words={words} chat={chat} />, document.body);
  const isNew = !shown.isOpen || screen(state) !== screen(shown);
  shown = state;
  if (state.isOpen && isNew) focus();
}

/** Where one writes; on a touch screen that would call up the keyboard unasked. */
function focus(): void {
  const isTouch = matchMedia('(pointer: coarse)').matches;
  const target = isTouch ? 'main' : 'textarea';
  (document.querySelector<HTMLElement>(target) ?? document.querySelector('main'))?.focus();
}

/** Escape hides the chat, unless it closes a dialog. */
addEventListener('keydown', ({ key: pressed }) => {
  if (pressed === 'Escape' && document.querySelector('dialog') === null) chat.hide();
});

const chat = createChat({
  key,
  host: embedded(origin),
  words,
  transport: fallingBack(
    webSocketTransport('/widget/v1/stream'),
    eventStreamTransport('/widget/v1/events'),
  ),
  onChange: show,
});
show(INITIAL);
