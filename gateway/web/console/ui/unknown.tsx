/** What stands where an address leads to nothing that is there. */
import { CircleSlash2 } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Blank } from './blank';

interface Props {
  /** `ticket`. */
  readonly what: string;
  /** Why that may be. */
  readonly text: string;
  /** 1 where it is all that the page shows. */
  readonly level?: 1 | 2;
  /** Where one can go from here. */
  readonly children: ComponentChildren;
}

export function Unknown({ what, ...rest }: Props) {
  return (
    <Blank {...rest} icon={CircleSlash2} role="status" title={`This ${what} does not exist`} />
  );
}
