import { describe, expect, it } from 'vitest';
import { commandOf, SHORTCUTS } from '../../console/shortcuts/commands';

const press = (key: string, change = {}) =>
  commandOf({ key, hasModifier: false, isTyping: false, ...change });

describe('a key', () => {
  it.each([
    ['j', 'next'],
    ['ArrowUp', 'previous'],
    ['R', 'reply'],
    ['e', 'close'],
    ['t', 'convert'],
    ['#', 'delete'],
    ['z', 'undo'],
    ['?', 'help'],
  ])('%s means %s', (key, command) => {
    expect(press(key)).toBe(command);
  });

  it('means nothing while one types, except Esc', () => {
    expect(press('e', { isTyping: true })).toBeNull();
    expect(press('Escape', { isTyping: true })).toBe('leave');
  });

  it('means nothing with a modifier: those belong to the browser', () => {
    expect(press('r', { hasModifier: true })).toBeNull();
  });

  it('means one thing only', () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
