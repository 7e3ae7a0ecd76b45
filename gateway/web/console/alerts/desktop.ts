/** Notifications of the agent's desktop: one a chat over all tabs, gone with the alarm. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { announcement, type Permission } from '../../lib/alarm';
import type { Conversation } from '../../lib/contracts';

export interface Desktop {
  readonly permission: ReadonlySignal<Permission>;
  /** Asks the agent; only on a click. */
  ask(): Promise<void>;
  /** Shows what is not shown yet, and takes back whatever waits no more. */
  show(waiting: readonly Conversation[], isNoticed: boolean): void;
  test(): void;
  close(): void;
}

function now(): Permission {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

/** Null where the browser has notifications only for apps (on Android). */
function notify(title: string, options: NotificationOptions): Notification | null {
  try {
    return new Notification(title, options);
  } catch {
    return null;
  }
}

export function createDesktop(onOpen: (conversationId: string) => void): Desktop {
  const permission = signal(now());
  const shown = new Map<string, Notification | null>();
  const follow = () => {
    permission.value = now();
  };
  let status: PermissionStatus | null = null;

  async function watch(): Promise<void> {
    try {
      status = await navigator.permissions.query({ name: 'notifications' });
      status.addEventListener('change', follow);
    } catch {
      // Seen when the page is looked at again.
    }
  }

  function announce(one: Conversation): void {
    const { title, body } = announcement(one);
    const notification = notify(title, { body, tag: one.id });
    shown.set(one.id, notification);
    notification?.addEventListener('click', () => {
      window.focus();
      onOpen(one.id);
    });
  }

  void watch();
  addEventListener('focus', follow);

  return {
    permission,
    async ask() {
      if (permission.peek() === 'default') await Notification.requestPermission();
      follow();
    },
    show(waiting, isNoticed) {
      const ids = new Set(waiting.map((one) => one.id));
      for (const [id, notification] of shown) {
        if (ids.has(id)) continue;
        notification?.close();
        shown.delete(id);
      }
      if (isNoticed || permission.peek() !== 'granted') return;
      for (const one of waiting) if (!shown.has(one.id)) announce(one);
    },
    test() {
      if (permission.peek() !== 'granted') return;
      notify('New chats show like this', { body: 'This is a test by Parley.', tag: 'parley-test' });
    },
    close() {
      for (const notification of shown.values()) notification?.close();
      status?.removeEventListener('change', follow);
      removeEventListener('focus', follow);
    },
  };
}
