/** Rooms that cannot be entered, and what to do about it. */
import { CircleSlash2, Compass, Sparkles } from 'lucide';
import { PLAN_NEEDED } from '../../lib/contracts';
import { useSession } from '../contexts';
import { PLAN_NAME, planName } from '../explain';
import { SETTINGS } from '../router';
import { useChangePlan } from '../settings/plan';
import { Blank } from '../ui/blank';
import { Button } from '../ui/button';

export function PlanPage() {
  const { agent, plan } = useSession();
  const [isBusy, change] = useChangePlan();
  return (
    <Blank
      level={1}
      icon={Sparkles}
      title={`Live chat comes with ${PLAN_NAME}`}
      text={`Your workspace has the ${planName(plan)} plan. From ${PLAN_NAME} on, customers write to you from your website and you answer here. Conversations of an earlier subscription are kept.`}
    >
      {agent.role === 'admin' ? (
        <Button look="primary" disabled={isBusy} onClick={() => change(PLAN_NEEDED)}>
          Upgrade to {PLAN_NAME}
        </Button>
      ) : (
        'An admin of your workspace can change the plan.'
      )}
    </Blank>
  );
}

export function OffPage() {
  const { agent } = useSession();
  if (agent.role !== 'admin') {
    return (
      <Blank
        level={1}
        icon={CircleSlash2}
        title="Live chat is switched off"
        text="An admin of your workspace can switch it on. This page follows by itself."
      />
    );
  }
  return (
    <Blank
      level={1}
      icon={CircleSlash2}
      title="Live chat is switched off"
      text="Your widget shows nothing, and no conversation can be written to."
    >
      <a class="button button-primary" href={SETTINGS}>
        Switch it on in the settings
      </a>
    </Blank>
  );
}

export function NowherePage() {
  return (
    <Blank level={1} icon={Compass} title="There is nothing at this address">
      <a class="button button-plain" href="/">
        Go to the start
      </a>
    </Blank>
  );
}
