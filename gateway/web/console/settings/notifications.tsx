/** What one wants to be alerted by, on which devices, and whether it gets there. */
import { useState } from 'preact/hooks';
import type { Delivery, NotificationSettings } from '../../lib/contracts';
import { asProblem } from '../../lib/problems';
import { Causes } from '../alerts/obstacles';
import type { Wishes } from '../alerts/wishes';
import { outcome } from '../alerts/words';
import { useDesk, useSession, useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import { Button } from '../ui/button';
import { Switch } from '../ui/switch';
import { toast } from '../ui/toasts';
import { Devices } from './devices';
import './notifications.css';

export function NotificationsSettings() {
  const { agent } = useSession();
  const { alerts } = useDesk();
  const settings = alerts.wishes.settings.value;
  if (settings === null) return <Waiting wishes={alerts.wishes} />;
  return (
    <div class="card">
      <Choice
        name="sound"
        title="Sound and desktop"
        note="In this console: rings until someone opens the chat, and shows a notification while you look elsewhere. The bell beside Live chat is the same switch."
        settings={settings}
      />
      {settings.sound && (
        <div class="card-part is-stacked">
          <Causes alerts={alerts} />
        </div>
      )}
      <Choice
        name="email"
        title="E-mail"
        note={`To ${agent.email}, one for each new chat; a digest when many come at once.`}
        settings={settings}
      />
      <Trial channel="email" />
      <Choice
        name="mobile"
        title="Mobile"
        note="To every device below, one for each new chat."
        settings={settings}
      />
      <Devices />
      <Trial channel="mobile" />
    </div>
  );
}

function Waiting({ wishes }: { readonly wishes: Wishes }) {
  const problem = wishes.problem.value;
  if (problem === null) return <div class="card notifications-waiting" aria-busy="true" />;
  return (
    <p role="alert">
      {sentences(problem)}{' '}
      <Button look="link" onClick={() => void wishes.refresh()}>
        Try again
      </Button>
    </p>
  );
}

interface ChoiceProps {
  readonly name: keyof NotificationSettings;
  readonly title: string;
  readonly note: string;
  readonly settings: NotificationSettings;
}

function Choice({ name, title, note, settings }: ChoiceProps) {
  const { alerts } = useDesk();
  const change = (isOn: boolean) => {
    alerts.wishes
      .change({ [name]: isOn })
      .catch((thrown: unknown) => toast(`Not changed. ${sentences(asProblem(thrown))}`));
  };
  return (
    <div class="card-part">
      <div class="card-words">
        <p id={`wish-${name}`} class="card-name">
          {title}
        </p>
        <p id={`wish-${name}-note`} class="card-note">
          {note}
        </p>
      </div>
      <Switch
        isOn={settings[name]}
        labelledBy={`wish-${name}`}
        describedBy={`wish-${name}-note`}
        onChange={change}
      />
    </div>
  );
}

type Trying = 'no' | 'busy' | { readonly words: string; readonly isFine: boolean };

/** Sends a test, also over a channel that is off, and says what came of it. */
function Trial({ channel }: { readonly channel: Delivery['channel'] }) {
  const { requests } = useSessionRoom();
  const [trying, setTrying] = useState<Trying>('no');
  const send = async () => {
    setTrying('busy');
    try {
      const delivery = await requests.testNotification(channel);
      setTrying({ words: outcome(delivery), isFine: delivery.state === 'sent' });
    } catch (thrown) {
      setTrying({ words: `Not sent. ${sentences(asProblem(thrown))}`, isFine: false });
    }
  };
  const isDone = typeof trying === 'object';
  return (
    <div class="trial">
      <Button disabled={trying === 'busy'} onClick={() => void send()}>
        {trying === 'busy' ? 'Sending…' : `Send a test ${channel === 'email' ? 'e-mail' : 'push'}`}
      </Button>
      <p role="status" class={isDone && !trying.isFine ? 'field-problem' : 'card-note'}>
        {isDone && trying.words}
      </p>
    </div>
  );
}
