/**
 * The visitor's conversation as a value, and what a socket frame makes of it.
 *
 * Invariant: a frame is applied only to the version just before it (`sequence == version + 1`).
 * An older one changes nothing; after a gap, or when a frame is not understood, the answer is
 * `stale` and a fresh snapshot decides.
 */
import type { Person, VisitorConversation, VisitorFrame } from '../lib/contracts';

export type ConversationFrame = Extract<VisitorFrame, { type: `conversation.${string}` }>;

export const STALE = 'stale';

export function isAboutConversation(frame: VisitorFrame): frame is ConversationFrame {
  return frame.type.startsWith('conversation.');
}

export function apply(
  known: VisitorConversation,
  frame: ConversationFrame,
): VisitorConversation | typeof STALE {
  if (frame.subject !== known.id || frame.sequence <= known.version) return known;
  if (frame.sequence > known.version + 1) return STALE;
  const next = advanced(known, frame);
  return next === STALE ? STALE : { ...next, version: frame.sequence };
}

/** The newer of two states of one conversation. */
export function newer(
  known: VisitorConversation | null,
  fresh: VisitorConversation,
): VisitorConversation {
  return known?.id === fresh.id && known.version > fresh.version ? known : fresh;
}

function advanced(
  known: VisitorConversation,
  frame: ConversationFrame,
): VisitorConversation | typeof STALE {
  switch (frame.type) {
    case 'conversation.message_sent.v1': {
      const { author, seq, sent_at } = frame.data.message;
      const told = { ...known, last_seq: seq, updated_at: sent_at };
      const wasLast = (mark: number) => mark === known.last_seq;
      if (author.kind === 'customer') return read(told, seq);
      const isAgents = author.kind === 'agent';
      // Whoever had seen everything has seen what the system adds.
      const agentsSaw = isAgents || (author.kind === 'system' && wasLast(known.agents_read_seq));
      const isSeen = author.kind === 'system' && wasLast(known.read_seq);
      return read(
        {
          ...told,
          agents_read_seq: agentsSaw ? seq : known.agents_read_seq,
          last_responder: isAgents ? person(author) : known.last_responder,
        },
        isSeen ? seq : known.read_seq,
      );
    }
    case 'conversation.read.v1': {
      const { by, seq } = frame.data;
      if (by === 'customer') return read(known, seq);
      return { ...known, agents_read_seq: Math.max(known.agents_read_seq, seq) };
    }
    case 'conversation.closed.v1': {
      const { closed_at, closed_by } = frame.data;
      return { ...known, status: 'closed', closed_at, closed_by, updated_at: closed_at };
    }
    case 'conversation.converted.v1': {
      const ticket = {
        state: 'created',
        id: null,
        number: frame.data.number,
        reason: null,
      } as const;
      return { ...known, ticket };
    }
    case 'conversation.transcript_requested.v1':
      return known;
    default:
      return STALE;
  }
}

function read(known: VisitorConversation, seq: number): VisitorConversation {
  const read_seq = Math.max(known.read_seq, seq);
  return { ...known, read_seq, unread: Math.max(0, known.last_seq - read_seq) };
}

function person({ id, name, avatar_url }: Person): Person {
  return { id, name, avatar_url };
}
