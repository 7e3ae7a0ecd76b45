/** That the customer is typing: dots and words, in the thread and in a list row. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../contexts';
import './typing.css';

/** Who types in bursts is announced once in this time. */
const QUIET_MS = 30_000;

function sentence(name: string): string {
  return `${name.split(' ', 1).join()} is typing…`;
}

function Dots() {
  return (
    <span class="typing-dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}

interface Props {
  readonly id: string;
  readonly name: string;
}

export function RowTyping({ name }: { readonly name: string }) {
  return (
    <span class="row-excerpt typing cut">
      <Dots />
      {sentence(name)}
    </span>
  );
}

/** A line of its own that keeps its place, so that nothing jumps when it comes and goes. */
export function ThreadTyping({ id, name }: Props) {
  const isTyping = useDesk().presence.typing.value.has(id);
  const announced = useAnnounced(isTyping);
  return (
    <div class="thread-typing">
      {isTyping && (
        <span class="typing" aria-hidden="true">
          <Dots />
          {sentence(name)}
        </span>
      )}
      <span class="sr-only" role="status">
        {announced && sentence(name)}
      </span>
    </div>
  );
}

function useAnnounced(isTyping: boolean): boolean {
  const [isAnnounced, setAnnounced] = useState(false);
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!isTyping) return setAnnounced(false);
    if (Date.now() - last.current < QUIET_MS) return;
    last.current = Date.now();
    setAnnounced(true);
  }, [isTyping]);
  return isAnnounced;
}
