/** Whether one takes chats now; the word stands beside its dot, a press changes it. */
import { useState } from 'preact/hooks';
import { asProblem } from '../../lib/problems';
import { useSession, useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { toast } from '../ui/toasts';
import './availability.css';

export function AvailabilitySwitch() {
  const room = useSessionRoom();
  const { availability } = useSession();
  const [isBusy, setBusy] = useState(false);
  const isOnline = availability === 'online';
  const change = async () => {
    setBusy(true);
    try {
      await room.requests.beAvailable(isOnline ? 'away' : 'online');
      await room.refresh();
    } catch (thrown) {
      toast(`Not changed. ${sentences(asProblem(thrown))}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      class={`availability${isOnline ? ' is-online' : ''}`}
      title={isOnline ? 'Customers see you. Press to be away.' : 'Press to be online.'}
      aria-busy={isBusy}
      onClick={() => isBusy || void change()}
    >
      <span class="dot" aria-hidden="true" />
      <span class="sr-only">You are </span>
      {isOnline ? 'Online' : 'Away'}
    </button>
  );
}
