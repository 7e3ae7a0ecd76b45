/** The files of the message that is being written. */
import { CircleAlert, FileText, X } from 'lucide';
import { fileSize } from '../../lib/text';
import { useDesk } from '../contexts';
import type { Upload } from '../desk/uploads';
import { Button, IconButton } from '../ui/button';
import { Icon } from '../../lib/icon';
import './tray.css';

interface Props {
  readonly id: string;
  readonly uploads: readonly Upload[];
}

export function Tray({ id, uploads }: Props) {
  if (uploads.length === 0) return null;
  return (
    <ul class="tray" aria-label="Files to send">
      {uploads.map((upload) => (
        <Item key={upload.key} id={id} upload={upload} />
      ))}
    </ul>
  );
}

function Item({ id, upload }: { readonly id: string; readonly upload: Upload }) {
  const { uploads } = useDesk();
  const { key, name, state } = upload;
  const verb = state === 'uploading' ? 'Cancel' : 'Remove';
  const isStopped = state === 'refused' || state === 'failed';
  return (
    <li class={`upload${isStopped ? ' is-stopped' : ''}`}>
      <Icon of={isStopped ? CircleAlert : FileText} size={16} />
      <span class="cut">
        <span class="upload-name cut">{name}</span>
        <Note upload={upload} />
      </span>
      {state === 'failed' && (
        <Button look="link" onClick={() => uploads.retry(id, key)}>
          Retry
        </Button>
      )}
      <IconButton icon={X} name={`${verb} ${name}`} onClick={() => uploads.remove(id, key)} />
    </li>
  );
}

function Note({ upload: { name, size, state, share, reason } }: { readonly upload: Upload }) {
  if (state === 'uploading') {
    return <progress class="upload-share" value={share} aria-label={`Uploading ${name}`} />;
  }
  if (reason !== null) {
    return (
      <span class="upload-note" role="alert">
        {' '}
        {reason}
      </span>
    );
  }
  return <span class="upload-note"> {fileSize(size)}</span>;
}
