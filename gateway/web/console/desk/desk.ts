/**
 * Where an agent works: the inbox, the open threads and the one live connection that keeps them
 * fresh. It lives as long as a sign-in with live chat in its plan.
 */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { AgentFrame, ConvertConversation, Session } from '../../lib/contracts';
import { createDrafts, type Drafts } from '../../lib/drafts';
import { createLive, type LiveState, pokeOnWake } from '../../lib/live';
import { isPresence } from '../../lib/presence';
import { createRecovery } from '../../lib/recovery';
import { webSocketTransport } from '../../lib/transport';
import { type Alerts, createAlerts } from '../alerts/alerts';
import { STREAM } from '../requests';
import { place } from '../router';
import { liveChatOf, type SessionRoom } from '../session/session';
import type { TicketsRoom } from '../tickets/store';
import { createInbox, type Inbox, type Snapshot } from './inbox';
import { createPresence, type PresenceRoom } from './presence';
import { createReading, type Reading } from './reading';
import { createDeleting, type Deleting } from './deleting';
import { createSearch, type Search } from './search';
import { createSending, type Sending } from './sending';
import { createThreads, type Threads } from './threads';
import { createTrash, type TrashRoom } from './trash';
import { createUploads, type Uploads } from './uploads';

/** Without a live connection the lists are fetched this often. */
const POLL_MS = 15_000;

export interface Desk {
  readonly me: string;
  readonly connection: ReadonlySignal<LiveState>;
  readonly inbox: Inbox;
  readonly search: Search;
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly uploads: Uploads;
  readonly reading: Reading;
  readonly sending: Sending;
  readonly deleting: Deleting;
  readonly trash: TrashRoom;
  readonly presence: PresenceRoom;
  readonly alerts: Alerts;
  /** Tries to connect now, also after a refusal. */
  reconnect(): void;
  /** Closes a conversation for everyone. Throws a ProblemError. */
  close(conversationId: string): Promise<void>;
  /** Asks for a ticket in a closed conversation's place. Throws a ProblemError. */
  convert(conversationId: string, given: ConvertConversation): Promise<void>;
  stop(): void;
}

function localStorageOrNull(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export function createDesk(room: SessionRoom, me: string, tickets: TicketsRoom): Desk {
  const { requests } = room;
  const connection = signal<LiveState>('connecting');
  const drafts = createDrafts(localStorageOrNull(), me);
  const inbox = createInbox(requests, me);
  const search = createSearch(requests, inbox);
  const threads = createThreads(requests, inbox, drafts);
  const uploads = createUploads(requests, drafts);
  const reading = createReading(requests, inbox);
  const sending = createSending({ requests, inbox, threads, drafts, reading });
  const deleting = createDeleting(requests, inbox, () => room.session.peek()?.agent ?? null);
  const trash = createTrash(requests, deleting);

  const shownId = () => {
    const here = untracked(() => place.value);
    return here.room === 'live-chat' ? here.conversationId : null;
  };
  const shownStatus = () => {
    const here = untracked(() => place.value);
    return here.room === 'live-chat' ? here.status : 'active';
  };
  const isOn = (session: Session | null) => session !== null && liveChatOf(session) === 'on';

  /** Null while live chat is switched off: then there is nothing to show. */
  async function fetchAll(signal: AbortSignal): Promise<Snapshot | null> {
    await room.refresh();
    if (!isOn(room.session.peek())) return null;
    const id = shownId();
    const [snapshot] = await Promise.all([
      inbox.snapshot(shownStatus(), signal),
      id === null ? null : inbox.refresh(id),
    ]);
    return snapshot;
  }

  function restore(snapshot: Snapshot | null): void {
    tickets.refresh();
    trash.recover();
    void alerts.wishes.refresh();
    if (snapshot === null) return;
    inbox.restore(snapshot);
    // Whatever list is shown: an alarm rings for what the active one holds.
    void inbox.show('active');
    search.again();
    const id = shownId();
    if (id !== null) void threads.recover(id);
    sending.retryLost();
  }

  function apply(frame: AgentFrame): void {
    batch(() => {
      presence.heard(frame);
      alerts.heard(frame);
      inbox.apply(frame);
      threads.apply(frame);
      tickets.apply(frame);
      trash.apply(frame);
    });
  }

  const recovery = createRecovery<Snapshot | null, AgentFrame>({
    fetch: fetchAll,
    restore,
    apply,
    onProblem: inbox.failed,
  });

  const presence = createPresence(requests, me, (frame) => live.send(frame));
  const isLiveChatOn = computed(() => isOn(room.session.value));
  const alerts = createAlerts({ requests, me, inbox, presence, isOn: isLiveChatOn });

  const live = createLive<AgentFrame>({
    transport: webSocketTransport(STREAM),
    onReady: () => {
      recovery.ready();
      presence.ready();
    },
    onFrame: (frame) => {
      if (isPresence(frame)) presence.apply(frame);
      // Never held back for a snapshot: this may be why there is none.
      else if (frame.type === 'workspace.changed.v1') void room.refresh();
      else if (frame.type === 'notification.settings_changed.v1') alerts.heard(frame);
      else recovery.frame(frame);
    },
    onState: (state) => {
      connection.value = state;
      if (state !== 'live') recovery.lost();
      if (state !== 'live') presence.lost();
      // It may be the session or the plan that ended: the server says which.
      if (state === 'offline' || state === 'refused') void room.refresh();
      if (state === 'offline') recovery.ready();
    },
  });

  const poll = setInterval(() => {
    if (connection.peek() === 'offline') recovery.ready();
  }, POLL_MS);
  const sleepNoMore = pokeOnWake(live);
  let wasOn = isOn(room.session.peek());
  const stopWatching = effect(() => {
    const isNowOn = isOn(room.session.value);
    if (isNowOn !== wasOn) untracked(() => recovery.ready());
    wasOn = isNowOn;
  });
  const stopFollowing = effect(() => {
    const here = place.value;
    presence.look(here.room === 'live-chat' ? here.conversationId : null);
  });
  const stopListening = effect(() => {
    if (presence.myChoices.value > 0) void room.refresh();
  });
  live.start();
  // The socket may have outlived what the requests did not.
  addEventListener('online', sending.retryLost);

  return {
    me,
    connection,
    inbox,
    search,
    threads,
    drafts,
    uploads,
    reading,
    sending,
    deleting,
    trash,
    presence,
    alerts,
    reconnect: () => (connection.peek() === 'refused' ? live.start() : live.poke()),
    async close(conversationId) {
      inbox.take(await requests.close(conversationId));
    },
    async convert(conversationId, given) {
      inbox.take(await requests.convert(conversationId, given));
    },
    stop() {
      clearInterval(poll);
      removeEventListener('online', sending.retryLost);
      stopWatching();
      stopFollowing();
      stopListening();
      presence.stop();
      alerts.stop();
      sleepNoMore();
      live.stop();
      recovery.lost();
      search.look('');
    },
  };
}
