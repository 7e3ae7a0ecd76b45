/** A secret, this one time. */
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button';
import { Copyable } from '../../ui/copyable';

interface Props {
  readonly secret: string;
  readonly onDone: () => void;
}

export function Secret({ secret, onDone }: Props) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => shown.current?.querySelector('button')?.focus(), []);
  return (
    <div ref={shown} class="webhook-form">
      <p class="webhook-asking">
        Your program checks with it that a call comes from Parley. Copy it now:{' '}
        <strong>it is not shown again.</strong>
      </p>
      <Copyable text={secret} />
      <div class="webhook-choices">
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
