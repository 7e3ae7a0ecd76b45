/** Values for tests: everything has a sensible default, a test says only what it is about. */
import type {
  AgentFrame,
  Attachment,
  Author,
  Conversation,
  Message,
  PageConversation,
  Ticket,
} from '../../lib/contracts';

export const ann: Author = { kind: 'agent', id: 'ann', name: 'Ann', avatar_url: '/avatars/ann' };
export const ben: Author = { kind: 'agent', id: 'ben', name: 'Ben', avatar_url: '/avatars/ben' };
export const mia: Author = { kind: 'customer', id: 'mia', name: 'Mia Torres', avatar_url: null };
export const parley: Author = { kind: 'system', id: 'parley', name: 'Parley', avatar_url: null };

/** Minute `minutes` of a fixed hour. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2025, 2, 7, 10, minutes)).toISOString();
}

export function aMessage(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: `message-${seq}`,
    conversation_id: 'c1',
    seq,
    client_id: `client-${seq}`,
    author: mia,
    text: `Message ${seq}`,
    attachments: [],
    sent_at: at(seq),
    ...change,
  };
}

export function anAttachment(change: Partial<Attachment> = {}): Attachment {
  return { id: 'file-1', name: 'label.png', size: 2048, content_type: 'image/png', ...change };
}

export function aConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    version: 1,
    status: 'active',
    customer: { name: mia.name, email: 'mia@shop.example', avatar_url: null },
    last_message: { text: 'Message 1', author: mia, sent_at: at(1), attachments: 0 },
    last_responder: null,
    last_seq: 1,
    customer_read_seq: 1,
    ticket: null,
    created_at: at(1),
    updated_at: at(1),
    closed_at: null,
    closed_by: null,
    read_seq: 0,
    unread: 1,
    agents_read_seq: 0,
    ...change,
  };
}

export function aPage(items: Conversation[], next_cursor: string | null = null): PageConversation {
  return { items, next_cursor };
}

export function aTicket(change: Partial<Ticket> = {}): Ticket {
  return {
    id: 't1',
    version: 1,
    number: 1042,
    status: 'open',
    subject: 'A broken mug',
    company: { id: 'acme', name: 'Acme' },
    requester: { name: mia.name, email: 'mia@shop.example' },
    agents: [],
    conversation_id: 'c1',
    last_seq: 1,
    created_by: ann,
    created_at: at(1),
    updated_at: at(1),
    ...change,
  };
}

type Of<Type extends AgentFrame['type']> = Extract<AgentFrame, { type: Type }>;

export function aFrame<Type extends AgentFrame['type']>(
  type: Type,
  subject: string,
  sequence: number,
  data: Of<Type>['data'],
): AgentFrame {
  return {
    type,
    id: `event-${subject}-${sequence}`,
    subject,
    sequence,
    time: at(59),
    data,
  } as Of<Type>;
}

export function sent(message: Message, sequence: number): AgentFrame {
  return aFrame('conversation.message_sent.v1', message.conversation_id, sequence, { message });
}

export function closed(subject: string, sequence: number, minutes: number): AgentFrame {
  return aFrame('conversation.closed.v1', subject, sequence, {
    closed_by: ann,
    closed_at: at(minutes),
  });
}
