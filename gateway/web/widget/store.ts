/** One value that changes, and who wants to know. */

export interface Store<Value> {
  get(): Value;
  /** Takes in a part of the next value. */
  set(change: Partial<Value>): void;
  update(change: (value: Value) => Value): void;
}

/** `onChange` hears once of all changes that were made together. */
export function createStore<Value>(initial: Value, onChange: (value: Value) => void): Store<Value> {
  let value = initial;
  let isTold = true;

  function update(change: (value: Value) => Value): void {
    value = change(value);
    if (!isTold) return;
    isTold = false;
    queueMicrotask(() => {
      isTold = true;
      onChange(value);
    });
  }

  return { get: () => value, set: (part) => update((known) => ({ ...known, ...part })), update };
}
