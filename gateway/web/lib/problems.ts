/**
 * Why a request did not succeed, as one error type: what the server described (RFC 9457), or that
 * no answer came.
 */
import type { FieldError, Message } from './contracts';

const TYPE_PREFIX = 'urn:parley:problem:';

/** A problem's stable name, for instance `conversation-closed`; these two are the client's own. */
export const OFFLINE = 'offline';
export const TIMEOUT = 'timeout';

interface Members {
  title?: string;
  detail?: string | null;
  errors?: FieldError[] | null;
  retry_after_seconds?: number;
  limit_bytes?: number;
  plan?: string;
  plan_needed?: string;
  missed?: Message[];
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly slug: string,
    /** The HTTP status, 0 when no answer came. */
    readonly status: number,
    readonly members: Members = {},
  ) {
    super(slug);
  }

  /** Whether the same request may well succeed a little later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** What is wrong with one field, by the end of its dotted path. */
  fieldMessage(field: string): string | null {
    const found = this.members.errors?.find((error) => `.${error.field}`.endsWith(`.${field}`));
    return found?.message ?? null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads an unsuccessful answer's body, whatever it is. */
export function fromAnswer(status: number, body: string, retryAfter: string | null): ProblemError {
  let members: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (isRecord(parsed)) members = parsed;
  } catch {
    // A proxy's own page; the status says enough.
  }
  const type = typeof members.type === 'string' ? members.type : '';
  const slug = type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : `http-${status}`;
  const seconds = Number(retryAfter ?? Number.NaN);
  return new ProblemError(slug, status, {
    ...members,
    ...(Number.isFinite(seconds) ? { retry_after_seconds: seconds } : {}),
  });
}

/** Anything thrown, as a problem. */
export function asProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  return new ProblemError('unexpected', 0, { detail: String(thrown) });
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
