/** The widget's own values for tests; everything else is that of the shared parts. */
import type { Message, MessageSentFrame, VisitorConversation } from '../../lib/contracts';
import * as threads from '../../lib/thread';
import { INITIAL, type State } from '../../widget/state';
import { at } from '../lib/builders';

export function aConversation(change: Partial<VisitorConversation> = {}): VisitorConversation {
  return {
    id: 'c1',
    version: 1,
    status: 'active',
    last_seq: 1,
    read_seq: 1,
    unread: 0,
    agents_read_seq: 0,
    last_responder: null,
    ticket: null,
    created_at: at(1),
    updated_at: at(1),
    closed_at: null,
    closed_by: null,
    ...change,
  };
}

export function messageSent(sequence: number, message: Message): MessageSentFrame {
  const type = 'conversation.message_sent.v1';
  return {
    type,
    id: `event-${sequence}`,
    subject: message.conversation_id,
    sequence,
    time: at(sequence),
    data: { message },
  };
}

/** A visitor in a conversation with these messages. */
export function talking(messages: Message[], change: Partial<State> = {}): State {
  return {
    ...INITIAL,
    token: 'token',
    isOpen: true,
    conversation: aConversation({ last_seq: messages.length }),
    thread: threads.merge(threads.empty('c1'), messages),
    ...change,
  };
}
