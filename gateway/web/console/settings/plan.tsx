/** The workspace's plan: what it includes depends on it. */
import { useState } from 'preact/hooks';
import { PLANS, type Session } from '../../lib/contracts';
import { asProblem } from '../../lib/problems';
import { useSession, useSessionRoom } from '../contexts';
import { PLAN_NAME, planName, sentences } from '../explain';
import { toast } from '../ui/toasts';

/** Changes the plan, and then asks anew what it includes. */
export function useChangePlan(): [boolean, (plan: Session['plan']) => void] {
  const room = useSessionRoom();
  const [isBusy, setBusy] = useState(false);
  const change = async (plan: Session['plan']) => {
    setBusy(true);
    try {
      await room.requests.changeWorkspace({ plan });
      await room.refresh();
    } catch (thrown) {
      toast(`Not changed. ${sentences(asProblem(thrown))}`);
    } finally {
      setBusy(false);
    }
  };
  return [isBusy, (plan) => void change(plan)];
}

export function PlanChoice() {
  const { plan } = useSession();
  const [isBusy, change] = useChangePlan();
  return (
    <div class="card-part">
      <div class="card-words">
        <label class="card-name" for="plan">
          Plan
        </label>
        <p class="card-note">Live chat comes with {PLAN_NAME} and above. Nothing is lost below.</p>
      </div>
      <select
        id="plan"
        class="input plan"
        value={plan}
        disabled={isBusy}
        onChange={(event) => change(event.currentTarget.value as Session['plan'])}
      >
        {PLANS.map((one) => (
          <option key={one} value={one}>
            {planName(one)}
          </option>
        ))}
      </select>
    </div>
  );
}
