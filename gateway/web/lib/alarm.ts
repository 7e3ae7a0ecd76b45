/**
 * Which chats wait for someone, derived from what is known of them. Nothing switches an alarm on
 * or off: it is there for as long as this says so, in every tab and at every agent's.
 */
import type { Conversation } from './contracts';
import type { Presences } from './presence';

/** A chat that began so long before the console was opened is still worth an alarm. */
export const STILL_NEW_MS = 5 * 60_000;

/** What one console knows. */
export interface Known {
  readonly conversations: Iterable<Conversation>;
  readonly presences: Presences;
  /** Chats that began while this page listened, whatever its clock says. */
  readonly heard: ReadonlySet<string>;
  /** Chats that began after this moment count as new, in epoch milliseconds. */
  readonly since: number;
  /** The one that is open on this page. */
  readonly openId: string | null;
}

/** The chats that nobody has opened or answered yet, the oldest first. */
export function waiting(known: Known): readonly Conversation[] {
  return [...known.conversations]
    .filter((one) => isNew(one, known) && !isTaken(one, known))
    .sort((one, other) => Date.parse(one.created_at) - Date.parse(other.created_at));
}

function isNew({ id, status, created_at }: Conversation, { heard, since }: Known): boolean {
  return status === 'active' && (heard.has(id) || Date.parse(created_at) >= since);
}

function isTaken(one: Conversation, { presences, openId }: Known): boolean {
  const isLookedAt = one.id === openId || (presences.get(one.id)?.agents.length ?? 0) > 0;
  return one.last_responder !== null || one.agents_read_seq > 0 || isLookedAt;
}

/** Whether something is in `now` that was not in `before`: only that rings at once. */
export function hasGained(before: readonly string[], now: readonly string[]): boolean {
  return now.some((id) => !before.includes(id));
}

/** Why an alarm may not reach the agent. */
export type Obstacle = 'sound-blocked' | 'notifications-denied' | 'notifications-unasked';

/** `asking`: the browser has not said yet whether it lets sound through. */
export type SoundState = 'asking' | 'ready' | 'blocked' | 'unsupported';
export type Permission = NotificationPermission | 'unsupported';

/** What in the browser is in the way; nothing is while the agent wants no sound. */
export function obstacles(
  isWanted: boolean,
  sound: SoundState,
  permission: Permission,
): readonly Obstacle[] {
  if (!isWanted) return [];
  const found: Obstacle[] = sound === 'blocked' ? ['sound-blocked'] : [];
  if (permission === 'denied') found.push('notifications-denied');
  if (permission === 'default') found.push('notifications-unasked');
  return found;
}

/** What a desktop notification says of a chat: the first line of what was written. */
export function announcement({ customer, last_message }: Conversation): {
  readonly title: string;
  readonly body: string;
} {
  const [line = ''] = last_message.text.trim().split('\n');
  const files = last_message.attachments === 1 ? 'A file' : 'Files';
  return { title: `New chat from ${customer.name}`, body: line.trim() || files };
}
