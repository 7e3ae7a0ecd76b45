/** A message of mine that the server has not acknowledged, and what can be done about it. */
import { Clock, TriangleAlert } from 'lucide';
import type { Pending } from '../../lib/thread';
import { clock } from '../../lib/time';
import { useDesk } from '../contexts';
import { isLost } from '../desk/sending';
import { editing } from '../composer/editing';
import { explainSlug } from '../explain';
import { Button } from '../ui/button';
import { Icon } from '../../lib/icon';
import { Attachments } from './attachments';
import { Linked } from './message';
import './pending.css';

interface Props {
  readonly id: string;
  readonly pending: Pending;
}

function look({ state, reason }: Pending): string {
  if (state === 'failed') return isLost(reason) ? ' is-waiting' : ' is-stopped';
  return state === 'held' ? ' is-held' : '';
}

export function PendingItem({ id, pending }: Props) {
  return (
    <div class={`message is-agent starts pending${look(pending)}`}>
      <div class="message-body">
        <div class="message-line">
          <div class="message-content">
            {pending.text !== '' && (
              <div class="bubble" dir="auto">
                <Linked text={pending.text} />
              </div>
            )}
            {pending.attachments.length > 0 && (
              <Attachments conversationId={id} attachments={pending.attachments} />
            )}
          </div>
        </div>
        {pending.state === 'sending' && <OnItsWay />}
        {pending.state === 'failed' && <Stopped id={id} pending={pending} />}
        {pending.state === 'held' && <Guard id={id} pending={pending} />}
      </div>
    </div>
  );
}

function OnItsWay() {
  return (
    <p class="pending-state">
      <Icon of={Clock} size={12} />
      Sending…
    </p>
  );
}

/** Takes the message out of the thread and puts it back into the composer. */
function useEdit({ id, pending }: Props): () => void {
  const { sending } = useDesk();
  return () => {
    const mine = sending.discard(id, pending.clientId);
    if (mine !== null) editing.value = { id, text: mine.text, attachments: mine.attachments };
  };
}

function Stopped({ id, pending }: Props) {
  const { sending } = useDesk();
  const edit = useEdit({ id, pending });
  const { reason } = pending;
  return (
    <div class={`pending-state${isLost(reason) ? '' : ' is-problem'}`} role="alert">
      <span>
        {isLost(reason)
          ? 'Waiting for the connection.'
          : `Not sent. ${explainSlug(reason ?? '').what}`}
      </span>
      <Button look="link" onClick={() => sending.retry(id, pending.clientId)}>
        Retry
      </Button>
      <Button look="link" onClick={edit}>
        Edit
      </Button>
      <Button look="link" onClick={() => void sending.discard(id, pending.clientId)}>
        Discard
      </Button>
    </div>
  );
}

/** A colleague answered since; whether this is still to be said is for the agent to decide. */
function Guard({ id, pending }: Props) {
  const { sending } = useDesk();
  const edit = useEdit({ id, pending });
  const names = [...new Set(pending.missed.map((message) => message.author.name))].join(', ');
  return (
    <div class="guard" role="alert">
      <p class="guard-title">
        <Icon of={TriangleAlert} size={16} />
        {names} answered while you were writing. Your message is not sent yet.
      </p>
      {pending.missed.map((message) => (
        <blockquote key={message.id} class="guard-missed">
          <b>{message.author.name}</b> <time>{clock(message.sent_at)}</time>{' '}
          {message.text || message.attachments.map((file) => file.name).join(', ')}
        </blockquote>
      ))}
      <div class="guard-actions">
        <Button look="primary" onClick={() => sending.retry(id, pending.clientId, true)}>
          Send anyway
        </Button>
        <Button onClick={edit}>Edit</Button>
        <Button look="quiet" onClick={() => void sending.discard(id, pending.clientId)}>
          Discard
        </Button>
      </div>
    </div>
  );
}
