/** What an admin does with an endpoint as a whole. */
import { CircleSlash2, KeyRound, Pencil, Trash2 } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { WebhookEndpoint } from '../../../lib/contracts';
import { asProblem } from '../../../lib/problems';
import { sentences } from '../../explain';
import { Menu, MenuItem } from '../../ui/menu';
import { toast } from '../../ui/toasts';
import { EditDialog } from './edit-dialog';
import { RemoveDialog } from './remove-dialog';
import { RotateDialog } from './rotate-dialog';
import type { EndpointsRoom } from './store';

interface Props {
  readonly room: EndpointsRoom;
  readonly endpoint: WebhookEndpoint;
  /** Types of events. */
  readonly offered: readonly string[];
}

type Asked = 'edit' | 'rotate' | 'remove' | null;

export function EndpointActions({ room, endpoint, offered }: Props) {
  const [asked, setAsked] = useState<Asked>(null);
  const menu = useRef<HTMLDivElement>(null);
  const onClose = () => {
    setAsked(null);
    // What it was opened from, an item of the menu, is gone by now.
    setTimeout(() => menu.current?.querySelector('button')?.focus());
  };
  const disable = () => {
    room.change(endpoint.id, { is_enabled: false }).then(
      () => toast('Endpoint disabled.'),
      (thrown: unknown) => toast(`Not disabled. ${sentences(asProblem(thrown))}`),
    );
  };
  return (
    <div ref={menu}>
      <Menu name="Actions">
        <MenuItem icon={Pencil} onChoose={() => setAsked('edit')}>
          Edit
        </MenuItem>
        <MenuItem icon={KeyRound} onChoose={() => setAsked('rotate')}>
          New signing secret
        </MenuItem>
        {endpoint.is_enabled && (
          <MenuItem icon={CircleSlash2} onChoose={disable}>
            Disable
          </MenuItem>
        )}
        <MenuItem icon={Trash2} onChoose={() => setAsked('remove')}>
          Remove
        </MenuItem>
      </Menu>
      {asked === 'edit' && <EditDialog {...{ room, endpoint, offered, onClose }} />}
      {asked === 'rotate' && <RotateDialog {...{ room, onClose }} id={endpoint.id} />}
      {asked === 'remove' && <RemoveDialog {...{ room, endpoint, onClose }} />}
    </div>
  );
}
