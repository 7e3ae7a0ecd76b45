/** Asks once whether an endpoint is to go. */
import { Trash2 } from 'lucide';
import type { WebhookEndpoint } from '../../../lib/contracts';
import { navigate, webhooks } from '../../router';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
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
      <p class="dialog-asking">
        Nothing is sent to <strong>{url}</strong> any more. Its log goes with it, and what was still
        waiting is not delivered.
      </p>
      <Choices problem={problem} onCancel={onClose}>
        <Button
          look="danger"
          icon={Trash2}
          autoFocus
          aria-disabled={isBusy}
          onClick={() => start(remove)}
        >
          {isBusy ? 'Removing…' : 'Remove'}
        </Button>
      </Choices>
    </Dialog>
  );
}
