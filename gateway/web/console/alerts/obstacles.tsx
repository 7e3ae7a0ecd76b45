/** What keeps alerts from the agent, what to do about each cause, and whether they work now. */
import { CircleAlert, CircleCheck } from 'lucide';
import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import type { Permission, SoundState } from '../../lib/alarm';
import { Icon } from '../../lib/icon';
import { Button } from '../ui/button';
import type { Alerts } from './alerts';
import './obstacles.css';

interface Cause {
  readonly isFine: boolean;
  readonly what: string;
  readonly next: string;
}

const SOUND: Readonly<Record<SoundState, Cause>> = {
  ready: { isFine: true, what: 'Sound works.', next: 'One of your tabs rings for a new chat.' },
  asking: { isFine: true, what: 'Asking the browser for sound.', next: '' },
  blocked: {
    isFine: false,
    what: 'The browser keeps this page silent.',
    next: 'It plays sound once you click or press a key in the page.',
  },
  unsupported: {
    isFine: false,
    what: 'This browser makes no sound here.',
    next: 'Another browser may.',
  },
};

const NOTIFICATIONS: Readonly<Record<Permission, Cause>> = {
  granted: {
    isFine: true,
    what: 'Notifications work.',
    next: 'They come while you look elsewhere.',
  },
  default: {
    isFine: false,
    what: 'Notifications are not allowed yet.',
    next: 'Allow them here, then confirm what the browser asks.',
  },
  denied: {
    isFine: false,
    what: 'The browser blocks notifications.',
    next: 'Open the site settings left of the address, allow notifications, then come back.',
  },
  unsupported: {
    isFine: false,
    what: 'This browser shows no notifications here.',
    next: 'On a phone, the mobile notifications reach you.',
  },
};

interface Props {
  readonly alerts: Alerts;
  readonly popover: RefObject<HTMLDivElement | null>;
  readonly onClose: () => void;
}

export function ObstaclesPopover({ alerts, popover, onClose }: Props) {
  const heading = useId();
  return (
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-labelledby={heading}
      class="obstacles"
      tabIndex={-1}
      autofocus
      onToggle={({ newState }) => newState === 'closed' && onClose()}
    >
      <h2 id={heading} class="obstacles-title">
        Alerts for new chats
      </h2>
      <Causes alerts={alerts} />
    </div>
  );
}

/** The causes with what one can do here; also part of the settings. */
export function Causes({ alerts }: { readonly alerts: Alerts }) {
  const sound = alerts.sound.value;
  const permission = alerts.permission.value;
  const canAllow = sound === 'blocked' || permission === 'default';
  return (
    <>
      <ul class="causes" aria-live="polite">
        <CauseItem cause={SOUND[sound]} />
        <CauseItem cause={NOTIFICATIONS[permission]} />
      </ul>
      <div class="causes-actions">
        {canAllow && (
          <Button look="primary" onClick={() => void alerts.allow()}>
            Allow
          </Button>
        )}
        <Button onClick={alerts.test}>Test</Button>
      </div>
    </>
  );
}

function CauseItem({ cause: { isFine, what, next } }: { readonly cause: Cause }) {
  return (
    <li class={`cause${isFine ? ' is-fine' : ''}`}>
      <Icon of={isFine ? CircleCheck : CircleAlert} size={16} />
      <p>
        <strong>{what}</strong> {next}
      </p>
    </li>
  );
}
