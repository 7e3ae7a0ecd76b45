/** A secret, this one time. */
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Choices } from '../../ui/choices';
import { Copyable } from '../../ui/copyable';

interface Props {
  readonly secret: string;
  readonly onDone: () => void;
}

export function Secret({ secret, onDone }: Props) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => shown.current?.querySelector('button')?.focus(), []);
  return (
    <div ref={shown} class="dialog-parts">
      <p class="dialog-asking">
        Your program checks with it that a call comes from Parley. Copy it now:{' '}
        <strong>it is not shown again.</strong>
      </p>
      <Copyable text={secret} />
      <Choices>
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </Choices>
    </div>
  );
}
