/**
 * What was typed and what was sent but not acknowledged, per conversation, until the server has
 * it. Kept in the browser's storage; in memory alone where that is blocked or full.
 */
import type { Attachment, CompanyName } from './contracts';
import type { Pending } from './thread';

/** What was chosen for a ticket that the conversation is to become. */
export interface TicketDraft {
  readonly subject: string;
  readonly company: CompanyName | null;
}

export interface Draft {
  readonly text: string;
  /** Uploaded already, and to go with the text. */
  readonly attachments: readonly Attachment[];
  readonly unsent: readonly Pending[];
  readonly ticket: TicketDraft | null;
}

export const NO_DRAFT: Draft = { text: '', attachments: [], unsent: [], ticket: null };

export interface Drafts {
  read(conversationId: string): Draft;
  /** Changes what is kept; an empty draft leaves nothing behind. */
  change(conversationId: string, change: Partial<Draft>): Draft;
}

function isEmpty({ text, attachments, unsent, ticket }: Draft): boolean {
  return text === '' && attachments.length === 0 && unsent.length === 0 && ticket === null;
}

function parsed(stored: string | null): Draft {
  if (stored === null) return NO_DRAFT;
  try {
    return { ...NO_DRAFT, ...(JSON.parse(stored) as Partial<Draft>) };
  } catch {
    return NO_DRAFT;
  }
}

/** Drafts of one person: `owner` keeps them apart from the next one who uses this browser. */
export function createDrafts(storage: Storage | null, owner: string): Drafts {
  const memory = new Map<string, Draft>();

  function stored(key: string): string | null {
    try {
      return storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  function store(key: string, draft: Draft): void {
    try {
      if (isEmpty(draft)) storage?.removeItem(key);
      else storage?.setItem(key, JSON.stringify(draft));
    } catch {
      // Storage is blocked or full: the draft lives as long as the page.
    }
  }

  const keyOf = (conversationId: string) => `parley.draft.${owner}.${conversationId}`;

  return {
    read(conversationId) {
      const key = keyOf(conversationId);
      return memory.get(key) ?? parsed(stored(key));
    },
    change(conversationId, change) {
      const draft = { ...this.read(conversationId), ...change };
      const key = keyOf(conversationId);
      memory.set(key, draft);
      store(key, draft);
      return draft;
    },
  };
}
