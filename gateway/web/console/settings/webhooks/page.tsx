/** Settings → Webhooks, for admins: the endpoints of other teams, or one of them with its log. */
import { CircleAlert, Lock } from 'lucide';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useSession, useSessionRoom } from '../../contexts';
import { explain } from '../../explain';
import { SETTINGS } from '../../router';
import { Blank } from '../../ui/blank';
import { Button } from '../../ui/button';
import { EndpointPage } from './endpoint';
import { EndpointList } from './list';
import { createEndpoints, type EndpointsRoom } from './store';
import '../page.css';
import './page.css';

interface Props {
  /** Null: the list of all. */
  readonly endpointId: string | null;
}

export function WebhooksPage({ endpointId }: Props) {
  const { agent } = useSession();
  if (agent.role !== 'admin') return <ForAdmins />;
  return <Endpoints endpointId={endpointId} />;
}

function ForAdmins() {
  return (
    <Blank
      level={1}
      icon={Lock}
      title="Webhooks are for admins"
      text="An admin of your workspace can set them up."
    >
      <a class="button button-plain" href={SETTINGS}>
        Go to the settings
      </a>
    </Blank>
  );
}

/** From screen to screen the focus goes along: to the heading, or back to where one came from. */
function useFocus(endpointId: string | null): void {
  const before = useRef(endpointId);
  useEffect(() => {
    const from = before.current;
    if (from === endpointId) return;
    before.current = endpointId;
    const row = from === null ? null : `[data-endpoint="${CSS.escape(from)}"]`;
    const found = row === null ? null : document.querySelector<HTMLElement>(row);
    (found ?? document.querySelector<HTMLElement>('.settings-title'))?.focus();
  }, [endpointId]);
}

function Endpoints({ endpointId }: Props) {
  const { requests } = useSessionRoom();
  const room = useMemo(() => createEndpoints(requests), [requests]);
  useEffect(() => void room.load(), [room, endpointId]);
  useFocus(endpointId);
  const known = room.known.value;
  if (known === null) return <NotYet room={room} />;
  return (
    <div class="settings">
      {endpointId === null ? (
        <EndpointList room={room} known={known} />
      ) : (
        <EndpointPage key={endpointId} room={room} known={known} id={endpointId} />
      )}
    </div>
  );
}

function NotYet({ room }: { readonly room: EndpointsRoom }) {
  const problem = room.problem.value;
  if (problem === null) return <Skeletons />;
  const { what, next } = explain(problem);
  return (
    <Blank
      level={1}
      icon={CircleAlert}
      role="alert"
      title="The webhooks could not be loaded"
      text={`${what} ${next}`}
    >
      <Button onClick={() => void room.load()}>Try again</Button>
    </Blank>
  );
}

function Skeletons() {
  return (
    <div class="settings" aria-busy="true" aria-label="Loading">
      <div class="settings-page">
        <div class="skeleton webhooks-skeleton-title" />
        <div class="skeleton webhooks-skeleton-card" />
      </div>
    </div>
  );
}
