/** The agent's mobile devices: since when, and forgetting one. */
import { Smartphone } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Device } from '../../lib/contracts';
import { Icon } from '../../lib/icon';
import { asProblem, type ProblemError } from '../../lib/problems';
import { full, relative } from '../../lib/time';
import { useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { now } from '../now';
import { Button } from '../ui/button';
import { toast } from '../ui/toasts';

export function Devices() {
  const { requests } = useSessionRoom();
  const [devices, setDevices] = useState<readonly Device[] | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const load = () => {
    setProblem(null);
    requests.devices().then(
      ({ items }) => setDevices(items),
      (thrown: unknown) => setProblem(asProblem(thrown)),
    );
  };
  useEffect(load, [requests]);
  const remove = async ({ token }: Device) => {
    try {
      await requests.removeDevice(token);
    } catch (thrown) {
      const found = asProblem(thrown);
      // Gone already, by another page or because it was unregistered: that is what was wanted.
      if (found.status !== 404) {
        toast(`Not removed. ${sentences(found)}`);
        return;
      }
    }
    setDevices((known) => known?.filter((device) => device.token !== token) ?? null);
  };
  if (problem !== null) {
    return (
      <p class="devices-note" role="alert">
        {sentences(problem)}{' '}
        <Button look="link" onClick={load}>
          Try again
        </Button>
      </p>
    );
  }
  if (devices?.length === 0) {
    return (
      <p class="devices-note">
        No device yet. One is added when you sign in to the Parley app on a phone and allow
        notifications there.
      </p>
    );
  }
  return (
    <ul class="devices" aria-label="Devices" aria-busy={devices === null}>
      {devices?.map((device) => (
        <DeviceItem key={device.token} device={device} onRemove={() => void remove(device)} />
      ))}
    </ul>
  );
}

interface Props {
  readonly device: Device;
  readonly onRemove: () => void;
}

function DeviceItem({ device: { name, registered_at }, onRemove }: Props) {
  const called = name ?? 'A device without a name';
  return (
    <li class="device">
      <Icon of={Smartphone} size={18} />
      <div class="card-words">
        <p class="cut">{called}</p>
        <p class="card-note">
          Registered{' '}
          <time dateTime={registered_at} title={full(registered_at)}>
            {since(registered_at)}
          </time>
        </p>
      </div>
      <Button look="quiet" onClick={onRemove}>
        Remove<span class="sr-only"> {called}</span>
      </Button>
    </li>
  );
}

function since(at: string): string {
  const said = relative(at, now.value);
  if (said === 'now') return 'just now';
  return /^\d+[mh]$/.test(said) ? `${said} ago` : said;
}
