/** The console around the rooms: navigation, connection bar, keyboard map. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DeskContext, TicketsContext, useSession, useSessionRoom } from '../contexts';
import { ConversationsRoom } from '../conversations/room';
import { createDesk, type Desk } from '../desk/desk';
import { Navigation } from '../navigation/navigation';
import { liveChat, navigate, place, tickets } from '../router';
import { liveChatOf } from '../session/session';
import { SettingsPage } from '../settings/page';
import { WebhooksPage } from '../settings/webhooks/page';
import { Shortcuts } from '../shortcuts/shortcuts';
import { TicketsPage } from '../tickets/page';
import { TrashPage } from '../trash/page';
import { createTickets, type TicketsRoom } from '../tickets/store';
import { ConnectionBar } from './connection-bar';
import { NowherePage, OffPage, PlanPage } from './pages';
import './shell.css';

/** A desk for as long as the plan has live chat. */
function useDeskOf(hasLiveChat: boolean, tickets: TicketsRoom): Desk | null {
  const room = useSessionRoom();
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    const me = room.session.peek()?.agent.id;
    if (!hasLiveChat || me === undefined) return;
    const opened = createDesk(room, me, tickets);
    setDesk(opened);
    return () => {
      setDesk(null);
      opened.stop();
    };
  }, [hasLiveChat, room, tickets]);
  return desk;
}

/** Without live chat in the plan nothing tells of a change, so returning to the page asks. */
function useFreshSession(hasLiveChat: boolean): void {
  const room = useSessionRoom();
  useEffect(() => {
    if (hasLiveChat) return;
    const refresh = () => void room.refresh();
    addEventListener('focus', refresh);
    return () => removeEventListener('focus', refresh);
  }, [hasLiveChat, room]);
}

function useStartPlace(): void {
  const session = useSession();
  const isStart = place.value.room === 'start';
  useEffect(() => {
    if (!isStart) return;
    const to = liveChatOf(session) === 'on' ? liveChat('active') : tickets();
    navigate(to, { replace: true });
  }, [isStart, session]);
}

export function Shell() {
  const session = useSession();
  const access = liveChatOf(session);
  const hasLiveChat = access !== 'plan';
  const { requests } = useSessionRoom();
  const room = useMemo(() => createTickets(requests), [requests]);
  const desk = useDeskOf(hasLiveChat, room);
  useFreshSession(hasLiveChat);
  useStartPlace();
  const here = place.value;
  const isReading =
    (here.room === 'live-chat' && here.conversationId !== null) ||
    (here.room === 'tickets' && here.ticketId !== null);
  return (
    <TicketsContext.Provider value={room}>
      <DeskContext.Provider value={desk}>
        <div class={`shell${isReading ? ' is-reading' : ''}`}>
          <a class="skip-link" href="#room">
            Skip the navigation
          </a>
          <div class="shell-bar">{desk && <ConnectionBar />}</div>
          <div class="shell-navigation">
            <Navigation desk={desk} />
          </div>
          <main id="room" class="shell-room" tabIndex={-1}>
            <Room desk={desk} />
          </main>
        </div>
        <Shortcuts />
      </DeskContext.Provider>
    </TicketsContext.Provider>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  settings: 'Settings',
  tickets: 'Tickets',
  trash: 'Trash',
  webhooks: 'Webhooks',
};

function Room({ desk }: { readonly desk: Desk | null }) {
  const access = liveChatOf(useSession());
  const here = place.value;
  useEffect(() => {
    document.title = `${TITLES[here.room] ?? 'Live chat'} · Parley`;
  }, [here.room]);
  if (here.room === 'settings') return <SettingsPage />;
  if (here.room === 'webhooks') return <WebhooksPage endpointId={here.endpointId} />;
  if (here.room === 'tickets') return <TicketsPage here={here} />;
  if (here.room === 'nowhere') return <NowherePage />;
  if (here.room === 'start') return null;
  if (access === 'plan') return <PlanPage />;
  if (access === 'off') return <OffPage />;
  if (desk === null) return null;
  return here.room === 'trash' ? <TrashPage q={here.q} /> : <ConversationsRoom here={here} />;
}
