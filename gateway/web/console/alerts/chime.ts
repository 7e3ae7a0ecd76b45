/** Two quiet notes, made by the browser. It may refuse to make any before someone clicks. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { SoundState } from '../../lib/alarm';

const NOTES = [
  { hertz: 659.3, at: 0 },
  { hertz: 987.8, at: 0.17 },
] as const;
const LOUDNESS = 0.12;
const NOTE_SECONDS = 0.9;
const FADE_SECONDS = 0.03;
/** A browser that lets sound through has said so by then. */
const SAYS_WITHIN_MS = 1_000;

export interface Chime {
  readonly state: ReadonlySignal<SoundState>;
  play(): void;
  /** Silence, in the middle of a note too. */
  stop(): void;
  /** Asks the browser again; it listens to nobody but a click or a key. */
  wake(): void;
  close(): void;
}

const SILENT: Chime = {
  state: signal('unsupported'),
  play: () => {},
  stop: () => {},
  wake: () => {},
  close: () => {},
};

export function createChime(): Chime {
  if (typeof AudioContext === 'undefined') return SILENT;
  const context = new AudioContext();
  const state = signal<SoundState>('asking');
  let playing: GainNode | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;

  /** Once it ran it may run again, so it need not run while nothing rings. */
  function rest(): void {
    clearTimeout(idle);
    idle = setTimeout(() => void context.suspend(), NOTE_SECONDS * 2_000);
  }

  function changed(): void {
    if (context.state !== 'running') return;
    state.value = 'ready';
    clearTimeout(doubt);
    removeEventListener('pointerdown', wake, true);
    removeEventListener('keydown', wake, true);
    rest();
  }

  function wake(): void {
    context.resume().catch(() => undefined);
  }

  function note(output: GainNode, hertz: number, start: number): void {
    const voice = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(LOUDNESS, start + FADE_SECONDS);
    envelope.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS);
    voice.connect(envelope).connect(output);
    voice.start(start);
    voice.stop(start + NOTE_SECONDS);
  }

  function stop(): void {
    playing?.gain.setTargetAtTime(0, context.currentTime, FADE_SECONDS);
    playing = null;
  }

  const doubt = setTimeout(() => {
    state.value = 'blocked';
  }, SAYS_WITHIN_MS);
  context.addEventListener('statechange', changed);
  addEventListener('pointerdown', wake, true);
  addEventListener('keydown', wake, true);
  changed();

  return {
    state,
    play() {
      if (state.peek() !== 'ready') return;
      wake();
      rest();
      stop();
      const output = new GainNode(context);
      output.connect(context.destination);
      playing = output;
      for (const { hertz, at } of NOTES) note(output, hertz, context.currentTime + at);
    },
    stop,
    wake,
    close() {
      clearTimeout(doubt);
      clearTimeout(idle);
      removeEventListener('pointerdown', wake, true);
      removeEventListener('keydown', wake, true);
      context.close().catch(() => undefined);
    },
  };
}
