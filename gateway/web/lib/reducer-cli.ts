/**
 * The reducers for Node: `{me, active, closed, messages, frames}` on standard input (two list
 * pages, one thread, then the socket frames that came after) → `{conversations, messages, fetch}`
 * on standard output. A system test holds the result against fresh snapshots.
 */
import type { AgentFrame, Conversation, Message, PageConversation } from './contracts';
import * as conversations from './conversations';
import * as thread from './thread';

declare const process: {
  stdin: AsyncIterable<Uint8Array>;
  stdout: { write(text: string): void };
};

interface Input {
  me: string;
  active: PageConversation;
  closed: PageConversation;
  messages: Message[];
  frames: AgentFrame[];
}

interface Output {
  conversations: { active: readonly Conversation[]; closed: readonly Conversation[] };
  messages: readonly Message[];
  fetch: readonly string[];
}

function reduced({ me, active, closed, messages, frames }: Input): Output {
  let state = conversations.withSnapshot(conversations.empty(me), { active, closed });
  let open = thread.merge(thread.empty(messages[0]?.conversation_id ?? ''), messages);
  const fetch = new Set<string>();
  for (const frame of frames) {
    const outcome = conversations.apply(state, frame);
    state = outcome.state;
    for (const id of outcome.fetch) fetch.add(id);
    if (frame.type === 'conversation.message_sent.v1') {
      open = thread.merge(open, [frame.data.message]);
    }
  }
  return {
    conversations: {
      active: conversations.rows(state, 'active'),
      closed: conversations.rows(state, 'closed'),
    },
    messages: state.gone.has(open.conversationId) ? [] : open.messages,
    fetch: [...fetch],
  };
}

const chunks: Uint8Array[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = JSON.parse(await new Blob(chunks as BlobPart[]).text()) as Input;
process.stdout.write(JSON.stringify(reduced(input)));
