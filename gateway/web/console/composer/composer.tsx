/** Where an agent writes. What is typed is kept until the server has it. */
import { Paperclip, SendHorizontal } from 'lucide';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Conversation, TEXT_LIMIT } from '../../lib/contracts';
import { useDesk } from '../contexts';
import { focusRow } from '../conversations/focus';
import type { Upload } from '../desk/uploads';
import { useCommand } from '../shortcuts/commands';
import { Button, IconButton } from '../ui/button';
import { editing } from './editing';
import { Tray } from './tray';
import './composer.css';

/** From here on it is said how many characters are left. */
const NEAR_LIMIT = TEXT_LIMIT - 1_000;

/** The text of a conversation's draft, and how to change it. */
function useDraftText(id: string): [string, (text: string) => void] {
  const { drafts, uploads } = useDesk();
  const [text, setText] = useState(() => drafts.read(id).text);
  const change = useCallback(
    (next: string) => {
      setText(next);
      drafts.change(id, { text: next });
    },
    [drafts, id],
  );
  const taken = editing.value;
  useEffect(() => {
    if (taken?.id !== id) return;
    editing.value = null;
    const before = drafts.read(id).text;
    change(before === '' ? taken.text : `${taken.text}\n${before}`);
    uploads.putBack(id, taken.attachments);
  }, [taken, id, drafts, uploads, change]);
  return [text, change];
}

/** What keeps the message from going out now, in words; null when nothing does. */
function obstacle(text: string, files: readonly Upload[]): string | null {
  const length = Array.from(text.trim()).length;
  if (length > TEXT_LIMIT) return `${length - TEXT_LIMIT} characters too many`;
  if (files.some((file) => file.state === 'uploading')) return 'Waiting for the upload…';
  if (files.some((file) => file.state === 'failed')) return 'A file is not uploaded yet';
  const isEmpty = length === 0 && !files.some((file) => file.state === 'done');
  return isEmpty ? '' : null;
}

/** As tall as its text, within the limits of its style. */
function useGrowing(text: string) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return field;
}

export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const { id, customer } = conversation;
  const { presence, sending, uploads } = useDesk();
  const [text, setText] = useDraftText(id);
  const field = useGrowing(text);
  const files = uploads.of(id).value;
  const stop = obstacle(text, files);
  useEffect(() => presence.write(text, false), [presence, text]);
  useCommand(
    'reply',
    useCallback(() => field.current?.focus(), [field]),
  );

  const send = () => {
    if (stop !== null) return;
    sending.send(id, text.trim(), uploads.take(id));
    setText('');
    field.current?.focus();
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      field.current?.blur();
      focusRow(id);
    }
  };
  const pasted = (event: ClipboardEvent) => {
    const pastedFiles = [...(event.clipboardData?.files ?? [])];
    if (pastedFiles.length === 0) return;
    event.preventDefault();
    uploads.add(id, pastedFiles);
  };

  return (
    <div class="composer">
      <div class="composer-box">
        <Tray id={id} uploads={files} />
        <textarea
          ref={field}
          class="composer-text"
          rows={1}
          aria-label={`Reply to ${customer.name}`}
          placeholder={`Reply to ${customer.name}…`}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            presence.write(event.currentTarget.value, true);
          }}
          onFocus={() => presence.focus(true)}
          onBlur={() => presence.focus(false)}
          onKeyDown={keyed}
          onPaste={pasted}
        />
        <div class="composer-tools">
          <Attach onFiles={(chosen) => uploads.add(id, chosen)} />
          <Hint text={text} obstacle={stop} />
          <Button look="primary" icon={SendHorizontal} disabled={stop !== null} onClick={send}>
            Send
          </Button>
        </div>
      </div>
    </div>
  );
}

function Attach({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const picked = (event: Event & { readonly currentTarget: HTMLInputElement }) => {
    onFiles([...(event.currentTarget.files ?? [])]);
    // So that the same file can be picked again after it was removed.
    event.currentTarget.value = '';
  };
  return (
    <>
      <input
        ref={picker}
        class="composer-picker"
        type="file"
        multiple
        aria-label="Files"
        onChange={picked}
      />
      <IconButton icon={Paperclip} name="Attach files" onClick={() => picker.current?.click()} />
    </>
  );
}

function Hint({
  text,
  obstacle: stop,
}: {
  readonly text: string;
  readonly obstacle: string | null;
}) {
  if (stop)
    return <span class={`composer-hint is-${/too/.test(stop) ? 'over' : 'waiting'}`}>{stop}</span>;
  const left = TEXT_LIMIT - text.length;
  const words = text.length > NEAR_LIMIT ? `${left} left` : 'Shift + Enter for a new line';
  return <span class="composer-hint">{words}</span>;
}
