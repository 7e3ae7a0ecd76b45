/** Files on their way into a message: checked before they are sent, with progress and cancel. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Attachment, FILE_LIMIT_BYTES, FILES_PER_MESSAGE } from '../../lib/contracts';
import type { Drafts } from '../../lib/drafts';
import { newClientId } from '../../lib/ids';
import { asProblem, isAbort } from '../../lib/problems';
import { fileSize } from '../../lib/text';
import { sentences } from '../explain';
import type { Requests } from '../requests';

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** `failed` may succeed when tried again, `refused` never. */
  readonly state: 'uploading' | 'done' | 'failed' | 'refused';
  /** How much has been sent, from 0 to 1. */
  readonly share: number;
  /** Why it failed or was refused, as a sentence. */
  readonly reason: string | null;
  readonly attachment: Attachment | null;
}

export interface Uploads {
  of(id: string): ReadonlySignal<readonly Upload[]>;
  add(id: string, files: readonly File[]): void;
  /** Tries a failed upload again. */
  retry(id: string, key: string): void;
  /** Cancels an upload, or takes a finished or refused one off the list. */
  remove(id: string, key: string): void;
  /** Hands the finished files over to a message and forgets them. */
  take(id: string): readonly Attachment[];
  /** Puts files back that a message has not carried. */
  putBack(id: string, attachments: readonly Attachment[]): void;
}

/** Why a file cannot be attached at all; null when it can. */
export function refusalOf(size: number, alreadyAttached: number): string | null {
  if (alreadyAttached >= FILES_PER_MESSAGE) {
    return `A message carries up to ${FILES_PER_MESSAGE} files.`;
  }
  if (size <= FILE_LIMIT_BYTES) return null;
  return `This file is ${fileSize(size)}. A file may have up to ${fileSize(FILE_LIMIT_BYTES)}.`;
}

function finished(attachment: Attachment): Upload {
  const { id, name, size } = attachment;
  return { key: id, name, size, state: 'done', share: 1, reason: null, attachment };
}

export function createUploads(requests: Requests, drafts: Drafts): Uploads {
  const lists = new Map<string, Signal<readonly Upload[]>>();
  const cancels = new Map<string, AbortController>();
  /** Files that are not on the server yet, for trying again. */
  const files = new Map<string, File>();

  function listOf(id: string): Signal<readonly Upload[]> {
    const known = lists.get(id);
    if (known !== undefined) return known;
    const created = signal<readonly Upload[]>(drafts.read(id).attachments.map(finished));
    lists.set(id, created);
    return created;
  }

  const done = (id: string) =>
    listOf(id)
      .peek()
      .flatMap((upload) => upload.attachment ?? []);

  function set(id: string, uploads: readonly Upload[]): void {
    listOf(id).value = uploads;
    drafts.change(id, { attachments: done(id) });
  }

  function change(id: string, key: string, changes: Partial<Upload>): void {
    const uploads = listOf(id).peek();
    set(
      id,
      uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)),
    );
  }

  const without = (id: string, key: string) =>
    listOf(id)
      .peek()
      .filter((upload) => upload.key !== key);

  async function upload(id: string, key: string, file: File): Promise<void> {
    const cancel = new AbortController();
    cancels.set(key, cancel);
    const onProgress = (share: number) => change(id, key, { share });
    try {
      const attachment = await requests.upload(id, file, { onProgress, signal: cancel.signal });
      files.delete(key);
      change(id, key, { state: 'done', share: 1, attachment, name: attachment.name });
    } catch (thrown) {
      if (isAbort(thrown)) return;
      const problem = asProblem(thrown);
      const state = problem.isTransient ? 'failed' : 'refused';
      change(id, key, { state, reason: sentences(problem) });
    } finally {
      cancels.delete(key);
    }
  }

  function add(id: string, file: File): void {
    const uploads = listOf(id).peek();
    const attached = uploads.filter((other) => other.state !== 'refused').length;
    const reason = refusalOf(file.size, attached);
    const { name, size } = file;
    const key = newClientId();
    const state = reason === null ? 'uploading' : 'refused';
    set(id, [...uploads, { key, name, size, state, share: 0, reason, attachment: null }]);
    if (reason !== null) return;
    files.set(key, file);
    void upload(id, key, file);
  }

  return {
    of: listOf,
    add: (id, files) => {
      for (const file of files) add(id, file);
    },
    retry(id, key) {
      const file = files.get(key);
      if (file === undefined) return;
      change(id, key, { state: 'uploading', share: 0, reason: null });
      void upload(id, key, file);
    },
    remove(id, key) {
      cancels.get(key)?.abort();
      files.delete(key);
      set(id, without(id, key));
    },
    take(id) {
      const attachments = done(id);
      set(
        id,
        listOf(id)
          .peek()
          .filter((one) => one.state === 'uploading'),
      );
      return attachments;
    },
    putBack(id, attachments) {
      set(id, [...attachments.map(finished), ...listOf(id).peek()]);
    },
  };
}
