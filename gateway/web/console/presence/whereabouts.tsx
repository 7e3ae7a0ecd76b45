/** In the thread's header: whether the customer is there, and which colleagues are. */
import { Eye, Pencil } from 'lucide';
import { Icon } from '../../lib/icon';
import { note } from '../../lib/presence';
import { full, relative } from '../../lib/time';
import { useDesk } from '../contexts';
import { now } from '../now';
import './whereabouts.css';

export function CustomerPresence({ id }: { readonly id: string }) {
  const customer = useDesk().presence.customer(id);
  if (customer?.is_online) {
    return (
      <span class="whereabouts is-online">
        <span class="dot" aria-hidden="true" />
        Online
      </span>
    );
  }
  const seen = customer?.last_seen_at ?? null;
  if (seen === null) return null;
  const age = relative(seen, now.value);
  return (
    <span class="whereabouts" title={full(seen)}>
      Last seen {/^\d+[mh]$/.test(age) ? `${age} ago` : age === 'now' ? 'just now' : age}
    </span>
  );
}

/** `Ben is replying, Ann is viewing`; said aloud when it changes. */
export function PresenceNote({ id }: { readonly id: string }) {
  const agents = useDesk().presence.others(id);
  const words = note(agents);
  const isReplying = agents[0]?.activity === 'replying';
  return (
    <span class={`presence-note${isReplying ? ' is-replying' : ''}`} role="status">
      {words && (
        <>
          <Icon of={isReplying ? Pencil : Eye} size={13} />
          <span class="cut" title={words}>
            {words}
          </span>
        </>
      )}
    </span>
  );
}
