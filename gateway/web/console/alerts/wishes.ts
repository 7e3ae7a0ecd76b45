/** What the agent wants to be alerted by: changed here at once, and following their other devices. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { NotificationSettings, NotificationSettingsChangedFrame } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import type { Requests } from '../requests';

export interface Wishes {
  /** Null until the server has said. */
  readonly settings: ReadonlySignal<NotificationSettings | null>;
  /** Why it has not said it when it was asked last; null when it has. */
  readonly problem: ReadonlySignal<ProblemError | null>;
  refresh(): Promise<void>;
  /** Shown before the server has it, taken back if it refuses. Throws a ProblemError. */
  change(part: Partial<NotificationSettings>): Promise<void>;
  apply(frame: NotificationSettingsChangedFrame): void;
}

export function createWishes(
  requests: Pick<Requests, 'notificationSettings' | 'changeNotificationSettings'>,
): Wishes {
  const settings = signal<NotificationSettings | null>(null);
  const problem = signal<ProblemError | null>(null);
  /** Changes on their way, one after the other. */
  let underWay = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** What is on its way may be older than what was heard or refused meanwhile. */
  let isDoubtful = false;
  let asked = 0;
  let sequence = 0;

  async function refresh(): Promise<void> {
    if (underWay > 0) {
      isDoubtful = true;
      return;
    }
    asked += 1;
    const mine = asked;
    try {
      const fresh = await requests.notificationSettings();
      problem.value = null;
      if (mine === asked) settings.value = fresh;
    } catch (thrown) {
      // What is known stays; the next connection asks again.
      problem.value = asProblem(thrown);
    }
  }

  async function put(): Promise<void> {
    const wanted = settings.peek();
    if (wanted !== null) await requests.changeNotificationSettings(wanted);
  }

  function done(): void {
    underWay -= 1;
    if (underWay > 0 || !isDoubtful) return;
    isDoubtful = false;
    void refresh();
  }

  return {
    settings,
    problem,
    refresh,
    async change(part) {
      const before = settings.peek();
      if (before === null) return;
      asked += 1;
      underWay += 1;
      settings.value = { ...before, ...part };
      const mine = last.then(put);
      last = mine.catch(() => undefined);
      try {
        await mine;
      } catch (thrown) {
        isDoubtful = true;
        settings.value = before;
        throw thrown;
      } finally {
        done();
      }
    },
    apply(frame) {
      if (frame.sequence <= sequence) return;
      sequence = frame.sequence;
      asked += 1;
      if (underWay > 0) isDoubtful = true;
      else settings.value = frame.data.settings;
    },
  };
}
