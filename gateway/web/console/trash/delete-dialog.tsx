/** Asks once whether a conversation goes into the trash, and says what that means. */
import { Trash2 } from 'lucide';
import { useEffect } from 'preact/hooks';
import type { Conversation } from '../../lib/contracts';
import { span } from '../../lib/trash';
import { useDesk } from '../contexts';
import { Button } from '../ui/button';
import { Choices } from '../ui/choices';
import { Dialog } from '../ui/dialog';
import { asked } from './asking';
import { useDelete } from './deleting';

/** The dialog, while one is asked. */
export function DeleteDialog() {
  const { inbox } = useDesk();
  const id = asked.value;
  const conversation = id === null ? undefined : inbox.state.value.byId.get(id);
  const isVoid = id !== null && conversation === undefined;
  useEffect(() => {
    if (isVoid) asked.value = null;
  }, [isVoid]);
  return conversation === undefined ? null : <Asking conversation={conversation} />;
}

function Asking({ conversation }: { readonly conversation: Conversation }) {
  const { trash } = useDesk();
  const deleteIt = useDelete();
  const { customer, status, ticket } = conversation;
  const { retentionSeconds } = trash.state.value;
  const isKnown = retentionSeconds > 0;
  // Only the trash knows how long it keeps what is in it.
  useEffect(() => {
    if (!isKnown) void trash.show('');
  }, [trash, isKnown]);
  const close = () => {
    asked.value = null;
  };
  return (
    <Dialog title={`Delete the conversation with ${customer.name}?`} onClose={close}>
      <p class="dialog-asking">
        It leaves everyone’s lists.{' '}
        {status === 'active' && `For ${customer.name} the chat ends at once. `}
        {ticket?.state === 'created' && `Ticket #${ticket.number} stays as it is. `}
        In the trash it can be restored for {isKnown ? span(retentionSeconds) : 'a while'}; then it
        is deleted for good.
      </p>
      <Choices onCancel={close}>
        <Button
          look="danger"
          icon={Trash2}
          autoFocus
          onClick={() => {
            close();
            deleteIt(conversation);
          }}
        >
          Move to trash
        </Button>
      </Choices>
    </Dialog>
  );
}
