/** Everyone who answers in the workspace. */
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Colleague } from '../../lib/contracts';
import { asProblem, type ProblemError } from '../../lib/problems';
import { standing } from '../../lib/presence';
import { DeskContext, useSession, useSessionRoom } from '../contexts';
import { sentences } from '../explain';
import '../presence/whereabouts.css';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';

export function Team() {
  const { requests } = useSessionRoom();
  const [agents, setAgents] = useState<readonly Colleague[] | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const load = () => {
    setProblem(null);
    requests.agents().then(
      ({ items }) => setAgents(items),
      (thrown: unknown) => setProblem(asProblem(thrown)),
    );
  };
  // Live chat tells of changes; without it in the plan there is nobody to be online.
  const changes = useContext(DeskContext)?.presence.teamChanges.value ?? 0;
  useEffect(load, [requests, changes]);
  if (problem !== null) {
    return (
      <p role="alert">
        {sentences(problem)}{' '}
        <Button look="link" onClick={load}>
          Try again
        </Button>
      </p>
    );
  }
  return (
    <ul class="card" aria-busy={agents === null}>
      {agents?.map((agent) => (
        <Member key={agent.id} agent={agent} />
      ))}
    </ul>
  );
}

function Member({ agent }: { readonly agent: Colleague }) {
  const is = standing(agent);
  const me = useSession().agent;
  const isMe = agent.id === me.id;
  return (
    <li class="card-part">
      <div class="person">
        <Avatar name={agent.name} url={(isMe ? me : agent).avatar_url} size={36} />
        <div class="card-words">
          <p class="card-name cut">
            {agent.name}
            {isMe && ' (you)'}
          </p>
          <p class="card-note cut">{agent.email}</p>
        </div>
      </div>
      <span class={`whereabouts person-standing${is === 'Online' ? ' is-online' : ''}`}>
        <span class="dot" aria-hidden="true" />
        {is}
      </span>
      <span class="card-note">{agent.role === 'admin' ? 'Admin' : 'Agent'}</span>
    </li>
  );
}
