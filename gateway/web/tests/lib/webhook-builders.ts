/** Endpoints and deliveries for tests, as `builders` has the rest. */
import type { WebhookDelivery, WebhookEndpoint } from '../../lib/contracts';
import { at } from './builders';

export function anEndpoint(change: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    id: 'e1',
    url: 'https://billing.example/parley',
    description: 'Billing',
    event_types: [],
    is_enabled: true,
    disabled_reason: null,
    failing_since: null,
    last_delivered_at: null,
    created_at: at(0),
    updated_at: at(0),
    ...change,
  };
}

/** The delivery of minute `minute`. */
export function aDelivery(minute: number, change: Partial<WebhookDelivery> = {}): WebhookDelivery {
  return {
    id: `d${minute}`,
    event_id: `event-${minute}`,
    event_type: 'conversation.closed.v1',
    subject: 'c1',
    state: 'delivered',
    attempts: [],
    next_attempt_at: null,
    created_at: at(minute),
    can_be_redelivered: true,
    reason: null,
    ...change,
  };
}
