/** A person's picture, or their initials on a colour of their own. */
import { useState } from 'preact/hooks';
import { bucket, initials } from '../../lib/text';
import './avatar.css';

const HUES = 8;

interface Props {
  readonly name: string;
  readonly url: string | null;
  readonly size: 16 | 20 | 24 | 28 | 36 | 40 | 64;
  /** What the picture says, where the name does not stand beside it. */
  readonly label?: string;
}

export function Avatar({ name, url, size, label }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const hue = `avatar-hue-${bucket(name, HUES)}`;
  const picture = url !== null && url !== broken ? url : null;
  return (
    <span
      class={`avatar avatar-${size} ${hue}`}
      title={label}
      role={label === undefined ? 'presentation' : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {picture === null ? (
        initials(name)
      ) : (
        <img src={picture} alt="" loading="lazy" onError={() => setBroken(picture)} />
      )}
    </span>
  );
}
