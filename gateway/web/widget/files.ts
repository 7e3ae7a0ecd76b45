/** Uploads the files that go with the next message, and fetches those of messages. */
import type { Api } from '../lib/api';
import type { Attachment } from '../lib/contracts';
import { newClientId } from '../lib/ids';
import { isAbort } from '../lib/problems';
import { CONVERSATION } from './connection';
import type { State } from './state';
import type { Store } from './store';
import * as uploads from './uploads';

const PATH = `${CONVERSATION}/attachments`;

export interface Files {
  add(files: Iterable<File>): void;
  remove(id: string): void;
  retry(id: string): void;
  /** Uploads what waited for the conversation; afterwards `onDone` when nothing was refused. */
  release(onDone: () => void): void;
  /** Fetches the file to an address of this page; null when that cannot be done. */
  fetch(attachment: Attachment): Promise<string | null>;
  download(attachment: Attachment): Promise<void>;
}

export function createFiles(api: Api, store: Store<State>): Files {
  const contents = new Map<string, File>();
  const running = new Map<string, AbortController>();

  function change(id: string, part: Partial<uploads.Upload>): void {
    store.update((state) => ({ ...state, uploads: uploads.changed(state.uploads, id, part) }));
  }

  async function upload(id: string): Promise<void> {
    const file = contents.get(id);
    if (file === undefined) return;
    const control = new AbortController();
    running.set(id, control);
    change(id, { state: 'uploading', share: 0 });
    try {
      const attachment = await api.upload<Attachment>(PATH, file, {
        onProgress: (share) => change(id, { share }),
        signal: control.signal,
      });
      change(id, { state: 'done', share: 1, attachment });
    } catch (thrown) {
      if (!isAbort(thrown)) change(id, { state: 'failed' });
    } finally {
      running.delete(id);
    }
  }

  function remember(id: string, address: string | null): void {
    store.update((state) => ({ ...state, addresses: { ...state.addresses, [id]: address } }));
  }

  /** Fetching needs the visitor token, so a plain link would not do. */
  async function fetched({ id }: Attachment): Promise<string | null> {
    const headers = { authorization: `Bearer ${store.get().token}` };
    try {
      const response = await fetch(`${PATH}/${id}`, { headers });
      const address = response.ok ? URL.createObjectURL(await response.blob()) : null;
      remember(id, address);
      return address;
    } catch {
      remember(id, null);
      return null;
    }
  }

  return {
    add(files) {
      for (const file of files) {
        const id = newClientId();
        const canUpload = store.get().token !== null && !store.get().isAnew;
        const added = uploads.chosen(store.get().uploads, id, file, canUpload);
        contents.set(id, file);
        store.update((state) => ({ ...state, uploads: [...state.uploads, added] }));
        if (added.state === 'uploading') void upload(id);
      }
    },
    remove(id) {
      running.get(id)?.abort();
      contents.delete(id);
      store.update((state) => ({ ...state, uploads: uploads.without(state.uploads, id) }));
    },
    retry: (id) => void upload(id),
    async release(onDone) {
      const waiting = store.get().uploads.filter(({ state }) => state === 'waiting');
      await Promise.all(waiting.map(({ id }) => upload(id)));
      const left = store.get().uploads;
      if (waiting.length > 0 && left.length > 0 && left.every(({ state }) => state === 'done')) {
        onDone();
      }
    },
    fetch: fetched,
    async download(attachment) {
      const address = store.get().addresses[attachment.id] ?? (await fetched(attachment));
      if (address === null) return;
      const link = document.createElement('a');
      link.href = address;
      link.download = attachment.name;
      link.click();
    },
  };
}
