/** What is wrong with a first message, before the server is asked. */
import { TEXT_LIMIT } from '../lib/contracts';
import type { ProblemError } from '../lib/problems';

export interface FirstMessage {
  readonly name: string;
  readonly email: string;
  readonly text: string;
}

export type Field = keyof FirstMessage;
export type Mistake = 'nameMissing' | 'emailWrong' | 'messageMissing' | 'messageTooLong';
export type Mistakes = Readonly<Partial<Record<Field, Mistake>>>;

/** Only what no address can lack; the server knows the rest. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

export function mistakes({ name, email, text }: FirstMessage): Mistakes {
  return {
    ...(text.trim() === '' ? { text: 'messageMissing' } : {}),
    ...(text.length > TEXT_LIMIT ? { text: 'messageTooLong' } : {}),
    ...(name.trim() === '' ? { name: 'nameMissing' } : {}),
    ...(isAddress(email) ? {} : { email: 'emailWrong' }),
  };
}

/** Why a transcript does not go. */
export type Untranscribed = 'wrong' | 'tooOften' | 'failed';

export function isAddress(email: string): boolean {
  return EMAIL.test(email.trim());
}

export function untranscribed(problem: ProblemError): Untranscribed {
  if (problem.fieldMessage('email')) return 'wrong';
  return problem.status === 429 ? 'tooOften' : 'failed';
}

/** The fields that the server did not accept. */
export function refused(problem: ProblemError): Mistakes {
  const found: Record<Field, Mistake> = {
    name: 'nameMissing',
    email: 'emailWrong',
    text: 'messageMissing',
  };
  const fields = (Object.keys(found) as Field[]).filter((field) => problem.fieldMessage(field));
  return Object.fromEntries(fields.map((field) => [field, found[field]]));
}
