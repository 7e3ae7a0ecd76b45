/** A slim bar while what is shown may be out of date. */
import { WifiOff } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { LiveState } from '../../lib/live';
import { useDesk } from '../contexts';
import { Button } from '../ui/button';
import { Icon } from '../../lib/icon';
import './connection-bar.css';

/** A loss that heals within this time is not worth a word. */
const PATIENCE_MS = 1_500;

const WORDS: Readonly<Record<Exclude<LiveState, 'live'>, string>> = {
  connecting: 'Reconnecting…',
  offline: 'You are offline. Go on typing: messages go out once the connection is back.',
  refused: 'This page is no longer connected.',
};

/** `value`, once it has stayed the same for a while; at once when it is back to `calm`. */
function useSettled<T>(value: T, calm: T): T {
  const [settled, setSettled] = useState(calm);
  useEffect(() => {
    if (value === calm) {
      setSettled(calm);
      return;
    }
    const timer = setTimeout(() => setSettled(value), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [value, calm]);
  return settled;
}

export function ConnectionBar() {
  const desk = useDesk();
  const state = useSettled<LiveState>(desk.connection.value, 'live');
  return (
    <div role="status">
      {state !== 'live' && (
        <div class="connection-bar">
          <Icon of={WifiOff} size={14} />
          <span>{WORDS[state]}</span>
          {state !== 'connecting' && (
            <Button look="link" onClick={desk.reconnect}>
              Try now
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
