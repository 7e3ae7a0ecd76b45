/** Where the visitor writes: Enter sends, Shift and Enter starts a new line. */
import { ArrowUp } from 'lucide';
import { TEXT_LIMIT } from '../lib/contracts';
import { Icon } from '../lib/icon';
import './composer.css';
import { fill } from './languages';
import { canWrite } from './state';
import { attachments, isBusy } from './uploads';
import { AttachButton, pastedFiles, Uploads } from './uploads-list';
import type { View } from './view';

export function Composer(view: View) {
  const { state, words, chat } = view;
  const { draft, uploads } = state;
  const isTooLong = draft.length > TEXT_LIMIT;
  const saysSomething = draft.trim() !== '' || attachments(uploads).length > 0;
  const isSendable = canWrite(state) && saysSomething && !isTooLong && !isBusy(uploads);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSendable) chat.post(draft.trim());
        event.currentTarget.querySelector('textarea')?.focus();
      }}
    >
      <Uploads {...view} />
      {isTooLong && (
        <p class="mistake" role="alert">
          {fill(words.mistakes.messageTooLong, {
            limit: TEXT_LIMIT.toLocaleString(words.language),
          })}
        </p>
      )}
      <div class="write">
        <AttachButton {...view} />
        {/* The field is as tall as its text, which stands behind it once more. */}
        <div class="growing" data-text={`${draft} `}>
          <textarea
            rows={1}
            dir="auto"
            aria-label={words.message}
            placeholder={words.messageHint}
            value={draft}
            onInput={(event) => chat.type(event.currentTarget.value)}
            onPaste={pastedFiles(chat.attach)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
        </div>
        {/* Not `disabled`, so that focus is never lost to it. */}
        <button type="submit" class="icon send" aria-label={words.send} aria-disabled={!isSendable}>
          <Icon of={ArrowUp} size={20} />
        </button>
      </div>
    </form>
  );
}
