import type { ToldTracker } from '@fieldmarshal/contract/tickets';

/** What became of the last word to a tracker. `trouble`: somebody should know. */
export function toldWords({ state, detail }: ToldTracker): { text: string; trouble: boolean } {
  switch (state) {
    case 'sent':
    case 'delivered':
      return { text: 'told', trouble: false };
    case 'cancelled':
      return { text: 'dropped for a newer word', trouble: false };
    case 'failed':
      return { text: `not told: ${detail}`, trouble: true };
    case 'unknown':
      return { text: `perhaps told: ${detail}`, trouble: true };
    case 'queued':
    case 'sending':
      return detail === ''
        ? { text: 'being told', trouble: false }
        : { text: `not told yet: ${detail}`, trouble: true };
  }
}
