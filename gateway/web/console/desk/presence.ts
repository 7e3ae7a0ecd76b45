/**
 * Who else is where, who is typing, and what this page says of its own agent. It stands beside
 * the recovery of conversations: whatever fails here disturbs nothing else.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { AgentFrame } from '../../lib/contracts';
import * as presences from '../../lib/presence';
import type { Requests } from '../requests';

/** A report that still holds is repeated; the server's lease lives three times as long. */
const REPEAT_MS = 5_000;
/** How soon it is noticed that time alone changed what one does. */
const TICK_MS = 1_000;
/** The widget repeats itself every 3 s while its customer types. */
const TYPING_HOLDS_MS = 7_000;

interface Report {
  readonly type: 'presence';
  readonly conversation_id: string;
  readonly activity: presences.Activity | 'none';
}

export interface PresenceRoom {
  readonly known: ReadonlySignal<presences.Presences>;
  /** Conversations whose customer is typing now. */
  readonly typing: ReadonlySignal<ReadonlySet<string>>;
  /** Grows when any agent's availability changed. */
  readonly availabilityChanges: ReadonlySignal<number>;
  /** The other agents at a conversation. */
  others(id: string): readonly presences.PresentAgent[];
  customer(id: string): presences.CustomerPresence | null;
  /** Which conversation is open on this page. */
  look(id: string | null): void;
  /** What stands in the open conversation's composer; `isChange`: by a keystroke just now. */
  write(text: string, isChange: boolean): void;
  focus(isFocused: boolean): void;
  ready(): void;
  lost(): void;
  apply(frame: presences.PresenceFrame): void;
  /** Whoever has just written is not typing any more. */
  heard(frame: AgentFrame): void;
  stop(): void;
}

export function createPresence(
  requests: Requests,
  me: string,
  say: (frame: Report) => void,
): PresenceRoom {
  const known = signal(presences.NOBODY);
  const typing = signal<ReadonlySet<string>>(new Set());
  const availabilityChanges = signal(0);
  const typingEnds = new Map<string, ReturnType<typeof setTimeout>>();
  let generation = 0;
  let attention: presences.Attention = {
    conversationId: null,
    hiddenSince: document.visibilityState === 'visible' ? null : Date.now(),
    hasText: false,
    isFocused: false,
    changedAt: 0,
  };
  let said: Report | null = null;
  let saidAt = 0;

  function report(id: string, activity: Report['activity']): void {
    said = { type: 'presence', conversation_id: id, activity };
    saidAt = Date.now();
    say(said);
  }

  function tick(): void {
    const now = Date.now();
    const id = attention.conversationId;
    const activity = presences.activityOf(attention, now);
    const isSame = said?.conversation_id === id && said?.activity === activity;
    if (id === null || (isSame && (activity === 'none' || now - saidAt < REPEAT_MS))) return;
    if (said !== null || activity !== 'none') report(id, activity);
  }

  function attend(change: Partial<presences.Attention>): void {
    attention = { ...attention, ...change };
    tick();
  }

  function leave(): void {
    if (said !== null && said.activity !== 'none') report(said.conversation_id, 'none');
    said = null;
  }

  function setTyping(id: string, isTyping: boolean): void {
    clearTimeout(typingEnds.get(id));
    typingEnds.delete(id);
    if (isTyping)
      typingEnds.set(
        id,
        setTimeout(() => setTyping(id, false), TYPING_HOLDS_MS),
      );
    if (typing.peek().has(id) === isTyping) return;
    const next = new Set(typing.peek());
    if (isTyping) next.add(id);
    else next.delete(id);
    typing.value = next;
  }

  async function fetchAll(): Promise<void> {
    const asked = generation;
    try {
      const snapshot = await requests.presence();
      if (asked === generation) known.value = presences.withSnapshot(known.peek(), snapshot);
    } catch {
      // Nobody is shown until the next change, which carries its whole set.
    }
  }

  function forget(): void {
    generation += 1;
    known.value = presences.NOBODY;
    for (const id of typing.peek()) setTyping(id, false);
    said = null;
  }

  const watched = () => {
    const isVisible = document.visibilityState === 'visible';
    attend({ hiddenSince: isVisible ? null : (attention.hiddenSince ?? Date.now()) });
  };
  const ticker = setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', watched);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', tick);

  return {
    known,
    typing,
    availabilityChanges,
    others: (id) => presences.others(known.value.get(id)?.presence.agents ?? [], me),
    customer: (id) => known.value.get(id)?.presence.customer ?? null,
    look(conversationId) {
      if (conversationId === attention.conversationId) return;
      leave();
      attend({ conversationId, hasText: false, isFocused: false, changedAt: 0 });
    },
    write(text, isChange) {
      const changedAt = isChange ? Date.now() : attention.changedAt;
      attend({ hasText: text.trim() !== '', changedAt });
    },
    focus: (isFocused) => attend({ isFocused }),
    ready() {
      forget();
      tick();
      void fetchAll();
    },
    lost: forget,
    apply(frame) {
      if (frame.type === 'presence.changed.v1') {
        known.value = presences.withPresence(known.peek(), frame.data, frame.sequence);
      } else if (frame.type === 'customer.typing.v1') {
        setTyping(frame.subject, frame.data.is_typing);
      } else availabilityChanges.value += 1;
    },
    heard(frame) {
      const isMessage = frame.type === 'conversation.message_sent.v1';
      if (isMessage && frame.data.message.author.kind === 'customer') {
        setTyping(frame.subject, false);
      }
    },
    stop() {
      leave();
      forget();
      clearInterval(ticker);
      document.removeEventListener('visibilitychange', watched);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', tick);
    },
  };
}
