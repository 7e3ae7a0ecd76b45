/** Turns the sound of new chats off and on, and says when the browser would keep it from one. */
import { Bell as BellIcon, BellOff, BellRing, CircleAlert } from 'lucide';
import { useRef } from 'preact/hooks';
import { Icon } from '../../lib/icon';
import { asProblem } from '../../lib/problems';
import { sentences } from '../explain';
import { toast } from '../ui/toasts';
import type { Alerts } from './alerts';
import './bell.css';
import { ObstaclesPopover } from './obstacles';

/** At the bell's height; how far from the side is the stylesheet's. */
function showBeside(bell: HTMLElement, popover: HTMLElement | null): void {
  popover?.style.setProperty('--bell', `${bell.getBoundingClientRect().top}px`);
  popover?.showPopover();
}

export function Bell({ alerts }: { readonly alerts: Alerts }) {
  const { wishes, isRinging, obstacles } = alerts;
  const popover = useRef<HTMLDivElement>(null);
  const bell = useRef<HTMLButtonElement>(null);
  const isOn = wishes.settings.value?.sound;
  if (isOn === undefined) return null;
  const rings = isRinging.value;
  const toggle = () => {
    wishes
      .change({ sound: !isOn })
      .catch((thrown: unknown) => toast(`Not changed. ${sentences(asProblem(thrown))}`));
  };
  // What had it may have gone with the last obstacle.
  const keepFocus = () => {
    if (document.activeElement === document.body) bell.current?.focus();
  };
  return (
    <div class={`bell${isOn ? '' : ' is-off'}`} data-ringing={rings}>
      <button
        ref={bell}
        type="button"
        class="icon-button"
        aria-label="Sound for new chats"
        aria-pressed={isOn}
        title={isOn ? 'New chats ring. Press for silence.' : 'New chats are silent. Press to ring.'}
        onClick={toggle}
      >
        <Icon of={rings ? BellRing : isOn ? BellIcon : BellOff} size={18} />
      </button>
      {obstacles.value.length > 0 && (
        <button
          type="button"
          class="bell-warning"
          aria-label="Alerts may not reach you"
          title="Alerts may not reach you. Press to see why."
          onClick={(event) => showBeside(event.currentTarget, popover.current)}
        >
          <Icon of={CircleAlert} size={14} />
        </button>
      )}
      <ObstaclesPopover alerts={alerts} popover={popover} onClose={keepFocus} />
    </div>
  );
}
