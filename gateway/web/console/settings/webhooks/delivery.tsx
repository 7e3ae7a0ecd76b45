/** One event for an endpoint: how it went, and each time that it was tried. */
import { ChevronRight, CircleAlert, CircleCheck, Clock, type IconNode, RotateCw } from 'lucide';
import { useState } from 'preact/hooks';
import type { WebhookDelivery } from '../../../lib/contracts';
import { Icon } from '../../../lib/icon';
import { full, moment, relative } from '../../../lib/time';
import { type DeliveryState, isTest } from '../../../lib/webhooks';
import { now } from '../../now';
import { Button } from '../../ui/button';
import { Mark } from '../../ui/mark';
import type { LogRoom } from './log-store';
import { useToldWork } from './work';
import { attemptWords, durationWords, outcomeWords, STATE_TONES, STATE_WORDS } from './words';

const SIGNS: Readonly<Record<DeliveryState, IconNode>> = {
  pending: Clock,
  delivered: CircleCheck,
  failed: CircleAlert,
};

interface Props {
  readonly log: LogRoom;
  readonly delivery: WebhookDelivery;
}

export function DeliveryRow({ log, delivery }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { id, event_type, state, created_at } = delivery;
  const details = `delivery-${id}`;
  return (
    <li class="webhook-delivery">
      <div class="webhook-delivery-line">
        <button
          type="button"
          class="webhook-toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? details : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon of={ChevronRight} size={16} />
          <span class="cut">{event_type}</span>
          {isTest(delivery) && <Mark tone="accent">Test</Mark>}
        </button>
        <span class="webhook-outcome cut">{outcomeWords(delivery)}</span>
        <span role="status">
          <Mark tone={STATE_TONES[state]} sign={SIGNS[state]}>
            {STATE_WORDS[state]}
          </Mark>
        </span>
        <time class="webhook-age" dateTime={created_at} title={full(created_at)}>
          {relative(created_at, now.value)}
        </time>
      </div>
      {isOpen && (
        <div id={details} class="webhook-details">
          <Details {...{ log, delivery }} />
        </div>
      )}
    </li>
  );
}

function Details({ log, delivery }: Props) {
  const { event_id, subject, state, reason, next_attempt_at } = delivery;
  return (
    <>
      <dl class="webhook-ids">
        <dt>Event</dt>
        <dd>
          <code>{event_id}</code>
        </dd>
        <dt>About</dt>
        <dd>
          <code>{subject}</code>
        </dd>
      </dl>
      <Attempts attempts={delivery.attempts} />
      {reason !== null && <p class="webhook-reason">{reason}</p>}
      <div class="webhooks-line">
        <Redeliver {...{ log, delivery }} />
        {state === 'pending' && next_attempt_at !== null && delivery.attempts.length > 0 && (
          <p class="card-note">Next attempt: {moment(next_attempt_at)}</p>
        )}
      </div>
    </>
  );
}

function Attempts({ attempts }: Pick<WebhookDelivery, 'attempts'>) {
  if (attempts.length === 0) return <p class="card-note">Not tried yet.</p>;
  return (
    <ol class="webhook-attempts" aria-label="Attempts">
      {attempts.map((attempt) => (
        <li key={attempt.at} class={attempt.error === null ? 'is-fine' : 'is-failed'}>
          <time dateTime={attempt.at}>{moment(attempt.at)}</time>
          <span class="webhook-attempt">{attemptWords(attempt)}</span>
          <span class="number">{durationWords(attempt.milliseconds)}</span>
        </li>
      ))}
    </ol>
  );
}

function Redeliver({ log, delivery: { id, state, can_be_redelivered, reason } }: Props) {
  const { isBusy, start } = useToldWork('Not redelivered.');
  if (!can_be_redelivered) {
    return (
      reason === null && <p class="card-note">What it said was deleted, so it cannot be sent.</p>
    );
  }
  return (
    <Button icon={RotateCw} aria-disabled={isBusy} onClick={() => start(() => log.redeliver(id))}>
      {state === 'pending' ? 'Try now' : 'Redeliver'}
    </Button>
  );
}
