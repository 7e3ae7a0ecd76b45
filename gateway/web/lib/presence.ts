/**
 * Who looks at which conversation, as a value, and what follows from it. Presence only ever shows
 * what is true now: a lost connection empties it, and the next `ready` brings it anew.
 */
import type { AgentFrame, Colleague, ConversationPresence, PresentAgent } from './contracts';

export type Activity = PresentAgent['activity'];
export type Availability = Colleague['availability'];

const PRESENCE_TYPES: ReadonlySet<string> = new Set<PresenceNews['type']>([
  'presence.changed.v1',
  'presence.team_changed.v1',
  'customer.typing.v1',
  'agent.availability_changed.v1',
]);

/** The frames that are not about the conversations themselves. */
export type PresenceNews = Extract<
  AgentFrame,
  { type: `presence.${string}` | `customer.${string}` | `agent.${string}` }
>;

export function isPresence(frame: AgentFrame): frame is PresenceNews {
  return PRESENCE_TYPES.has(frame.type);
}

/** By conversation. */
export type Presences = ReadonlyMap<string, ConversationPresence>;

export const NOBODY: Presences = new Map();

/** Takes one conversation's set in, unless a newer one is known. */
export function withPresence(known: Presences, fresh: ConversationPresence): Presences {
  const id = fresh.conversation_id;
  if (fresh.version <= (known.get(id)?.version ?? -1)) return known;
  return new Map(known).set(id, fresh);
}

/** Takes a snapshot in; what frames have told since `ready` is as new or newer. */
export function withSnapshot(known: Presences, items: readonly ConversationPresence[]): Presences {
  return items.reduce(withPresence, known);
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
export function standing({
  availability,
  is_online,
}: Pick<Colleague, 'availability' | 'is_online'>): 'Online' | 'Away' | 'Offline' {
  if (availability === 'away') return 'Away';
  return is_online ? 'Online' : 'Offline';
}
