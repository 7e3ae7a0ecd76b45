/** The paper clip, and the files that are to go with the next message. */
import { Paperclip, X } from 'lucide';
import { FILE_LIMIT_BYTES, FILES_PER_MESSAGE } from '../lib/contracts';
import { Icon } from '../lib/icon';
import { fileSize } from '../lib/text';
import { fill, type Words } from './languages';
import type { Upload } from './uploads';
import './uploads-list.css';
import type { View } from './view';

/** Takes files from the clipboard; text goes its own way. */
export function pastedFiles(take: (files: Iterable<File>) => void) {
  return (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    take(files);
  };
}

export function AttachButton({ words, chat }: View) {
  const limit = fileSize(FILE_LIMIT_BYTES, words.language);
  return (
    <label class="icon" title={`${words.attach} (≤ ${limit})`}>
      <Icon of={Paperclip} size={20} />
      <input
        class="unseen"
        type="file"
        multiple
        aria-label={words.attach}
        onChange={(event) => {
          chat.attach(event.currentTarget.files ?? []);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** Why a file does not go; null when it does. */
function problem({ state, reason }: Upload, words: Words): string | null {
  if (reason === 'tooLarge') {
    return fill(words.tooLarge, { limit: fileSize(FILE_LIMIT_BYTES, words.language) });
  }
  if (reason === 'tooMany') {
    return fill(words.tooMany, { limit: FILES_PER_MESSAGE.toLocaleString(words.language) });
  }
  return state === 'failed' ? words.uploadFailed : null;
}

function Note({ upload, words }: { readonly upload: Upload; readonly words: Words }) {
  const { state, size, share, name } = upload;
  const wrong = problem(upload, words);
  if (wrong) return <span class="wrong">{wrong}</span>;
  if (state === 'uploading') {
    return <progress value={share} aria-label={fill(words.uploading, { name })} />;
  }
  return <span>{fileSize(size, words.language)}</span>;
}

export function Uploads({ state, words, chat }: View) {
  return (
    <ul class="uploads" aria-live="polite">
      {state.uploads.map((upload) => (
        <li key={upload.id}>
          <div class="lines">
            <bdi>{upload.name}</bdi>
            <Note upload={upload} words={words} />
          </div>
          {upload.state === 'failed' && (
            <button type="button" class="again" onClick={() => chat.retryUpload(upload.id)}>
              {words.retry}
            </button>
          )}
          <button
            type="button"
            class="icon"
            aria-label={fill(words.remove, { name: upload.name })}
            onClick={() => chat.detach(upload.id)}
          >
            <Icon of={X} />
          </button>
        </li>
      ))}
    </ul>
  );
}
