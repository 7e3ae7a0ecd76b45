/** Who is signed in. Everything else in the console lives and ends with this. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Agent, Session, SignIn, Workspace } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import { createRequests, type Requests } from '../requests';

export type SessionState =
  | { readonly phase: 'loading' }
  /** `hasEnded`: one was signed in until now, and did not sign out oneself. */
  | { readonly phase: 'signed-out'; readonly hasEnded: boolean }
  | { readonly phase: 'unreachable'; readonly problem: ProblemError }
  | { readonly phase: 'signed-in'; readonly session: Session };

/** What may be done with live chat: `plan` and `off` say why not. */
export type LiveChat = 'on' | 'off' | 'plan';

export function liveChatOf({ features, workspace }: Session): LiveChat {
  if (!features.includes('live_chat')) return 'plan';
  return workspace.live_chat_enabled ? 'on' : 'off';
}

export interface SessionRoom {
  readonly state: ReadonlySignal<SessionState>;
  readonly session: ReadonlySignal<Session | null>;
  readonly requests: Requests;
  /** Asks the server who is signed in; keeps what is known when it cannot be reached. */
  refresh(): Promise<void>;
  /** Throws a ProblemError. */
  signIn(given: SignIn): Promise<void>;
  signOut(): Promise<void>;
  /** A change that was made here, shown before the server tells everyone. */
  withWorkspace(workspace: Workspace): void;
  /** As `withWorkspace`, of oneself. */
  withAgent(agent: Agent): void;
}

export function createSession(): SessionRoom {
  const state = signal<SessionState>({ phase: 'loading' });
  const requests = createRequests((problem) => {
    const wasSignedIn = state.value.phase === 'signed-in';
    if (problem.status === 401 && wasSignedIn) {
      state.value = { phase: 'signed-out', hasEnded: true };
    }
  });
  const session = computed(() => (state.value.phase === 'signed-in' ? state.value.session : null));

  /** Counts the questions who is signed in: an answer that a newer question overtook is no news. */
  let asked = 0;

  function failed(problem: ProblemError): void {
    if (problem.status === 401) {
      const hasEnded = state.value.phase === 'signed-out' && state.value.hasEnded;
      state.value = { phase: 'signed-out', hasEnded };
    } else if (state.value.phase !== 'signed-in') {
      state.value = { phase: 'unreachable', problem };
    }
  }

  return {
    state,
    session,
    requests,
    async refresh() {
      asked += 1;
      const mine = asked;
      try {
        const session = await requests.session();
        if (mine === asked) state.value = { phase: 'signed-in', session };
      } catch (thrown) {
        if (mine === asked) failed(asProblem(thrown));
      }
    },
    async signIn(given) {
      const session = await requests.signIn(given);
      asked += 1;
      state.value = { phase: 'signed-in', session };
    },
    async signOut() {
      await requests.signOut();
      asked += 1;
      state.value = { phase: 'signed-out', hasEnded: false };
    },
    withWorkspace(workspace) {
      const known = session.value;
      if (known !== null) state.value = { phase: 'signed-in', session: { ...known, workspace } };
    },
    withAgent(agent) {
      const known = session.value;
      if (known !== null) state.value = { phase: 'signed-in', session: { ...known, agent } };
    },
  };
}
