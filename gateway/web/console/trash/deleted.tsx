/** What an open conversation says once it is in the trash, or no more. */
import { Trash2, Undo2 } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Gone } from '../../lib/gone';
import { full, relative } from '../../lib/time';
import { useDesk } from '../contexts';
import { now } from '../now';
import { liveChat, trash } from '../router';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { Unknown } from '../ui/unknown';
import { useRestore } from './deleting';

interface Props {
  readonly id: string;
  readonly deletion: Gone;
}

/** `Ben moved this conversation to the trash`, and when, as far as that is known. */
function Words({ deletion: { by, at } }: Pick<Props, 'deletion'>) {
  const { me } = useDesk();
  if (by === null) return <>This conversation was moved to the trash.</>;
  return (
    <>
      {by.id === me ? 'You' : by.name} moved this conversation to the trash
      {at !== null && (
        <>
          {' · '}
          <time dateTime={at} title={full(at)}>
            {relative(at, now.value)}
          </time>
        </>
      )}
    </>
  );
}

function RestoreButton({ id }: Pick<Props, 'id'>) {
  const restore = useRestore();
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    const isBack = await restore(id);
    setBusy(false);
    // The button is gone: the messages are what one wanted.
    if (isBack) document.querySelector<HTMLElement>('.pane [role=log]')?.focus();
  };
  return (
    <Button icon={Undo2} disabled={isBusy} onClick={() => void start()}>
      {isBusy ? 'Restoring…' : 'Restore'}
    </Button>
  );
}

/** In the composer's place. It takes the focus over from whoever was writing there. */
export function Deleted({ id, deletion }: Props) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { activeElement, body } = document;
    if (activeElement === body || activeElement === null) note.current?.focus();
  }, []);
  return (
    <div ref={note} class="read-only" role="status" tabIndex={-1}>
      <span>
        <Words deletion={deletion} />
      </span>
      <div class="read-only-actions">
        <RestoreButton id={id} />
      </div>
    </div>
  );
}

/** Nothing of it is at hand. */
export function GonePage({
  id,
  deletion,
}: {
  readonly id: string;
  readonly deletion: Gone | null;
}) {
  if (deletion?.isPurged) {
    return (
      <Blank
        icon={Trash2}
        role="status"
        title="This conversation was deleted for good"
        text="Its messages and files are gone. A ticket made from it stays."
      >
        <ToActive />
      </Blank>
    );
  }
  if (deletion !== null && deletion.by !== null) {
    return (
      <Blank
        icon={Trash2}
        role="status"
        title="This conversation is in the trash"
        text={<Words deletion={deletion} />}
      >
        <RestoreButton id={id} />
      </Blank>
    );
  }
  return (
    <Unknown what="conversation" text="It may have been deleted, or the address is incomplete.">
      <a class="button button-plain" href={trash()}>
        Look in the trash
      </a>
      <ToActive />
    </Unknown>
  );
}

function ToActive() {
  return (
    <a class="button button-plain" href={liveChat('active')}>
      Go to the active chats
    </a>
  );
}
