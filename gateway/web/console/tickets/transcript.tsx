/** The chat that a ticket came from, from its start, for reading. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Ticket } from '../../lib/contracts';
import { dayNumber } from '../../lib/time';
import { useSession, useTickets } from '../contexts';
import { sentences } from '../explain';
import { now } from '../now';
import { ticketAttachmentAddress } from '../requests';
import { AddressContext } from '../thread/attachments';
import { Chunk } from '../thread/chunk';
import { cut } from '../thread/cut';
import { asProblem } from '../../lib/problems';
import { Button } from '../ui/button';
import './transcript.css';

const AHEAD = '800px 0px';
const unwatched = () => undefined;

export function Transcript({ ticket }: { readonly ticket: Ticket }) {
  const { id, requester } = ticket;
  const { agent } = useSession();
  const { messages, isWhole } = useTickets().of(id).value;
  const today = dayNumber(new Date(now.value));
  const addressOf = useMemo(
    () => (_: string, attachmentId: string) => ticketAttachmentAddress(id, attachmentId),
    [id],
  );
  return (
    <section class="transcript" aria-labelledby="transcript-title">
      <h2 id="transcript-title" class="sr-only">
        Chat with {requester.name}
      </h2>
      <AddressContext.Provider value={addressOf}>
        {cut(messages).map(({ name, start, end }) => (
          <Chunk
            key={name}
            {...{ messages, start, end, today, name }}
            me={agent.id}
            customerReadSeq={0}
            customerDeliveredSeq={0}
            newFrom={null}
            isDrawn
            height={0}
            onElement={unwatched}
          />
        ))}
      </AddressContext.Provider>
      {isWhole ? (
        <p class="transcript-end">End of the chat</p>
      ) : (
        <More key={messages.length} id={id} />
      )}
    </section>
  );
}

function More({ id }: { readonly id: string }) {
  const room = useTickets();
  const end = useRef<HTMLParagraphElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = () => {
    setProblem(null);
    room.moreMessages(id).catch((thrown: unknown) => setProblem(sentences(asProblem(thrown))));
  };
  useEffect(() => {
    if (end.current === null) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && load(), {
      rootMargin: AHEAD,
    });
    seen.observe(end.current);
    return () => seen.disconnect();
  }, [room, id]);
  return (
    <p ref={end} class="transcript-end" role={problem ? 'alert' : undefined}>
      {problem ?? 'Loading more messages…'}{' '}
      {problem !== null && (
        <Button look="link" onClick={load}>
          Try again
        </Button>
      )}
    </p>
  );
}
