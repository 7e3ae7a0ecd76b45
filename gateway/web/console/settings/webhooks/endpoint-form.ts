/** An endpoint as it is being added or edited: pure. */
import type {
  NewWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointPatch,
} from '../../../lib/contracts';
import type { ProblemError } from '../../../lib/problems';
import { sentences } from '../../explain';

export interface EndpointForm {
  readonly url: string;
  readonly description: string;
  /** Every event that is offered, also one that comes later; `chosen` counts only without it. */
  readonly isEverything: boolean;
  readonly chosen: ReadonlySet<string>;
}

/** What is wrong, by the field that it is said at. */
export interface FormProblems {
  readonly url: string | null;
  readonly description: string | null;
  readonly events: string | null;
}

const ADDRESS_NOT_ALLOWED = 'address-not-allowed';

/** The server takes no longer description. */
const DESCRIPTION_LIMIT = 200;

const FIELDS = ['url', 'description', 'events'] as const;

export const FINE: FormProblems = { url: null, description: null, events: null };

export const BLANK: EndpointForm = {
  url: '',
  description: '',
  isEverything: true,
  chosen: new Set(),
};

export function formOf({ url, description, event_types }: WebhookEndpoint): EndpointForm {
  const isEverything = event_types.length === 0;
  return { url, description, isEverything, chosen: new Set(event_types) };
}

/** What was typed as an address, with `https://` where nothing stands before it. */
export function urlOf({ url }: EndpointForm): string {
  const typed = url.trim();
  return typed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
}

export function problemsOf(form: EndpointForm): FormProblems {
  const isNone = !form.isEverything && form.chosen.size === 0;
  const excess = Array.from(form.description.trim()).length - DESCRIPTION_LIMIT;
  return {
    url: urlProblem(urlOf(form)),
    description: excess > 0 ? `${excess} characters too many.` : null,
    events: isNone ? 'Choose at least one event.' : null,
  };
}

/** What the server refused, as far as it is about one field. */
export function refusalsOf(problem: ProblemError): FormProblems {
  const isAddress = problem.slug === ADDRESS_NOT_ALLOWED;
  return {
    url: isAddress ? sentences(problem) : problem.fieldMessage('url'),
    description: problem.fieldMessage('description'),
    events: problem.fieldMessage('event_types'),
  };
}

/** The uppermost field that something is wrong with. */
export function firstOf(problems: FormProblems): keyof FormProblems | null {
  return FIELDS.find((name) => problems[name] !== null) ?? null;
}

export function isFine(problems: FormProblems): boolean {
  return firstOf(problems) === null;
}

function urlProblem(url: string): string | null {
  if (url === '') return 'Enter the address that is to be called.';
  const isFit = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isFit ? null : 'Enter an address such as https://billing.example/parley.';
}

export function withChosen(form: EndpointForm, type: string, isChosen: boolean): EndpointForm {
  const chosen = new Set(form.chosen);
  if (isChosen) chosen.add(type);
  else chosen.delete(type);
  return { ...form, chosen };
}

function typesOf({ isEverything, chosen }: EndpointForm): string[] {
  return isEverything ? [] : [...chosen].sort();
}

/** A new endpoint for the server; `client_id` is the same whenever it is tried again. */
export function newOf(form: EndpointForm, client_id: string): Required<NewWebhookEndpoint> {
  const description = form.description.trim();
  return { client_id, url: urlOf(form), description, event_types: typesOf(form) };
}

/** What has changed, for the server; null when nothing has. */
export function patchOf(form: EndpointForm, before: WebhookEndpoint): WebhookEndpointPatch | null {
  const { url, description, event_types } = newOf(form, '');
  const isSame = event_types.join() === [...before.event_types].sort().join();
  const patch: WebhookEndpointPatch = {
    ...(url !== before.url ? { url } : {}),
    ...(description !== before.description ? { description } : {}),
    ...(isSame ? {} : { event_types }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}
