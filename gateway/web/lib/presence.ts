/**
 * Who looks at which conversation, as a value, and what follows from it. Presence only ever shows
 * what is true now: a lost connection empties it, and the next `ready` brings it anew.
 */
import type { Person } from './contracts';

export type Activity = 'viewing' | 'replying';
export type Availability = 'online' | 'away';

export interface PresentAgent extends Person {
  readonly activity: Activity;
}

export interface CustomerPresence {
  readonly is_online: boolean;
  readonly last_seen_at: string | null;
}

/** The whole set for one conversation, so that a lost change heals with the next. */
export interface Presence {
  readonly conversation_id: string;
  readonly agents: readonly PresentAgent[];
  readonly customer: CustomerPresence;
}

export interface PresenceSnapshot {
  readonly items: readonly (Presence & { readonly sequence?: number })[];
}

interface Told<Type extends string, Data> {
  readonly type: Type;
  readonly subject: string;
  readonly sequence: number;
  readonly data: Data;
}

export type PresenceFrame =
  | Told<'presence.changed.v1', Presence>
  | Told<'customer.typing.v1', { readonly is_typing: boolean }>
  | Told<'agent.availability_changed.v1', object>;

export type AgentTypingFrame = Told<'agent.typing.v1', { readonly agents: readonly Person[] }>;
export type AvailabilityFrame = Told<'agents.availability.v1', { readonly are_online: boolean }>;

const PRESENCE_TYPES: ReadonlySet<string> = new Set<PresenceFrame['type']>([
  'presence.changed.v1',
  'customer.typing.v1',
  'agent.availability_changed.v1',
]);

export function isPresence(frame: { readonly type: string }): frame is PresenceFrame {
  return PRESENCE_TYPES.has(frame.type);
}

interface Known {
  readonly sequence: number;
  readonly presence: Presence;
}

/** By conversation. */
export type Presences = ReadonlyMap<string, Known>;

export const NOBODY: Presences = new Map();

/** Takes one conversation's set in, unless a newer one is known. */
export function withPresence(known: Presences, presence: Presence, sequence: number): Presences {
  const id = presence.conversation_id;
  if (sequence <= (known.get(id)?.sequence ?? -1)) return known;
  return new Map(known).set(id, { sequence, presence });
}

/** Takes a snapshot in; what frames have told since `ready` is as new or newer. */
export function withSnapshot(known: Presences, { items }: PresenceSnapshot): Presences {
  return items.reduce((all, item) => withPresence(all, item, item.sequence ?? 0), known);
}

/** The others, each once, who replies first; oneself is left out, whichever tab it is. */
export function others(agents: readonly PresentAgent[], me: string): readonly PresentAgent[] {
  const byId = new Map<string, PresentAgent>();
  for (const agent of agents) {
    if (agent.id !== me && byId.get(agent.id)?.activity !== 'replying') byId.set(agent.id, agent);
  }
  const all = [...byId.values()];
  return [...having(all, 'replying'), ...having(all, 'viewing')];
}

function having(agents: readonly PresentAgent[], activity: Activity): readonly PresentAgent[] {
  return agents.filter((agent) => agent.activity === activity);
}

/** `Ann`, `Ann and Ben`, `Ann and 2 others`. */
function names(agents: readonly PresentAgent[]): string {
  const [first, second] = agents;
  if (first === undefined) return '';
  if (second === undefined) return first.name;
  return `${first.name} and ${agents.length > 2 ? `${agents.length - 1} others` : second.name}`;
}

function clause(agents: readonly PresentAgent[], activity: Activity): string[] {
  const doing = having(agents, activity);
  if (doing.length === 0) return [];
  return [`${names(doing)} ${doing.length === 1 ? 'is' : 'are'} ${activity}`];
}

/** `Ben is replying, Ann and 2 others are viewing`; empty when nobody else is there. */
export function note(agents: readonly PresentAgent[]): string {
  return [...clause(agents, 'replying'), ...clause(agents, 'viewing')].join(', ');
}

/** How long after the last keystroke an unfocused text still counts as being written. */
export const WRITING_MS = 10_000;
/** How long a hidden page still counts as looked at. */
export const GLANCE_MS = 10_000;

/** What this page knows of its own agent. Moments in epoch milliseconds. */
export interface Attention {
  readonly conversationId: string | null;
  /** Null while the page is visible. */
  readonly hiddenSince: number | null;
  readonly hasText: boolean;
  readonly isFocused: boolean;
  readonly changedAt: number;
}

export function activityOf(attention: Attention, now: number): Activity | 'none' {
  const { conversationId, hiddenSince, hasText, isFocused, changedAt } = attention;
  if (conversationId === null) return 'none';
  if (hiddenSince !== null && now - hiddenSince >= GLANCE_MS) return 'none';
  const isFresh = now - changedAt < WRITING_MS;
  const isAtIt = hiddenSince === null && isFocused;
  return hasText && (isFresh || isAtIt) ? 'replying' : 'viewing';
}

/** What to call an agent's state: what they chose wins over their connections. */
export function standing(agent: {
  readonly availability?: Availability;
  readonly is_online?: boolean;
}): 'Online' | 'Away' | 'Offline' | null {
  if (agent.is_online === undefined) return null;
  if (!agent.is_online && agent.availability !== 'away') return 'Offline';
  return agent.availability === 'away' ? 'Away' : 'Online';
}
