/** Who the visitor talks to, closing the conversation, and hiding the chat. */
import { ChevronDown } from 'lucide';
import { Icon } from '../lib/icon';
import { Dialog } from './dialog';
import { Face } from './face';
import './header.css';
import { canWrite, responder } from './state';
import type { View } from './view';

export function HideButton({ words, chat }: View) {
  return (
    <button
      type="button"
      class="icon"
      aria-label={words.hide}
      title={words.hide}
      onClick={chat.hide}
    >
      <Icon of={ChevronDown} size={22} />
    </button>
  );
}

/** Whether someone is there; null where that is not known. */
export function Attendance({ state, words }: View) {
  if (state.areAgentsOnline === null) return null;
  return (
    <span class={state.areAgentsOnline ? 'attendance there' : 'attendance'}>
      {state.areAgentsOnline ? words.attended : words.answersLater}
    </span>
  );
}

export function Header(view: View) {
  const { state, words, chat } = view;
  const person = responder(state);
  const shop = state.config?.workspace_name;
  return (
    <header class="header">
      {person && <Face of={person} />}
      <div class="lines">
        <h1>{person?.name ?? shop}</h1>
        <span>{person && shop}</span>
      </div>
      {canWrite(state) && (
        <button type="button" class="end" onClick={() => chat.show({ isAsking: true })}>
          {words.end}
        </button>
      )}
      <HideButton {...view} />
    </header>
  );
}

/** Whether to close the conversation. */
export function Question({ words, chat }: View) {
  return (
    <Dialog
      title={words.endQuestion}
      onClose={(answer) => {
        chat.show({ isAsking: false });
        if (answer === 'end') void chat.close();
      }}
    >
      <p>{words.endHint}</p>
      <div class="choices">
        <button class="quiet">{words.stay}</button>
        <button class="solid" value="end">
          {words.end}
        </button>
      </div>
    </Dialog>
  );
}
