/** Adds an endpoint, then shows its secret. */
import { useMemo, useState } from 'preact/hooks';
import type { WebhookEndpointWithSecret } from '../../../lib/contracts';
import { newClientId } from '../../../lib/ids';
import { Dialog } from '../../ui/dialog';
import { BLANK, newOf } from './endpoint-form';
import { EndpointFields } from './fields';
import { Secret } from './secret';
import type { EndpointsRoom } from './store';

interface Props {
  readonly room: EndpointsRoom;
  readonly offered: readonly string[];
  readonly onClose: () => void;
  /** Once the secret was seen. */
  readonly onAdded: (id: string) => void;
}

const WORDS = { save: 'Add endpoint', saving: 'Adding…' };

export function AddDialog({ room, offered, onClose, onAdded }: Props) {
  const [added, setAdded] = useState<WebhookEndpointWithSecret | null>(null);
  // The same when it is tried again: then the server adds no second one.
  const clientId = useMemo(newClientId, []);
  if (added === null) {
    return (
      <Dialog title="Add endpoint" closesOutside={false} onClose={onClose}>
        <EndpointFields
          first={BLANK}
          offered={offered}
          words={WORDS}
          onSave={async (form) => setAdded(await room.add(newOf(form, clientId)))}
          onCancel={onClose}
        />
      </Dialog>
    );
  }
  const done = () => onAdded(added.endpoint.id);
  return (
    <Dialog title="Signing secret" closesOutside={false} onClose={done}>
      <Secret secret={added.secret} onDone={done} />
    </Dialog>
  );
}
