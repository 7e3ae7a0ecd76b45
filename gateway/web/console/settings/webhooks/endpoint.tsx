/** One endpoint: how it stands, what can be done about it, and its log. */
import { ArrowLeft } from 'lucide';
import { useCallback } from 'preact/hooks';
import type { WebhookEndpoint, WebhookEndpoints } from '../../../lib/contracts';
import { Icon } from '../../../lib/icon';
import { full, relative } from '../../../lib/time';
import { now } from '../../now';
import { navigate, webhooks } from '../../router';
import { useCommand } from '../../shortcuts/commands';
import { Unknown } from '../../ui/unknown';
import { EndpointActions } from './actions';
import { DeliveryLog } from './log';
import { Notice } from './notice';
import { StandingMark } from './standing';
import type { EndpointsRoom } from './store';
import './endpoint.css';

interface Props {
  readonly room: EndpointsRoom;
  readonly known: WebhookEndpoints;
  readonly id: string;
}

export function EndpointPage({ room, known, id }: Props) {
  useCommand(
    'leave',
    useCallback(() => navigate(webhooks()), []),
  );
  const endpoint = known.items.find((one) => one.id === id);
  if (endpoint === undefined) return <Gone />;
  const { url, description } = endpoint;
  return (
    <section class="settings-page" aria-label="Endpoint">
      <header class="webhooks-head">
        <a class="webhooks-back" href={webhooks()}>
          <Icon of={ArrowLeft} size={16} />
          Webhooks
        </a>
        <div class="webhooks-line">
          <h1 class="settings-title webhook-address" tabIndex={-1}>
            {url}
          </h1>
          <EndpointActions {...{ room, endpoint }} offered={known.event_types} />
        </div>
        {description !== '' && <p class="settings-lead">{description}</p>}
      </header>
      <Notice {...{ room, endpoint }} />
      <Facts endpoint={endpoint} />
      <DeliveryLog {...{ room, endpoint }} />
    </section>
  );
}

function Gone() {
  return (
    <Unknown
      what="endpoint"
      level={1}
      text="It may have been removed, or the address is incomplete."
    >
      <a class="button button-plain" href={webhooks()}>
        Go to all webhooks
      </a>
    </Unknown>
  );
}

function Facts({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const { last_delivered_at, event_types } = endpoint;
  return (
    <dl class="card webhook-facts">
      <div>
        <dt>State</dt>
        <dd>
          <span role="status">
            <StandingMark endpoint={endpoint} />
          </span>
        </dd>
      </div>
      <div>
        <dt>Last delivered</dt>
        <dd>
          <Moment at={last_delivered_at} />
        </dd>
      </div>
      <div class="is-wide">
        <dt>Events</dt>
        <dd class="webhook-types">
          {event_types.length === 0 && 'All, also those that Parley comes to offer later'}
          {event_types.map((type) => (
            <code key={type}>{type}</code>
          ))}
        </dd>
      </div>
    </dl>
  );
}

function Moment({ at }: { readonly at: string | null }) {
  if (at === null) return <>Never</>;
  return (
    <time dateTime={at} title={full(at)}>
      {relative(at, now.value)}
    </time>
  );
}
