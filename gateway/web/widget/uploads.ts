/** The files that are to go with the next message, as a value. */
import { type Attachment, FILE_LIMIT_BYTES, FILES_PER_MESSAGE } from '../lib/contracts';

/**
 * `waiting`: there is no conversation yet to upload it to. `refused`: it never will be uploaded.
 */
export type UploadState = 'waiting' | 'uploading' | 'done' | 'failed' | 'refused';

export interface Upload {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly state: UploadState;
  /** How much has been sent, 0 to 1. */
  readonly share: number;
  readonly attachment: Attachment | null;
  /** Why it was refused. */
  readonly reason: 'tooLarge' | 'tooMany' | null;
}

export type Uploads = readonly Upload[];

/** What becomes of `file` when it is put beside `others`. */
export function chosen(
  others: Uploads,
  id: string,
  file: { readonly name: string; readonly size: number },
  canUpload: boolean,
): Upload {
  const accepted = others.filter((upload) => upload.state !== 'refused').length;
  const isTooLarge = file.size > FILE_LIMIT_BYTES;
  const isRefused = isTooLarge || accepted >= FILES_PER_MESSAGE;
  return {
    id,
    name: file.name,
    size: file.size,
    state: isRefused ? 'refused' : canUpload ? 'uploading' : 'waiting',
    share: 0,
    attachment: null,
    reason: isRefused ? (isTooLarge ? 'tooLarge' : 'tooMany') : null,
  };
}

export function changed(uploads: Uploads, id: string, change: Partial<Upload>): Uploads {
  return uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
}

export function without(uploads: Uploads, id: string): Uploads {
  return uploads.filter((upload) => upload.id !== id);
}

/** What a message sent now carries. */
export function attachments(uploads: Uploads): readonly Attachment[] {
  return uploads.flatMap((upload) => upload.attachment ?? []);
}

/** Whether something is still on its way, so that a message has to wait for it. */
export function isBusy(uploads: Uploads): boolean {
  return uploads.some((upload) => upload.state === 'uploading' || upload.state === 'waiting');
}
