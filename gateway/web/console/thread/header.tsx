/** Who the conversation is with, how it stands, and closing it. */
import { ArrowLeft, CircleCheck } from 'lucide';
import { useCallback, useState } from 'preact/hooks';
import type { Conversation, Person } from '../../lib/contracts';
import { asProblem } from '../../lib/problems';
import { useDesk } from '../contexts';
import { TicketAction } from '../convert/action';
import { sentences } from '../explain';
import { liveChat } from '../router';
import { CustomerPresence, PresenceNote } from '../presence/whereabouts';
import { useCommand } from '../shortcuts/commands';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { Icon } from '../../lib/icon';
import { toast } from '../ui/toasts';
import './header.css';
import { More } from './more';

interface Props {
  readonly conversation: Conversation;
  /** It is in the trash: this is how it was. */
  readonly isDeleted: boolean;
}

export function Header({ conversation, isDeleted }: Props) {
  const { customer, last_responder, status } = conversation;
  return (
    <header class="header">
      <a class="header-back" href={liveChat(status)} aria-label="Back to the list">
        <Icon of={ArrowLeft} size={20} />
      </a>
      <Avatar name={customer.name} url={customer.avatar_url} size={40} />
      <div class="header-who">
        <div class="header-top">
          <h2 class="header-name cut">{customer.name}</h2>
          <CustomerPresence id={conversation.id} />
        </div>
        <div class="header-about">
          <StatusBadge {...{ status, isDeleted }} />
          <a class="cut" href={`mailto:${customer.email}`}>
            {customer.email}
          </a>
          {last_responder && <Responder agent={last_responder} />}
          <PresenceNote id={conversation.id} />
        </div>
      </div>
      {!isDeleted && <Actions conversation={conversation} />}
    </header>
  );
}

function StatusBadge({
  status,
  isDeleted,
}: Pick<Conversation, 'status'> & Pick<Props, 'isDeleted'>) {
  if (isDeleted) return <span class="status status-closed">In the trash</span>;
  return <span class={`status status-${status}`}>{status === 'active' ? 'Active' : 'Closed'}</span>;
}

function Actions({ conversation }: Pick<Props, 'conversation'>) {
  const { id, status } = conversation;
  return (
    <>
      {status === 'active' && <CloseButton id={id} />}
      {status === 'closed' && <TicketAction conversation={conversation} />}
      <More key={id} conversation={conversation} />
    </>
  );
}

function Responder({ agent }: { readonly agent: Person }) {
  const { me } = useDesk();
  const name = agent.id === me ? 'you' : agent.name;
  return (
    <span class="header-responder">
      <span aria-hidden="true">·</span>
      <Avatar name={agent.name} url={agent.avatar_url} size={16} />
      Last reply by {name}
    </span>
  );
}

function CloseButton({ id }: { readonly id: string }) {
  const desk = useDesk();
  const [isBusy, setBusy] = useState(false);
  const close = useCallback(async () => {
    setBusy(true);
    try {
      await desk.close(id);
    } catch (thrown) {
      toast(`Not closed. ${sentences(asProblem(thrown))}`);
      setBusy(false);
    }
  }, [desk, id]);
  useCommand(
    'close',
    useCallback(() => void close(), [close]),
  );
  return (
    <Button icon={CircleCheck} disabled={isBusy} onClick={() => void close()}>
      <span>
        Close<span class="header-close-what"> conversation</span>
      </span>
    </Button>
  );
}
