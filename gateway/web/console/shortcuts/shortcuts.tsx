/** Listens to the keyboard, and shows what it can do. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog';
import { commandOf, run, SHORTCUTS, type Shortcut, useCommand } from './commands';
import './shortcuts.css';

const SIGNS: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };
const FIELDS = 'input, textarea, select, [contenteditable]';

function heard(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.defaultPrevented || event.isComposing || target.closest('dialog, [popover]')) return;
  const command = commandOf({
    key: event.key,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey,
    isTyping: target.matches(FIELDS),
  });
  if (command !== null && run(command)) event.preventDefault();
}

export function Shortcuts() {
  const [isOpen, setOpen] = useState(false);
  useCommand(
    'help',
    useCallback(() => setOpen(true), []),
  );
  useEffect(() => {
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  }, []);
  if (!isOpen) return null;
  return (
    <Dialog title="Keyboard" onClose={() => setOpen(false)}>
      <dl class="shortcuts">
        {SHORTCUTS.map((shortcut) => (
          <Line key={shortcut.command} shortcut={shortcut} />
        ))}
      </dl>
    </Dialog>
  );
}

function Line({ shortcut }: { readonly shortcut: Shortcut }) {
  return (
    <div class="shortcuts-line">
      <dt>{shortcut.words}</dt>
      <dd class="shortcuts-keys">
        {shortcut.keys.map((key) => (
          <kbd key={key} class="key">
            {SIGNS[key] ?? key.toUpperCase()}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
