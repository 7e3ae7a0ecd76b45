/**
 * Who is there: whether any agent is online, who is typing, and telling that the visitor types.
 * Nothing of it is kept, and a lost connection ends it.
 */
import type {
  AgentsAvailabilityFrame,
  AgentTypingFrame,
  Person,
  TypingFrame,
} from '../lib/contracts';
import type { State } from './state';
import type { Store } from './store';

export type PresenceNews = AgentTypingFrame | AgentsAvailabilityFrame;

/** How often it is asked who is there, where no socket tells. */
const ASK_MS = 5_000;
const REPEAT_MS = 3_000;
/** So long after the last keystroke one still types. */
const PAUSE_MS = 5_000;

export function isPresence(frame: { readonly type: string }): frame is PresenceNews {
  return frame.type === 'agent.typing.v1' || frame.type === 'agents.availability.v1';
}

export function withPresence(state: State, frame: PresenceNews): State {
  return frame.type === 'agent.typing.v1'
    ? { ...state, typing: frame.data.agents }
    : { ...state, areAgentsOnline: frame.data.are_online };
}

/** Who is typing, without those whose message has just come. */
export function withoutAuthor(typing: readonly Person[], authorId: string): readonly Person[] {
  return typing.filter((person) => person.id !== authorId);
}

/** Tells on change, repeats while it goes on, and ends by itself. */
export function createTyping(say: (frame: TypingFrame) => void): (text: string) => void {
  let saidAt: number | null = null;
  let pause: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(pause);
    if (saidAt !== null) say({ type: 'typing', is_typing: false });
    saidAt = null;
  }

  return (text) => {
    if (text.trim() === '') return stop();
    clearTimeout(pause);
    pause = setTimeout(stop, PAUSE_MS);
    if (saidAt !== null && Date.now() - saidAt < REPEAT_MS) return;
    saidAt = Date.now();
    say({ type: 'typing', is_typing: true });
  };
}

/** Whether it must be asked who is there: one looks, and no socket tells. */
export function mustAsk({ isOpen, areAgentsOnline, connection, token }: State): boolean {
  const isTold = token !== null && connection === 'live';
  return isOpen && !isTold && areAgentsOnline !== null;
}

/** Asks now and then, for as long as the page is there. */
export function keepAsking(store: Store<State>, ask: () => void): void {
  setInterval(() => {
    if (document.visibilityState === 'visible' && mustAsk(store.get())) ask();
  }, ASK_MS);
}
