/** What is wrong with an endpoint, and what to do about it. */
import { CircleAlert, CircleSlash2 } from 'lucide';
import type { WebhookEndpoint } from '../../../lib/contracts';
import { Icon } from '../../../lib/icon';
import { moment } from '../../../lib/time';
import { sentences } from '../../explain';
import { Button } from '../../ui/button';
import type { EndpointsRoom } from './store';
import { useWork } from './work';

interface Props {
  readonly room: EndpointsRoom;
  readonly endpoint: WebhookEndpoint;
}

export function Notice({ room, endpoint }: Props) {
  const { is_enabled, failing_since } = endpoint;
  if (!is_enabled) return <Disabled {...{ room, endpoint }} />;
  if (failing_since === null) return null;
  return (
    <div class="webhook-notice is-warning">
      <Icon of={CircleAlert} size={18} />
      <p>
        Nothing was delivered since {moment(failing_since)}. Mend it, then redeliver what failed. If
        it goes on, Parley disables the endpoint and tells the admins by mail.
      </p>
    </div>
  );
}

function Disabled({ room, endpoint: { id, disabled_reason } }: Props) {
  const { isBusy, problem, start } = useWork();
  const enable = async () => {
    await room.change(id, { is_enabled: true });
    // The button goes with the notice.
    document.querySelector<HTMLElement>('.settings-title')?.focus();
  };
  return (
    <div class="webhook-notice is-danger">
      <Icon of={CircleSlash2} size={18} />
      <div class="webhook-notice-words">
        <p>
          <strong>Nothing is sent to this endpoint.</strong>
        </p>
        <p>{disabled_reason ?? 'An admin has disabled it.'}</p>
        <p>
          {disabled_reason === null
            ? 'What happens meanwhile is not kept for it.'
            : 'What happens meanwhile is kept as failed, to be redelivered once it is enabled.'}
        </p>
        {problem !== null && <p role="alert">{sentences(problem)}</p>}
      </div>
      <Button aria-disabled={isBusy} onClick={() => start(enable)}>
        {isBusy ? 'Enabling…' : 'Enable again'}
      </Button>
    </div>
  );
}
