/** What was sent to an endpoint, and what became of it: the newest first, and fresh by itself. */
import { Send } from 'lucide';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WebhookEndpoint } from '../../../lib/contracts';
import { askAgainMs, DELIVERY_STATES, type DeliveryState, rows } from '../../../lib/webhooks';
import { useSessionRoom } from '../../contexts';
import { sentences } from '../../explain';
import { Button } from '../../ui/button';
import { MoreNote } from '../../ui/more-rows';
import { useMoves } from '../../ui/moves';
import { Segments } from '../../ui/segments';
import { toast } from '../../ui/toasts';
import { DeliveryRow } from './delivery';
import { createLog, type LogRoom } from './log-store';
import type { EndpointsRoom } from './store';
import { useToldWork } from './work';
import { NOTHING_WORDS, STATE_WORDS } from './words';
import './log.css';

const STATE = 'webhook-state';
/** What opens a row. */
const ROW = '.webhook-toggle';
const ALL = 'all';
const CHOICES = [
  { value: ALL, words: 'All' },
  ...DELIVERY_STATES.map((value) => ({ value, words: STATE_WORDS[value] })),
] as const;

interface Props {
  readonly room: EndpointsRoom;
  readonly endpoint: WebhookEndpoint;
}

/** Deliveries come without a word. Whoever looked elsewhere meanwhile sees at once how it is. */
function useFresh(log: LogRoom): void {
  const shown = log.log.value;
  const [rounds, setRounds] = useState(0);
  useEffect(() => {
    const ask = async () => {
      if (!document.hidden) await log.again();
      setRounds((before) => before + 1);
    };
    const timer = setTimeout(() => void ask(), askAgainMs(shown, Date.now()));
    return () => clearTimeout(timer);
  }, [log, shown, rounds]);
  useEffect(() => {
    const look = () => {
      if (!document.hidden) void log.again();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [log]);
}

/** Asked for after the log, so that it never stands as it did before what the log shows. */
function useFreshEndpoint(log: LogRoom, room: EndpointsRoom): void {
  const shown = log.log.value;
  useEffect(() => {
    if (shown.isLoaded) void room.load();
  }, [room, shown]);
}

export function DeliveryLog({ room, endpoint }: Props) {
  const { requests } = useSessionRoom();
  const log = useMemo(() => createLog(requests, endpoint.id), [requests, endpoint.id]);
  useEffect(() => void log.show(null), [log]);
  useFresh(log);
  useFreshEndpoint(log, room);
  const { filter, byId } = log.log.value;
  return (
    <section class="settings-section" aria-labelledby="webhook-log">
      <div class="webhooks-line">
        <h2 id="webhook-log" class="settings-heading">
          Deliveries
        </h2>
        <TestButton log={log} />
      </div>
      <div class="webhooks-line">
        <Segments
          label="State"
          name={STATE}
          choices={CHOICES}
          value={filter ?? ALL}
          onChange={(value) => void log.show(value === ALL ? null : value)}
        />
        {filter === 'failed' && byId.size > 0 && (
          <RedeliverAll log={log} since={endpoint.created_at} />
        )}
      </div>
      <Body log={log} />
    </section>
  );
}

interface LogProps {
  readonly log: LogRoom;
}

function TestButton({ log }: LogProps) {
  const { isBusy, start } = useToldWork('No test was sent.');
  return (
    <Button icon={Send} aria-disabled={isBusy} onClick={() => start(log.test)}>
      Send a test
    </Button>
  );
}

function RedeliverAll({ log, since }: LogProps & { readonly since: string }) {
  const { isBusy, start } = useToldWork('Nothing is redelivered.');
  const redeliver = async () => {
    const count = await log.redeliverFailed(since);
    toast(count === 1 ? '1 delivery is tried again.' : `${count} deliveries are tried again.`);
    await log.show(null);
    // They have failed no more, so this button is gone.
    document.querySelector<HTMLElement>(`[name="${STATE}"]:checked`)?.focus();
  };
  return (
    <Button look="link" aria-disabled={isBusy} onClick={() => start(redeliver)}>
      Redeliver all that failed
    </Button>
  );
}

function Body({ log }: LogProps) {
  const { filter, isLoaded, next, byId } = log.log.value;
  const problem = log.problem.value;
  if (!isLoaded && problem !== null) {
    return (
      <p role="alert">
        {sentences(problem)}{' '}
        <Button look="link" onClick={() => void log.again()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!isLoaded) return <div class="card skeleton webhooks-skeleton-card" aria-busy="true" />;
  if (byId.size === 0) return <Nothing filter={filter} />;
  return (
    <>
      <Rows log={log} />
      {next !== null && <Older log={log} />}
    </>
  );
}

function Rows({ log }: LogProps) {
  const list = useRef<HTMLUListElement>(null);
  useMoves(list, ROW);
  return (
    <ul ref={list} class="card" aria-label="Deliveries">
      {rows(log.log.value).map((delivery) => (
        <DeliveryRow key={delivery.id} log={log} delivery={delivery} />
      ))}
    </ul>
  );
}

function Nothing({ filter }: { readonly filter: DeliveryState | null }) {
  return (
    <p class="card webhook-nothing">
      {filter === null
        ? 'Nothing was sent yet. What happens from now on is listed here for seven days.'
        : NOTHING_WORDS[filter]}
    </p>
  );
}

/** The focus goes to the first of the rows that come. */
function Older({ log }: LogProps) {
  const [isBusy, setBusy] = useState(false);
  const problem = log.problem.value;
  if (problem !== null) return <MoreNote problem={problem} more={log.more} />;
  const more = async () => {
    if (isBusy) return;
    const before = log.log.value.byId.size;
    setBusy(true);
    await log.more();
    setBusy(false);
    setTimeout(() => document.querySelectorAll<HTMLElement>(ROW)[before]?.focus());
  };
  return (
    <div class="webhook-older">
      <Button look="quiet" aria-disabled={isBusy} onClick={() => void more()}>
        {isBusy ? 'Loading…' : 'Show older deliveries'}
      </Button>
    </div>
  );
}
