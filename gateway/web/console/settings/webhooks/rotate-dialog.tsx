/** Makes a new secret, and shows it. */
import { useState } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Dialog } from '../../ui/dialog';
import { Secret } from './secret';
import type { EndpointsRoom } from './store';
import { useWork } from './work';

interface Props {
  readonly room: EndpointsRoom;
  readonly id: string;
  readonly onClose: () => void;
}

export function RotateDialog({ room, id, onClose }: Props) {
  const [secret, setSecret] = useState<string | null>(null);
  const { isBusy, problem, start } = useWork();
  const rotate = () => start(async () => setSecret(await room.rotate(id)));
  return (
    <Dialog title="New signing secret" closesOutside={secret === null} onClose={onClose}>
      {secret !== null ? (
        <Secret secret={secret} onDone={onClose} />
      ) : (
        <>
          <p class="dialog-asking">
            Calls are signed with the new secret at once, and with the old one beside it for 24
            hours more: time enough to change it in your program.
          </p>
          <Choices problem={problem} onCancel={onClose}>
            <Button look="primary" autoFocus aria-disabled={isBusy} onClick={rotate}>
              {isBusy ? 'Making it…' : 'Make a new secret'}
            </Button>
          </Choices>
        </>
      )}
    </Dialog>
  );
}
