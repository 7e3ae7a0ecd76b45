/** The other agents at a conversation, in a list row: a pencil on those who are replying. */
import { Pencil } from 'lucide';
import { Icon } from '../../lib/icon';
import { note } from '../../lib/presence';
import { useDesk } from '../contexts';
import { Avatar } from '../ui/avatar';
import './faces.css';

const MOST_SHOWN = 3;

export function PresentFaces({ id }: { readonly id: string }) {
  const agents = useDesk().presence.others(id);
  if (agents.length === 0) return null;
  const words = note(agents);
  return (
    <span class="faces" role="img" aria-label={words} title={words}>
      {agents.slice(0, MOST_SHOWN).map(({ id: agentId, name, avatar_url, activity }) => (
        <span key={agentId} class={`faces-one is-${activity}`}>
          <Avatar name={name} url={avatar_url} size={20} />
          {activity === 'replying' && (
            <span class="faces-pencil">
              <Icon of={Pencil} size={8} />
            </span>
          )}
        </span>
      ))}
      {agents.length > MOST_SHOWN && (
        <span class="faces-more number">+{agents.length - MOST_SHOWN}</span>
      )}
    </span>
  );
}
