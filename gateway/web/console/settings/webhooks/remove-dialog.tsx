/** Asks once whether an endpoint is to go. */
import { Trash2 } from 'lucide';
import type { WebhookEndpoint } from '../../../lib/contracts';
import { sentences } from '../../explain';
import { navigate, webhooks } from '../../router';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { toast } from '../../ui/toasts';
import type { EndpointsRoom } from './store';
import { useWork } from './work';

interface Props {
  readonly room: EndpointsRoom;
  readonly endpoint: WebhookEndpoint;
  readonly onClose: () => void;
}

export function RemoveDialog({ room, endpoint: { id, url }, onClose }: Props) {
  const { isBusy, problem, start } = useWork();
  const remove = async () => {
    await room.remove(id);
    toast('Endpoint removed.');
    navigate(webhooks(), { replace: true });
  };
  return (
    <Dialog title="Remove this endpoint?" onClose={onClose}>
      <p class="webhook-asking">
        Nothing is sent to <strong>{url}</strong> any more. Its log goes with it, and what was still
        waiting is not delivered.
      </p>
      {problem !== null && (
        <p class="field-problem" role="alert">
          {sentences(problem)}
        </p>
      )}
      <div class="webhook-choices">
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button
          look="danger"
          icon={Trash2}
          autoFocus
          aria-disabled={isBusy}
          onClick={() => start(remove)}
        >
          {isBusy ? 'Removing…' : 'Remove'}
        </Button>
      </div>
    </Dialog>
  );
}
