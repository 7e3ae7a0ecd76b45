/** What stands in the composer's place where nothing can be written any more. */
import { ArrowRight } from 'lucide';
import type { Conversation } from '../../lib/contracts';
import { useDesk } from '../contexts';
import { EndedAction, EndedWords } from '../convert/ended';
import { liveChat, navigate } from '../router';
import { Button } from '../ui/button';
import './read-only.css';

export function ReadOnly({ conversation }: { readonly conversation: Conversation }) {
  const { inbox } = useDesk();
  const [next] = inbox.state.value.lists.active.ids.filter((id) => id !== conversation.id);
  return (
    <div class="read-only" role="status">
      <EndedWords conversation={conversation} />
      <div class="read-only-actions">
        <EndedAction conversation={conversation} />
        {next !== undefined && (
          <Button icon={ArrowRight} onClick={() => navigate(liveChat('active', next))}>
            Next active chat
          </Button>
        )}
      </div>
    </div>
  );
}
