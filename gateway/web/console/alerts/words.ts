/** Deliveries as an agent reads them. */
import type { Delivery } from '../../lib/contracts';

export const CHANNELS: Readonly<Record<Delivery['channel'], string>> = {
  email: 'E-mail',
  mobile: 'Mobile',
};

const STATES: Readonly<Record<Delivery['state'], string>> = {
  pending: 'On its way',
  sent: 'Sent',
  failed: 'Not delivered',
  skipped: 'Not sent',
};

/** `Sent`, `Not sent`, `On its way, tried 3 times`. */
export function stateWords({ state, attempts }: Delivery): string {
  const isTrying = state === 'pending' && attempts > 0;
  return isTrying ? `${STATES[state]}, tried ${times(attempts)}` : STATES[state];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** What a test has come to, in a sentence or two. */
export function outcome({ state, reason, channel }: Delivery): string {
  if (state === 'sent') {
    return channel === 'email'
      ? 'Sent. Look into your mailbox, and into its spam.'
      : 'Sent. Your devices show it in a moment.';
  }
  return `${STATES[state]}. ${reason ?? ''}`.trim();
}

export interface Told {
  readonly id: string;
  readonly name: string;
  readonly picture: string | null;
  readonly deliveries: readonly Delivery[];
}

/** Who was told of a new chat, agent by agent. */
export function byAgent(items: readonly Delivery[]): readonly Told[] {
  const told = new Map<string, Told>();
  for (const delivery of items) {
    const { agent } = delivery;
    if (agent === null) continue;
    const before = told.get(agent.id)?.deliveries ?? [];
    const deliveries = [...before, delivery];
    told.set(agent.id, { id: agent.id, name: agent.name, picture: agent.avatar_url, deliveries });
  }
  return [...told.values()];
}

export function transcripts(items: readonly Delivery[]): readonly Delivery[] {
  return items.filter(({ purpose }) => purpose === 'transcript');
}

export function isSettled(items: readonly Delivery[]): boolean {
  return items.length > 0 && items.every(({ state }) => state !== 'pending');
}
