/** A conversion as an agent reads it. */
import type { TicketLink } from '../../lib/contracts';

const REASONS: Readonly<Record<string, string>> = {
  'unknown-company': 'the company no longer exists. Choose another one.',
};

/** Why there is no ticket, and what to do. */
export function rejection({ reason }: TicketLink): string {
  const why = REASONS[reason ?? ''] ?? 'the ticket service refused it. Try again.';
  return `The ticket was not created: ${why}`;
}

export function ticketName({ number }: Pick<TicketLink, 'number'>): string {
  return number === null ? 'ticket' : `ticket #${number}`;
}

export const LATE = 'The ticket service has not answered yet. This goes on by itself.';
