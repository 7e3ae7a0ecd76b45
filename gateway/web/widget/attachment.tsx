/** A file of a message: pictures are shown, all else can be downloaded. */
import { ArrowUp } from 'lucide';
import type { Attachment } from '../lib/contracts';
import { Icon } from '../lib/icon';
import { fileSize } from '../lib/text';
import './attachment.css';
import { fill } from './languages';
import { isPicture } from './state';
import type { View } from './view';

interface Props extends View {
  readonly of: Attachment;
}

export function AttachmentView({ of, state, words, chat }: Props) {
  const address = state.addresses[of.id];
  if (isPicture(of) && address !== null) {
    return (
      <a class="picture" href={address ?? ''} target="_blank" rel="noopener">
        <img src={address} alt={of.name} />
      </a>
    );
  }
  return (
    <button
      type="button"
      class="file"
      aria-label={fill(words.download, { name: of.name })}
      onClick={() => chat.download(of)}
    >
      <Icon of={ArrowUp} class="down" size={20} />
      <span class="lines">
        <bdi>{of.name}</bdi>
        <span>{address === null ? words.fileGone : fileSize(of.size, words.language)}</span>
      </span>
    </button>
  );
}
