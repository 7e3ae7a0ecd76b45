/** The workspace's endpoints as a signal, and what an admin does with them. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type {
  NewWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointPatch,
  WebhookEndpoints,
  WebhookEndpointWithSecret,
} from '../../../lib/contracts';
import { asProblem, type ProblemError } from '../../../lib/problems';
import type { Requests } from '../../requests';

export interface EndpointsRoom {
  /** Null until they were read. */
  readonly known: ReadonlySignal<WebhookEndpoints | null>;
  /** Why they could not be read; null when they could. */
  readonly problem: ReadonlySignal<ProblemError | null>;
  load(): Promise<void>;
  /** These throw a ProblemError. */
  add(given: NewWebhookEndpoint): Promise<WebhookEndpointWithSecret>;
  change(id: string, patch: WebhookEndpointPatch): Promise<void>;
  rotate(id: string): Promise<string>;
  remove(id: string): Promise<void>;
}

/** One that is known stays in its place, another goes to the end. */
function withEndpoint(known: WebhookEndpoints, endpoint: WebhookEndpoint): WebhookEndpoints {
  const isKnown = known.items.some(({ id }) => id === endpoint.id);
  const items = isKnown
    ? known.items.map((one) => (one.id === endpoint.id ? endpoint : one))
    : [...known.items, endpoint];
  return { ...known, items };
}

export function createEndpoints(requests: Requests): EndpointsRoom {
  const known = signal<WebhookEndpoints | null>(null);
  const problem = signal<ProblemError | null>(null);
  /** Grows with every change and every question: an answer that was overtaken is no news. */
  let latest = 0;

  function take(change: (before: WebhookEndpoints) => WebhookEndpoints): void {
    latest += 1;
    if (known.value !== null) known.value = change(known.value);
  }

  return {
    known,
    problem,
    async load() {
      latest += 1;
      const mine = latest;
      try {
        const found = await requests.webhooks();
        if (mine !== latest) return;
        known.value = found;
        problem.value = null;
      } catch (thrown) {
        if (mine === latest) problem.value = asProblem(thrown);
      }
    },
    async add(given) {
      const added = await requests.addWebhook(given);
      take((before) => withEndpoint(before, added.endpoint));
      return added;
    },
    async change(id, patch) {
      const changed = await requests.changeWebhook(id, patch);
      take((before) => withEndpoint(before, changed));
    },
    async rotate(id) {
      const { endpoint, secret } = await requests.rotateWebhookSecret(id);
      take((before) => withEndpoint(before, endpoint));
      return secret;
    },
    async remove(id) {
      try {
        await requests.removeWebhook(id);
      } catch (thrown) {
        // Gone already, by another page: that is what was wanted.
        if (asProblem(thrown).status !== 404) throw thrown;
      }
      take((before) => ({ ...before, items: before.items.filter((one) => one.id !== id) }));
    },
  };
}
