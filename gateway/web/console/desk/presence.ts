/**
 * Who else is where, who is typing, and what this page says of its own agent. It stands beside
 * the recovery of conversations: whatever fails here disturbs nothing else.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import {
  type AgentFrame,
  PRESENCE_REPEAT_SECONDS,
  type PresenceFrame,
  type PresentAgent,
  type PresentCustomer,
  TYPING_SECONDS,
} from '../../lib/contracts';
import * as presences from '../../lib/presence';
import type { Requests } from '../requests';

/** A report that still holds is repeated; the server's lease lives more than twice as long. */
const REPEAT_MS = PRESENCE_REPEAT_SECONDS * 1_000;
/** How soon it is noticed that time alone changed what one does. */
const TICK_MS = 1_000;
const TYPING_HOLDS_MS = TYPING_SECONDS * 1_000;

export interface PresenceRoom {
  readonly known: ReadonlySignal<presences.Presences>;
  /** Conversations whose customer is typing now. */
  readonly typing: ReadonlySignal<ReadonlySet<string>>;
  /** Grows when it changed whom customers can reach, or what an agent chose. */
  readonly teamChanges: ReadonlySignal<number>;
  /** Grows when one chose oneself, on whichever page. */
  readonly myChoices: ReadonlySignal<number>;
  /** The other agents at a conversation. */
  others(id: string): readonly PresentAgent[];
  customer(id: string): PresentCustomer | null;
  /** Which conversation is open on this page. */
  look(id: string | null): void;
  /** What stands in the open conversation's composer; `isChange`: by a keystroke just now. */
  write(text: string, isChange: boolean): void;
  focus(isFocused: boolean): void;
  ready(): void;
  lost(): void;
  apply(frame: presences.PresenceNews): void;
  /** Whoever has just written is not typing any more. */
  heard(frame: AgentFrame): void;
  stop(): void;
}

export function createPresence(
  requests: Requests,
  me: string,
  say: (frame: PresenceFrame) => void,
): PresenceRoom {
  const known = signal(presences.NOBODY);
  const typing = signal<ReadonlySet<string>>(new Set());
  const teamChanges = signal(0);
  const myChoices = signal(0);
  const typingEnds = new Map<string, ReturnType<typeof setTimeout>>();
  let generation = 0;
  let attention: presences.Attention = {
    conversationId: null,
    hiddenSince: document.visibilityState === 'visible' ? null : Date.now(),
    hasText: false,
    isFocused: false,
    changedAt: 0,
  };
  let said: PresenceFrame | null = null;
  let saidAt = 0;

  function report(id: string, activity: PresenceFrame['activity']): void {
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
      const { items } = await requests.presence();
      if (asked === generation) known.value = presences.withSnapshot(known.peek(), items);
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
    teamChanges,
    myChoices,
    others: (id) => presences.others(known.value.get(id)?.agents ?? [], me),
    customer: (id) => known.value.get(id)?.customer ?? null,
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
        const fresh = { ...frame.data, version: frame.sequence };
        known.value = presences.withPresence(known.peek(), fresh);
      } else if (frame.type === 'customer.typing.v1') {
        setTyping(frame.subject, frame.data.is_typing);
      } else {
        teamChanges.value += 1;
        const isMine = frame.type === 'agent.availability_changed.v1' && frame.data.agent.id === me;
        if (isMine) myChoices.value += 1;
      }
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
