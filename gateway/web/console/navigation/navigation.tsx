/** The left side: the workspace, its areas, and oneself. */
import { LogOut, MessagesSquare, Settings, Sparkles, Ticket, Trash2 } from 'lucide';
import { asProblem } from '../../lib/problems';
import { Bell } from '../alerts/bell';
import { useSession, useSessionRoom } from '../contexts';
import type { Desk } from '../desk/desk';
import { PLAN_NAME, sentences } from '../explain';
import mark from '../icon.svg';
import { AvailabilitySwitch } from '../presence/availability';
import { liveChat, place, SETTINGS, tickets, trash } from '../router';
import { liveChatOf } from '../session/session';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { Icon } from '../../lib/icon';
import { toast } from '../ui/toasts';
import './navigation.css';

export function Navigation({ desk }: { readonly desk: Desk | null }) {
  const { workspace } = useSession();
  const current = place.value.room;
  return (
    <nav class="navigation" aria-label="Console">
      <div class="navigation-workspace">
        <img src={mark} alt="" />
        <span class="cut">{workspace.name}</span>
      </div>
      <h2 class="navigation-area">Tickets</h2>
      <AllTickets isCurrent={current === 'tickets'} />
      <TicketsArea desk={desk} isCurrent={current === 'live-chat'} />
      <Trash isCurrent={current === 'trash'} />
      <div class="navigation-rest" />
      <a
        class="navigation-item"
        href={SETTINGS}
        title="Settings"
        aria-current={current === 'settings' || current === 'webhooks' ? 'page' : undefined}
      >
        <Icon of={Settings} size={18} />
        <span class="navigation-label">Settings</span>
      </a>
      <Me />
    </nav>
  );
}

function AllTickets({ isCurrent }: { readonly isCurrent: boolean }) {
  return (
    <a
      class="navigation-item"
      href={tickets()}
      title="All tickets"
      aria-current={isCurrent ? 'page' : undefined}
    >
      <Icon of={Ticket} size={18} />
      <span class="navigation-label">All tickets</span>
    </a>
  );
}

/** Only live chats come there. */
function Trash({ isCurrent }: { readonly isCurrent: boolean }) {
  if (liveChatOf(useSession()) !== 'on') return null;
  return (
    <a
      class="navigation-item"
      href={trash()}
      title="Trash"
      aria-current={isCurrent ? 'page' : undefined}
    >
      <Icon of={Trash2} size={18} />
      <span class="navigation-label">Trash</span>
    </a>
  );
}

interface AreaProps {
  readonly desk: Desk | null;
  readonly isCurrent: boolean;
}

/** Its live-chat part: an item where it is on, nothing where off, a card where not in the plan. */
function TicketsArea({ desk, isCurrent }: AreaProps) {
  const access = liveChatOf(useSession());
  if (access === 'off') return null;
  if (access === 'plan') return <UpgradeCard />;
  return (
    <div class="navigation-pair">
      <a
        class="navigation-item"
        href={liveChat('active')}
        title="Live chat"
        aria-current={isCurrent ? 'page' : undefined}
      >
        <Icon of={MessagesSquare} size={18} />
        <span class="navigation-label">Live chat</span>
        {desk && <ActiveCount desk={desk} />}
      </a>
      {desk && <Bell alerts={desk.alerts} />}
    </div>
  );
}

function ActiveCount({ desk }: { readonly desk: Desk }) {
  const counts = desk.inbox.counts.value;
  if (counts === null) return null;
  return (
    <span class="navigation-count">
      {counts.active}
      <span class="sr-only"> open</span>
    </span>
  );
}

function UpgradeCard() {
  return (
    <section class="upgrade-card" aria-label="Upgrade">
      <p class="upgrade-card-title">
        <Icon of={Sparkles} size={16} />
        <span>Live chat</span>
      </p>
      <p class="upgrade-card-text">Talk with customers while they are on your website.</p>
      <a class="upgrade-card-link" href={liveChat('active')} title={`Comes with ${PLAN_NAME}`}>
        Comes with {PLAN_NAME}
      </a>
    </section>
  );
}

function Me() {
  const session = useSession();
  const { agent } = session;
  const room = useSessionRoom();
  const signOut = () => {
    room.signOut().catch((thrown: unknown) => toast(sentences(asProblem(thrown))));
  };
  return (
    <div class="navigation-me">
      <Avatar name={agent.name} url={agent.avatar_url} size={28} label={`You are ${agent.name}`} />
      <div class="navigation-person">
        <p class="cut">{agent.name}</p>
        <p class="navigation-role">{agent.role === 'admin' ? 'Admin' : 'Agent'}</p>
      </div>
      {liveChatOf(session) !== 'plan' && <AvailabilitySwitch />}
      <IconButton icon={LogOut} name="Sign out" onClick={signOut} />
    </div>
  );
}
