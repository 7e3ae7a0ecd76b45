/** How an endpoint stands, in a word with a sign. */
import { CircleAlert, CircleCheck, CircleDashed, CircleSlash2, type IconNode } from 'lucide';
import type { WebhookEndpoint } from '../../../lib/contracts';
import { standing, type Standing } from '../../../lib/webhooks';
import { now } from '../../now';
import { Mark } from '../../ui/mark';
import { STANDING_TONES, standingWords } from './words';

const SIGNS: Readonly<Record<Standing, IconNode>> = {
  working: CircleCheck,
  failing: CircleAlert,
  disabled: CircleSlash2,
  unused: CircleDashed,
};

export function StandingMark({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const is = standing(endpoint);
  return (
    <Mark tone={STANDING_TONES[is]} sign={SIGNS[is]}>
      {standingWords(endpoint, now.value)}
    </Mark>
  );
}
