/** The files of a message: pictures shown, everything else to download. */
import { FileText } from 'lucide';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Attachment } from '../../lib/contracts';
import { fileSize } from '../../lib/text';
import { attachmentAddress } from '../requests';
import { Icon } from '../../lib/icon';
import './attachments.css';

/** What the server proved to be a picture, by its content. */
const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
]);

/** Where files are, by what they belong to and their own id; tickets have an address of theirs. */
export const AddressContext = createContext(attachmentAddress);

interface Props {
  readonly conversationId: string;
  readonly attachments: readonly Attachment[];
}

export function Attachments({ conversationId, attachments }: Props) {
  const addressOf = useContext(AddressContext);
  return (
    <div class="attachments">
      {attachments.map((attachment) => {
        const address = addressOf(conversationId, attachment.id);
        const isPicture = PICTURES.has(attachment.content_type);
        return isPicture ? (
          <Picture key={attachment.id} attachment={attachment} address={address} />
        ) : (
          <File key={attachment.id} attachment={attachment} address={address} />
        );
      })}
    </div>
  );
}

interface OneProps {
  readonly attachment: Attachment;
  readonly address: string;
}

function Picture({ attachment: { name, size }, address }: OneProps) {
  const title = `${name}, ${fileSize(size)}`;
  return (
    <a class="picture" href={address} target="_blank" rel="noopener" title={title}>
      <img src={address} alt={name} loading="lazy" decoding="async" />
    </a>
  );
}

function File({ attachment: { name, size }, address }: OneProps) {
  return (
    <a class="file" href={address} download={name} title={`Download ${name}`}>
      <Icon of={FileText} size={20} />
      <span class="cut">
        <span class="file-name cut">{name}</span>
        <br />
        <span class="file-size">{fileSize(size)}</span>
      </span>
    </a>
  );
}
