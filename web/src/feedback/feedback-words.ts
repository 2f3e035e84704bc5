import type { Found, Tally } from '@fieldmarshal/contract/feedback';

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
