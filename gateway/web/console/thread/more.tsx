/** What else one may want of a conversation: who was told of it, having it mailed, or deleted. */
import { BellRing, MailPlus, Trash2 } from 'lucide';
import { useState } from 'preact/hooks';
import type { Conversation } from '../../lib/contracts';
import { NotifiedDialog } from '../alerts/notified';
import { TranscriptDialog } from '../alerts/transcript';
import { askToDelete } from '../trash/asking';
import { Menu, MenuItem } from '../ui/menu';

export function More({ conversation }: { readonly conversation: Conversation }) {
  const [shown, show] = useState<'notified' | 'transcript' | null>(null);
  const close = () => show(null);
  return (
    <>
      <Menu name="More">
        <MenuItem icon={BellRing} onChoose={() => show('notified')}>
          Who was notified?
        </MenuItem>
        {conversation.status === 'closed' && (
          <MenuItem icon={MailPlus} onChoose={() => show('transcript')}>
            Send transcript
          </MenuItem>
        )}
        <MenuItem icon={Trash2} onChoose={() => askToDelete(conversation.id)}>
          Move to trash
        </MenuItem>
      </Menu>
      {shown === 'notified' && <NotifiedDialog id={conversation.id} onClose={close} />}
      {shown === 'transcript' && <TranscriptDialog conversation={conversation} onClose={close} />}
    </>
  );
}
