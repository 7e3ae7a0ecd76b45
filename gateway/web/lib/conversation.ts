/** One conversation as an agent sees it, and what the very next frame about it makes of it. */
import type { AgentFrame, Conversation, Message, Person } from './contracts';

/** How much of a message's text a list row keeps, in characters. */
const EXCERPT_LENGTH = 200;

/** The conversation one version later; null when the frame says something unknown. */
export function advanced(known: Conversation, frame: AgentFrame, me: string): Conversation | null {
  const version = frame.sequence;
  switch (frame.type) {
    case 'conversation.message_sent.v1':
      return { ...withMessage(known, frame.data.message, me), version };
    case 'conversation.read.v1': {
      const { reader, seq } = frame.data;
      if (reader.kind === 'customer') {
        return { ...known, version, customer_read_seq: Math.max(known.customer_read_seq, seq) };
      }
      const marked = reader.id === me ? withReadMark(known, seq) : known;
      return { ...marked, version, agents_read_seq: Math.max(known.agents_read_seq, seq) };
    }
    case 'conversation.transcript_requested.v1':
      return { ...known, version };
    case 'conversation.closed.v1': {
      const { closed_at, closed_by } = frame.data;
      return { ...known, version, status: 'closed', closed_at, closed_by, updated_at: closed_at };
    }
    case 'conversation.conversion_requested.v1':
    case 'conversation.converted.v1':
    case 'conversation.conversion_failed.v1':
      return { ...known, version, ticket: frame.data.ticket };
    default:
      return null;
  }
}

function withReadMark(known: Conversation, seq: number): Conversation {
  const read_seq = Math.max(known.read_seq, seq);
  return { ...known, read_seq, unread: Math.max(0, known.last_seq - read_seq) };
}

function withMessage(known: Conversation, message: Message, me: string): Conversation {
  const { author, seq, sent_at } = message;
  // Whoever had seen everything has seen what the system adds.
  const sees = (mark: number) => author.kind === 'system' && mark === known.last_seq;
  const agentsSaw = author.kind === 'agent' || sees(known.agents_read_seq);
  const customerSaw = author.kind === 'customer' || sees(known.customer_read_seq);
  const told: Conversation = {
    ...known,
    last_seq: seq,
    last_message: {
      text: Array.from(message.text).slice(0, EXCERPT_LENGTH).join(''),
      author,
      sent_at,
      attachments: message.attachments.length,
    },
    last_responder: author.kind === 'agent' ? person(author) : known.last_responder,
    customer_read_seq: customerSaw ? seq : known.customer_read_seq,
    agents_read_seq: agentsSaw ? seq : known.agents_read_seq,
    updated_at: sent_at,
  };
  const isMine = author.kind === 'agent' && author.id === me;
  return withReadMark(told, isMine || sees(known.read_seq) ? seq : known.read_seq);
}

function person({ id, name, avatar_url }: Person): Person {
  return { id, name, avatar_url };
}
