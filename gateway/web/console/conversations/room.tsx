/** Live chat: the conversations column, and the thread of the one that is open. */
import { MessageCircle } from 'lucide';
import { useCallback } from 'preact/hooks';
import { useDesk } from '../contexts';
import { liveChat, navigate, type Place } from '../router';
import { useCommand } from '../shortcuts/commands';
import { ThreadPane } from '../thread/pane';
import { askToDelete } from '../trash/asking';
import { DeleteDialog } from '../trash/delete-dialog';
import { Blank } from '../ui/blank';
import { Column } from './column';
import { focusRow, rowAt } from './focus';
import './room.css';

interface Props {
  readonly here: Extract<Place, { room: 'live-chat' }>;
}

export function ConversationsRoom({ here }: Props) {
  const { status, conversationId } = here;
  const leave = useCallback(() => {
    if (conversationId === null) return;
    navigate(liveChat(status));
    focusRow(conversationId);
  }, [conversationId, status]);
  useCommand('leave', leave);
  const { inbox } = useDesk();
  const askAbout = useCallback(() => {
    const id = rowAt(document.activeElement) ?? conversationId;
    if (id !== null && inbox.state.peek().byId.has(id)) askToDelete(id);
  }, [inbox, conversationId]);
  useCommand('delete', askAbout);
  return (
    <div class={`room${conversationId === null ? '' : ' is-reading'}`}>
      <h1 class="sr-only">Live chat</h1>
      <Column status={status} openId={conversationId} />
      <section class="room-thread" aria-label="Conversation">
        {conversationId === null ? (
          <Blank
            icon={MessageCircle}
            title="Choose a conversation"
            text="J and K move through the list, Enter opens. ? shows all keys."
          />
        ) : (
          <ThreadPane key={conversationId} id={conversationId} />
        )}
      </section>
      <DeleteDialog />
    </div>
  );
}
