/** The present moment as a signal, in steps fine enough for "5m" and "Today". */
import { signal } from '@preact/signals';

const STEP_MS = 20_000;

export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, STEP_MS);
