/** Short notes at the lower edge, for what happened elsewhere than where one looks. */
import { signal } from '@preact/signals';
import './toasts.css';

const SHOWN_MS = 5_000;

interface Toast {
  readonly key: number;
  readonly text: string;
}

const toasts = signal<readonly Toast[]>([]);
let count = 0;

export function toast(text: string): void {
  count += 1;
  const key = count;
  toasts.value = [...toasts.value.slice(-2), { key, text }];
  setTimeout(() => {
    toasts.value = toasts.value.filter((one) => one.key !== key);
  }, SHOWN_MS);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ key, text }) => (
        <div key={key} class="toast">
          {text}
        </div>
      ))}
    </div>
  );
}
