/** Who was told of a conversation, how, and why somebody was not; asked again until it is settled. */
import { Mail, Smartphone } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Delivery } from '../../lib/contracts';
import { Icon } from '../../lib/icon';
import { asProblem, type ProblemError } from '../../lib/problems';
import { full, relative } from '../../lib/time';
import { useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { now } from '../now';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Mark, type Tone } from '../ui/mark';
import './notified.css';
import { byAgent, CHANNELS, isSettled, stateWords, transcripts } from './words';

const AGAIN_MS = 3_000;

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  pending: 'warning',
  sent: 'success',
  failed: 'danger',
  skipped: 'plain',
};

interface Found {
  readonly items: readonly Delivery[] | null;
  readonly problem: ProblemError | null;
}

const NOTHING: Found = { items: null, problem: null };

/** A conversation that nobody was to be told of has an empty list. */
function useNotified(id: string): [Found, () => void] {
  const { requests } = useSessionRoom();
  const [found, setFound] = useState<Found>(NOTHING);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const failed = (thrown: unknown) => {
      const problem = asProblem(thrown);
      if (isOver) return;
      if (problem.status === 404) setFound({ items: [], problem: null });
      else setFound(({ items }) => ({ items, problem }));
    };
    const ask = () => {
      requests.notified(id).then(({ items }) => {
        if (isOver) return;
        setFound({ items, problem: null });
        if (!isSettled(items)) timer = setTimeout(ask, AGAIN_MS);
      }, failed);
    };
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [requests, id, asked]);
  return [found, () => setAsked((times) => times + 1)];
}

interface Props {
  readonly id: string;
  readonly onClose: () => void;
}

export function NotifiedDialog({ id, onClose }: Props) {
  return (
    <Dialog title="Who was notified?" onClose={onClose}>
      <Notified id={id} />
    </Dialog>
  );
}

function Notified({ id }: { readonly id: string }) {
  const [{ items, problem }, again] = useNotified(id);
  if (problem !== null) {
    return (
      <p role="alert">
        {sentences(problem)}{' '}
        <Button look="link" onClick={again}>
          Try again
        </Button>
      </p>
    );
  }
  if (items === null) return <Skeleton />;
  const told = byAgent(items);
  const mailed = transcripts(items);
  return (
    <div class="notified">
      {told.length === 0 && <p class="notified-none">Nobody was notified of this chat.</p>}
      <ul class="notified-list" aria-label="Agents">
        {told.map(({ id: agentId, name, picture, deliveries }) => (
          <li key={agentId} class="notified-agent">
            <Avatar name={name} url={picture} size={36} />
            <div class="notified-what">
              <p class="notified-name cut">{name}</p>
              {deliveries.map((delivery) => (
                <DeliveryLine key={delivery.id} delivery={delivery} />
              ))}
            </div>
          </li>
        ))}
      </ul>
      {mailed.length > 0 && <Transcripts items={mailed} />}
    </div>
  );
}

function Transcripts({ items }: { readonly items: readonly Delivery[] }) {
  return (
    <section>
      <h3 class="notified-heading">Transcripts</h3>
      <ul class="notified-list">
        {items.map((delivery) => (
          <li key={delivery.id} class="notified-what">
            <p class="notified-name cut">{delivery.to}</p>
            <DeliveryLine delivery={delivery} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const { channel, state, reason, updated_at } = delivery;
  return (
    <div class="delivery">
      <p class="delivery-line">
        <Icon of={channel === 'email' ? Mail : Smartphone} size={14} />
        <span>{CHANNELS[channel]}</span>
        <Mark tone={TONES[state]}>{stateWords(delivery)}</Mark>
        <time class="delivery-time" dateTime={updated_at} title={full(updated_at)}>
          {relative(updated_at, now.value)}
        </time>
      </p>
      {reason && <p class="delivery-reason">{reason}</p>}
    </div>
  );
}

function Skeleton() {
  return (
    <div class="notified-skeleton" aria-busy="true" aria-label="Loading">
      <span />
      <span />
      <span />
    </div>
  );
}
