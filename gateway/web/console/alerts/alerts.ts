/**
 * How this console tells of new chats: by sound in one of the agent's tabs, and by notifications
 * of the desktop where nobody looks at any. Both follow `lib/alarm.ts` and nothing else.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import * as alarm from '../../lib/alarm';
import type { AgentFrame, Conversation } from '../../lib/contracts';
import type { Inbox } from '../desk/inbox';
import type { PresenceRoom } from '../desk/presence';
import type { Requests } from '../requests';
import { liveChat, navigate, place } from '../router';
import { type Chime, createChime } from './chime';
import { createDesktop, type Desktop } from './desktop';
import { isTaken, takeTurn } from './turn';
import { createWishes, type Wishes } from './wishes';

/** How often it rings until someone comes. */
const REPEAT_MS = 8_000;

export interface Alerts {
  readonly wishes: Wishes;
  readonly sound: Chime['state'];
  readonly permission: Desktop['permission'];
  readonly obstacles: ReadonlySignal<readonly alarm.Obstacle[]>;
  /** Whether this page sounds. */
  readonly isRinging: ReadonlySignal<boolean>;
  /** Asks the browser for whatever it has not allowed; only on a click. */
  allow(): Promise<void>;
  /** Rings and shows, as a new chat would. */
  test(): void;
  heard(frame: AgentFrame): void;
  stop(): void;
}

export interface AlertsOptions {
  readonly requests: Requests;
  readonly me: string;
  readonly inbox: Inbox;
  readonly presence: PresenceRoom;
  /** Whether live chat is on. */
  readonly isOn: ReadonlySignal<boolean>;
}

/** Whether the agent looks at this page. */
function createAttention(): { isHere: ReadonlySignal<boolean>; stop(): void } {
  const look = () => document.visibilityState === 'visible' && document.hasFocus();
  const isHere = signal(look());
  const changed = () => {
    isHere.value = look();
  };
  const events = ['focus', 'blur', 'pageshow'] as const;
  for (const name of events) addEventListener(name, changed);
  document.addEventListener('visibilitychange', changed);
  return {
    isHere,
    stop() {
      for (const name of events) removeEventListener(name, changed);
      document.removeEventListener('visibilitychange', changed);
    },
  };
}

/** Rings at once for every chat that comes to `ids`, and again and again until they are gone. */
function ringing(chime: Chime, ids: ReadonlySignal<readonly string[]>): () => void {
  let before: readonly string[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  return effect(() => {
    const now = ids.value;
    if (alarm.hasGained(before, now)) {
      clearInterval(timer);
      chime.play();
      timer = setInterval(chime.play, REPEAT_MS);
    }
    if (now.length === 0) {
      clearInterval(timer);
      if (before.length > 0) chime.stop();
    }
    before = now;
  });
}

const NONE: readonly string[] = [];

export function createAlerts({ requests, me, inbox, presence, isOn }: AlertsOptions): Alerts {
  const since = Date.now() - alarm.STILL_NEW_MS;
  const heard = signal<ReadonlySet<string>>(new Set());
  const wishes = createWishes(requests);
  const chime = createChime();
  const desktop = createDesktop((id) => navigate(liveChat('active', id)));
  const attention = createAttention();
  const eyes = `parley.eyes.${me}`;

  const openId = computed(() =>
    place.value.room === 'live-chat' ? place.value.conversationId : null,
  );
  const waiting = computed<readonly Conversation[]>(() => {
    if (!isOn.value || !wishes.settings.value?.sound) return [];
    return alarm.waiting({
      conversations: inbox.state.value.byId.values(),
      presences: presence.known.value,
      heard: heard.value,
      since,
      openId: openId.value,
    });
  });

  // A page that the browser keeps silent leaves it to another one.
  const canRing = computed(
    () => wishes.settings.value?.sound === true && chime.state.value === 'ready',
  );
  const turn = takeTurn(`parley.bell.${me}`, canRing);
  const looking = takeTurn(eyes, attention.isHere, 'shared');
  const isRinging = computed(() => turn.isMine.value && waiting.value.length > 0);
  const ringingIds = computed(() => (isRinging.value ? waiting.value.map((one) => one.id) : NONE));
  const hush = ringing(chime, ringingIds);

  let shows = 0;
  /** Not where the agent looks at another tab of theirs. */
  async function announce(now: readonly Conversation[], isHere: boolean): Promise<void> {
    shows += 1;
    const mine = shows;
    const isNoticed = isHere || (now.length > 0 && (await isTaken(eyes)));
    if (mine === shows) desktop.show(now, isNoticed);
  }
  const stopAnnouncing = effect(() => {
    const isHere = attention.isHere.value;
    void desktop.permission.value;
    void announce(waiting.value, isHere);
  });

  return {
    wishes,
    sound: chime.state,
    permission: desktop.permission,
    obstacles: computed(() =>
      alarm.obstacles(
        wishes.settings.value?.sound ?? false,
        chime.state.value,
        desktop.permission.value,
      ),
    ),
    isRinging,
    async allow() {
      chime.wake();
      await desktop.ask();
    },
    test() {
      chime.wake();
      chime.play();
      desktop.test();
    },
    heard(frame) {
      if (frame.type === 'notification.settings_changed.v1') wishes.apply(frame);
      else if (frame.type === 'conversation.started.v1') {
        heard.value = new Set(heard.value).add(frame.subject);
      }
    },
    stop() {
      stopAnnouncing();
      hush();
      turn.stop();
      looking.stop();
      attention.stop();
      chime.stop();
      chime.close();
      desktop.close();
    },
  };
}
