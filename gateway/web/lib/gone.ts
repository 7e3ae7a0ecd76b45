/** Conversations that are in the trash, or no more: what is remembered of them meanwhile. */
import type { AgentFrame, Conversation, Person } from './contracts';

export interface Gone {
  /** Whatever is not newer than this is no news of it. */
  readonly version: number;
  /** As it was, where it was known. */
  readonly was: Conversation | null;
  /** Who deleted it, and when; null where that was not heard. */
  readonly by: Person | null;
  readonly at: string | null;
  /** For good: there is nothing to restore. */
  readonly isPurged: boolean;
}

/** It is not there, and nobody said why. */
export function missing(was: Conversation | null): Gone {
  return { version: was?.version ?? -1, was, by: null, at: null, isPurged: false };
}

/** Deleted by `by`, as the server will say in the very next frame about it. */
export function deletedBy(by: Person | null, at: string, was: Conversation): Gone {
  return { version: was.version + 1, was, by, at, isPurged: false };
}

/**
 * What one more frame makes of what is gone; null when the frame is of a conversation that is back,
 * or when frames are missing.
 */
export function after(known: Gone, frame: AgentFrame): Gone | null {
  if (frame.sequence <= known.version || known.isPurged) return known;
  const version = frame.sequence;
  switch (frame.type) {
    case 'conversation.deleted.v1': {
      const { deleted_by, deleted_at } = frame.data;
      return { ...known, version, by: deleted_by, at: deleted_at };
    }
    case 'conversation.purged.v1':
      return { ...known, version, was: null, isPurged: true };
    // A conversion goes on to its end.
    case 'conversation.converted.v1':
    case 'conversation.conversion_failed.v1':
      return version === known.version + 1 ? { ...known, version } : null;
    default:
      return null;
  }
}
