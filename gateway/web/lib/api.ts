/**
 * Typed requests to the gateway: JSON both ways, a deadline on each, every failure a
 * `ProblemError`. Uploads go by XMLHttpRequest because only it tells their progress.
 */
import { fromAnswer, OFFLINE, ProblemError, TIMEOUT } from './problems';

const DEADLINE_MS = 15_000;
const UPLOAD_STALL_MS = 30_000;

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export interface UploadOptions {
  /** Hears how much has been sent, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface Api {
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>;
  /** `body` goes as JSON, a Blob as it is under its own type. */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  upload<T>(path: string, file: File, options?: UploadOptions): Promise<T>;
}

export interface ApiOptions {
  /** Further request headers, for instance a bearer token. */
  headers?: () => Record<string, string>;
  /** Hears every problem before the caller does, for instance that the session has ended. */
  onProblem?: (problem: ProblemError) => void;
}

/** A path with its query; what is null or undefined is left out. */
export function address(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path;
}

function parsed<T>(text: string): T {
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function answer<T>(request: Request, signal: AbortSignal | undefined): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  const cancel = () => deadline.abort();
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) deadline.abort();
  try {
    const response = await fetch(request, { signal: deadline.signal });
    const text = await response.text();
    if (response.ok) return parsed<T>(text);
    throw fromAnswer(response.status, text, response.headers.get('retry-after'));
  } catch (thrown) {
    if (thrown instanceof ProblemError) throw thrown;
    if (signal?.aborted) throw new DOMException('cancelled', 'AbortError');
    throw new ProblemError(deadline.signal.aborted ? TIMEOUT : OFFLINE, 0);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

function upload<T>(
  path: string,
  file: File,
  headers: Record<string, string>,
  { onProgress, signal }: UploadOptions,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    let stalled = false;
    const giveUp = () => {
      stalled = true;
      request.abort();
    };
    let timer = setTimeout(giveUp, UPLOAD_STALL_MS);
    const keepAlive = () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, UPLOAD_STALL_MS);
    };
    request.upload.onprogress = (event) => {
      keepAlive();
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 300) resolve(parsed<T>(request.responseText));
      else reject(fromAnswer(request.status, request.responseText, null));
    };
    request.onerror = () => reject(new ProblemError(OFFLINE, 0));
    request.onabort = () =>
      reject(stalled ? new ProblemError(TIMEOUT, 0) : new DOMException('cancelled', 'AbortError'));
    request.onloadend = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    request.open('POST', path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
  });
}

export function createApi({ headers = () => ({}), onProblem }: ApiOptions = {}): Api {
  async function heard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      if (thrown instanceof ProblemError) onProblem?.(thrown);
      throw thrown;
    }
  }
  return {
    get: (path, query, signal) =>
      heard(answer(new Request(address(path, query), { headers: headers() }), signal)),
    send: (method, path, body) => {
      const isJson = body !== undefined && !(body instanceof Blob);
      const json = isJson ? { 'content-type': 'application/json' } : {};
      const request = new Request(path, {
        method,
        headers: { ...headers(), ...json },
        ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      });
      return heard(answer(request, undefined));
    },
    upload: (path, file, options = {}) => heard(upload(path, file, headers(), options)),
  };
}
