/** Changes where an endpoint is, and what it is told of. */
import type { WebhookEndpoint } from '../../../lib/contracts';
import { Dialog } from '../../ui/dialog';
import { formOf, patchOf } from './endpoint-form';
import { EndpointFields } from './fields';
import type { EndpointsRoom } from './store';

interface Props {
  readonly room: EndpointsRoom;
  readonly endpoint: WebhookEndpoint;
  readonly offered: readonly string[];
  readonly onClose: () => void;
}

const WORDS = { save: 'Save', saving: 'Saving…' };

export function EditDialog({ room, endpoint, offered, onClose }: Props) {
  return (
    <Dialog title="Edit endpoint" closesOutside={false} onClose={onClose}>
      <EndpointFields
        first={formOf(endpoint)}
        offered={offered}
        words={WORDS}
        onSave={async (form) => {
          const patch = patchOf(form, endpoint);
          if (patch !== null) await room.change(endpoint.id, patch);
          onClose();
        }}
        onCancel={onClose}
      />
    </Dialog>
  );
}
