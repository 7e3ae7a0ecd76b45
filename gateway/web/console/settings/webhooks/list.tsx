/** All endpoints, and adding one. */
import { ArrowLeft, ChevronRight, Plus, Webhook } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import {
  WEBHOOKS_PER_WORKSPACE,
  type WebhookEndpoint,
  type WebhookEndpoints,
} from '../../../lib/contracts';
import { Icon } from '../../../lib/icon';
import { navigate, SETTINGS, webhooks } from '../../router';
import { Blank } from '../../ui/blank';
import { Button } from '../../ui/button';
import { useMoves } from '../../ui/moves';
import { AddDialog } from './add-dialog';
import { StandingMark } from './standing';
import type { EndpointsRoom } from './store';
import { eventsWords } from './words';
import './list.css';

interface Props {
  readonly room: EndpointsRoom;
  readonly known: WebhookEndpoints;
}

export function EndpointList({ room, known }: Props) {
  const [isAdding, setAdding] = useState(false);
  const { items, event_types } = known;
  const add = () => setAdding(true);
  return (
    <section class="settings-page" aria-label="Webhooks">
      <Head count={items.length} onAdd={add} />
      {items.length === 0 ? <Empty onAdd={add} /> : <Rows items={items} />}
      {isAdding && (
        <AddDialog
          room={room}
          offered={event_types}
          onClose={() => setAdding(false)}
          onAdded={(id) => navigate(webhooks(id))}
        />
      )}
    </section>
  );
}

interface HeadProps {
  readonly count: number;
  readonly onAdd: () => void;
}

function Head({ count, onAdd }: HeadProps) {
  return (
    <header class="webhooks-head">
      <a class="webhooks-back" href={SETTINGS}>
        <Icon of={ArrowLeft} size={16} />
        Settings
      </a>
      <div class="webhooks-line">
        <h1 class="settings-title" tabIndex={-1}>
          Webhooks
        </h1>
        {count > 0 && count < WEBHOOKS_PER_WORKSPACE && (
          <Button look="primary" icon={Plus} onClick={onAdd}>
            Add endpoint
          </Button>
        )}
        {count >= WEBHOOKS_PER_WORKSPACE && (
          <p class="card-note">These are as many as there can be.</p>
        )}
      </div>
      <p class="settings-lead">
        Parley calls your other programs when something happens here. <Catalogue />
      </p>
    </header>
  );
}

function Catalogue() {
  return (
    <a class="webhooks-link" href="/events" target="_blank" rel="noopener">
      See the catalogue of events
    </a>
  );
}

function Empty({ onAdd }: Pick<HeadProps, 'onAdd'>) {
  return (
    <div class="card">
      <Blank
        icon={Webhook}
        title="No endpoints yet"
        text="Add the address of a program that should hear of chats and tickets: a CRM, a billing system, a script of your own. Each call is signed, and repeated until it is answered."
      >
        <Button look="primary" icon={Plus} onClick={onAdd}>
          Add endpoint
        </Button>
      </Blank>
    </div>
  );
}

function Rows({ items }: { readonly items: readonly WebhookEndpoint[] }) {
  const list = useRef<HTMLUListElement>(null);
  useMoves(list, '.webhooks-row');
  return (
    <ul ref={list} class="card" aria-label="Endpoints">
      {items.map((endpoint) => (
        <li key={endpoint.id} class="webhooks-place">
          <Row endpoint={endpoint} />
        </li>
      ))}
    </ul>
  );
}

function Row({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const { id, url, description, event_types } = endpoint;
  return (
    <a class="webhooks-row" href={webhooks(id)} data-endpoint={id}>
      <span class="card-words">
        <span class="webhooks-url cut">{url}</span>
        <span class="webhooks-about cut">
          {description !== '' && `${description} · `}
          {eventsWords(event_types)}
        </span>
      </span>
      <StandingMark endpoint={endpoint} />
      <Icon of={ChevronRight} size={16} />
    </a>
  );
}
