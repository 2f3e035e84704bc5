import type { Found, Tally } from '@fieldmarshal/contract/feedback';
import { waitingMax } from '@fieldmarshal/contract/feedback/bounds';
import type { GiveResult } from './outbox.ts';

export const foundWords: Readonly<Record<Found, string>> = {
  yes: 'Found it',
  partly: 'Found it in part',
  no: 'Did not find it',
};

/** `12 of 20 found it (60 %)`; in words where nobody answered. */
export function tallyText({ yes, partly, no }: Pick<Tally, 'yes' | 'partly' | 'no'>): string {
  const all = yes + partly + no;
  return all === 0 ? 'nobody answered' : `${yes} of ${all} found it (${Math.round((100 * yes) / all)} %)`;
}

/** How long the middle of those who measured it took. */
export function timeText({
  timed,
  medianWithinSeconds,
}: Pick<Tally, 'timed' | 'medianWithinSeconds'>): string {
  if (timed < 5) return timed === 0 ? '–' : 'too few times';
  if (medianWithinSeconds === null) return `half took over 10 min (of ${timed})`;
  const within =
    medianWithinSeconds < 60 ? `${medianWithinSeconds} s` : `${Math.round(medianWithinSeconds / 60)} min`;
  return `half within ${within} (of ${timed})`;
}

/** What to say of an answer that was sent or not: in passing where it has left its form, else beside what is still in it. */
export function notSentText(result: GiveResult): { toast: string | null; failure: string | null } {
  if (typeof result === 'object') return { toast: null, failure: result.refused };
  switch (result) {
    case 'taken':
      return { toast: 'Thank you.', failure: null };
    case 'kept':
      return {
        toast: 'Not sent yet: the server cannot be reached. It is kept on this device and sent when it can.',
        failure: null,
      };
    case 'kept-in-page':
      return {
        toast:
          'Not sent yet: the server cannot be reached. This browser keeps nothing, so it is sent only while this page stays open.',
        failure: null,
      };
    case 'full':
      return {
        toast: null,
        failure: `It could not be sent, and ${waitingMax} answers wait on this device already. What you wrote is still here.`,
      };
  }
}

/** `2 answers are not sent yet`. */
export function waitingText(n: number): string {
  return n === 1 ? '1 answer is not sent yet' : `${n} answers are not sent yet`;
}
