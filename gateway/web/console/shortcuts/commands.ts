/** What the keyboard can do: a table of keys, and who carries a command out at the moment. */
import { useLayoutEffect } from 'preact/hooks';

export type Command =
  | 'next'
  | 'previous'
  | 'search'
  | 'reply'
  | 'close'
  | 'convert'
  | 'delete'
  | 'undo'
  | 'leave'
  | 'help';

export interface Shortcut {
  readonly command: Command;
  readonly keys: readonly string[];
  readonly words: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { command: 'next', keys: ['j', 'ArrowDown'], words: 'Next in the list' },
  { command: 'previous', keys: ['k', 'ArrowUp'], words: 'Previous in the list' },
  { command: 'search', keys: ['/'], words: 'Search what the list holds' },
  { command: 'reply', keys: ['r'], words: 'Write a reply' },
  { command: 'close', keys: ['e'], words: 'Close the conversation' },
  { command: 'convert', keys: ['t'], words: 'Convert the closed chat to a ticket' },
  { command: 'delete', keys: ['#'], words: 'Move the conversation to the trash' },
  { command: 'undo', keys: ['z'], words: 'Take that back, while the note about it is there' },
  { command: 'leave', keys: ['Escape'], words: 'Leave the reply, then what is open' },
  { command: 'help', keys: ['?'], words: 'Show this list' },
];

export interface Press {
  readonly key: string;
  readonly hasModifier: boolean;
  /** The key goes into a text field. */
  readonly isTyping: boolean;
}

/** The command that a key press means; null when it means none. */
export function commandOf({ key, hasModifier, isTyping }: Press): Command | null {
  if (hasModifier || (isTyping && key !== 'Escape')) return null;
  const pressed = key.length === 1 ? key.toLowerCase() : key;
  return SHORTCUTS.find(({ keys }) => keys.includes(pressed))?.command ?? null;
}

/** The one that came last carries it out, while it is there. */
const carriers = new Map<Command, readonly (() => void)[]>();

/** Carries `command` out for as long as the component is there: from its first sight on, so that
 * no key is lost to whoever is quick. */
export function useCommand(command: Command, carry: () => void): void {
  useLayoutEffect(() => {
    carriers.set(command, [...(carriers.get(command) ?? []), carry]);
    return () => {
      carriers.set(command, carriers.get(command)?.filter((other) => other !== carry) ?? []);
    };
  }, [command, carry]);
}

/** Whether someone carried it out. */
export function run(command: Command): boolean {
  const carry = carriers.get(command)?.at(-1);
  carry?.();
  return carry !== undefined;
}
