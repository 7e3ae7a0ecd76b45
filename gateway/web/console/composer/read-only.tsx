/** What stands in the composer's place where nothing can be written any more. */
import { ArrowRight } from 'lucide';
import type { Conversation } from '../../lib/contracts';
import { useDesk } from '../contexts';
import { liveChat, navigate } from '../router';
import { Button } from '../ui/button';
import './read-only.css';

export function ReadOnly({ conversation }: { readonly conversation: Conversation }) {
  const { inbox } = useDesk();
  const [next] = inbox.state.value.lists.active.ids.filter((id) => id !== conversation.id);
  const { name } = conversation.customer;
  return (
    <div class="read-only" role="status">
      <span>This conversation is closed. If {name} writes again, a new one begins.</span>
      {next !== undefined && (
        <Button icon={ArrowRight} onClick={() => navigate(liveChat('active', next))}>
          Next active chat
        </Button>
      )}
    </div>
  );
}
