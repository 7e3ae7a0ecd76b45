/**
 * Short notes at the lower edge, for what happened elsewhere than where one looks. One may offer
 * something to do about it; none goes while it is pointed at or has the focus.
 */
import { signal } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useCommand } from '../shortcuts/commands';
import { paused, resumed, started } from './countdown';
import './toasts.css';

const SHOWN_MS = 5_000;

export interface ToastOptions {
  readonly action?: { readonly words: string; readonly run: () => void };
  readonly shownMs?: number;
}

interface Toast extends ToastOptions {
  readonly key: number;
  readonly text: string;
}

const toasts = signal<readonly Toast[]>([]);
let count = 0;

function withdraw(key: number): void {
  toasts.value = toasts.value.filter((one) => one.key !== key);
}

/** Shows a note; the answer takes it away before its time. */
export function toast(text: string, options: ToastOptions = {}): () => void {
  count += 1;
  const key = count;
  toasts.value = [...toasts.value.slice(-2), { key, text, ...options }];
  return () => withdraw(key);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <Note key={one.key} toast={one} />
      ))}
    </div>
  );
}

/** Goes after its time, which stands still while `isHeld`. */
function useEnd({ key, shownMs = SHOWN_MS }: Toast, isHeld: boolean): void {
  const countdown = useRef(started(shownMs, Date.now()));
  useEffect(() => {
    if (isHeld) return;
    countdown.current = resumed(countdown.current, Date.now());
    const timer = setTimeout(() => withdraw(key), countdown.current.leftMs);
    return () => {
      clearTimeout(timer);
      countdown.current = paused(countdown.current, Date.now());
    };
  }, [key, isHeld]);
}

function Note({ toast: shown }: { readonly toast: Toast }) {
  const { key, text, action } = shown;
  const [isPointedAt, setPointedAt] = useState(false);
  const [isFocused, setFocused] = useState(false);
  useEnd(shown, isPointedAt || isFocused);
  return (
    <div
      class="toast"
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocusIn={() => setFocused(true)}
      onFocusOut={() => setFocused(false)}
    >
      <span>{text}</span>
      {action && <Action words={action.words} run={action.run} toastKey={key} />}
    </div>
  );
}

interface ActionProps {
  readonly words: string;
  readonly run: () => void;
  readonly toastKey: number;
}

/** Also by its key, for whoever is far away in the page's order. */
function Action({ words, run, toastKey }: ActionProps) {
  const act = useCallback(() => {
    withdraw(toastKey);
    run();
  }, [run, toastKey]);
  useCommand('undo', act);
  return (
    <button
      type="button"
      class="toast-action"
      title={`${words} (Z)`}
      aria-keyshortcuts="z"
      onClick={act}
    >
      {words}
    </button>
  );
}
