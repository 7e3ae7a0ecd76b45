/** One conversation: header, messages, and the composer or what stands in its place. */
import { CircleAlert, Upload } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../lib/contracts';
import type { Gone } from '../../lib/gone';
import { Composer } from '../composer/composer';
import { ReadOnly } from '../composer/read-only';
import { useDesk } from '../contexts';
import { ThreadTyping } from '../presence/typing';
import { explain } from '../explain';
import { Deleted, GonePage } from '../trash/deleted';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';
import { Icon } from '../../lib/icon';
import { Header } from './header';
import { SkeletonThread } from './skeleton';
import { Timeline } from './timeline';
import './pane.css';

export function ThreadPane({ id }: { readonly id: string }) {
  const desk = useDesk();
  const { byId, gone } = desk.inbox.state.value;
  const deletion = gone.get(id);
  const isDeleted = deletion !== undefined;
  const wasOpened = useRef(false);
  useEffect(() => {
    // What was deleted under one's eyes cannot be read anew before it is back.
    if (!isDeleted || !wasOpened.current) void desk.threads.open(id);
    wasOpened.current = true;
  }, [desk, id, isDeleted]);
  const { phase } = desk.threads.of(id).value;
  const conversation = byId.get(id);
  if (deletion?.was) return <DeletedPane was={deletion.was} deletion={deletion} />;
  if (isDeleted || phase === 'gone') return <GonePage id={id} deletion={deletion ?? null} />;
  return (
    <DropZone id={id} isOpen={conversation?.status === 'active'}>
      {conversation && <Header conversation={conversation} isDeleted={false} />}
      {phase === 'failed' && <Failed id={id} />}
      {phase === 'loading' && <SkeletonThread />}
      {conversation && phase === 'ready' && <Timeline conversation={conversation} isRead />}
      {conversation?.status === 'active' && (
        <ThreadTyping id={id} name={conversation.customer.name} />
      )}
      {conversation?.status === 'active' && <Composer conversation={conversation} />}
      {conversation?.status === 'closed' && <ReadOnly conversation={conversation} />}
    </DropZone>
  );
}

interface DeletedProps {
  readonly was: Conversation;
  readonly deletion: Gone;
}

/** Someone deleted what one reads: it stays in sight, and says so. */
function DeletedPane({ was, deletion }: DeletedProps) {
  return (
    <div class="pane">
      <Header conversation={was} isDeleted />
      <Timeline conversation={was} isRead={false} />
      <Deleted id={was.id} deletion={deletion} />
    </div>
  );
}

function Failed({ id }: { readonly id: string }) {
  const { threads } = useDesk();
  const { problem } = threads.of(id).value;
  const { what, next } = problem ? explain(problem) : { what: '', next: '' };
  return (
    <Blank
      icon={CircleAlert}
      role="alert"
      title="The messages could not be loaded"
      text={`${what} ${next}`}
    >
      <Button onClick={() => void threads.open(id)}>Try again</Button>
    </Blank>
  );
}

interface DropProps {
  readonly id: string;
  readonly isOpen: boolean;
  readonly children: preact.ComponentChildren;
}

/** Files may be dropped anywhere on an open conversation. */
function DropZone({ id, isOpen, children }: DropProps) {
  const { uploads } = useDesk();
  const [depth, setDepth] = useState(0);
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const over = (event: DragEvent) => {
    if (carriesFiles(event)) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setDepth(0);
    if (isOpen) uploads.add(id, [...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <div
      class="pane"
      onDragEnter={(event) => setDepth((before) => before + (carriesFiles(event) ? 1 : 0))}
      onDragLeave={(event) => setDepth((before) => before - (carriesFiles(event) ? 1 : 0))}
      onDragOver={over}
      onDrop={drop}
    >
      {children}
      {isOpen && depth > 0 && (
        <div class="pane-drop">
          <Icon of={Upload} size={18} />
          Drop the files to attach them
        </div>
      )}
    </div>
  );
}
