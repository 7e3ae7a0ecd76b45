/** Read marks: what the agent has really had before their eyes is told to the server. */
import type { Requests } from '../requests';
import type { Inbox } from './inbox';

/** Shorter on the screen is not seen; the reply guard relies on it. */
export const SEEN_AFTER_MS = 400;

export interface Reading {
  /** The messages up to `seq` are on a visible screen. */
  seen(id: string, seq: number): void;
  /** The newest message that the agent is known to have seen, 0 for none. */
  lastSeen(id: string): number;
}

export function createReading(requests: Requests, inbox: Inbox): Reading {
  const seenSeqs = new Map<string, number>();
  const telling = new Set<string>();

  const readSeq = (id: string) => inbox.state.value.byId.get(id)?.read_seq ?? 0;

  /** One request at a time per conversation; afterwards once more, if more was seen. */
  async function tell(id: string): Promise<void> {
    if (telling.has(id)) return;
    telling.add(id);
    try {
      for (let seq = seenSeqs.get(id) ?? 0; seq > readSeq(id); seq = seenSeqs.get(id) ?? 0) {
        inbox.take(await requests.read(id, seq));
        if (seq >= (seenSeqs.get(id) ?? 0)) return;
      }
    } catch {
      // Told again when more is seen, or when the thread is shown again.
    } finally {
      telling.delete(id);
    }
  }

  return {
    seen(id, seq) {
      seenSeqs.set(id, Math.max(seq, seenSeqs.get(id) ?? 0));
      if (seq > readSeq(id)) void tell(id);
    },
    lastSeen: (id) => Math.max(seenSeqs.get(id) ?? 0, readSeq(id)),
  };
}
