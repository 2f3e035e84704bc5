import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import { candidateId } from './candidates.ts';

/**
 * What two verdicts must differ in to be different: who is first, whether that is clear, whether two are at it, the likely change, and the
 * probabilities by the tenth. Evidence that only grew older or said the same again makes no new version.
 */
export function fingerprint(verdict: CauseVerdict): string {
  const ranked = verdict.suspects
    .slice(0, 3)
    .map((suspect) => [candidateId(suspect), Math.round(suspect.probability * 10), suspect.evidence.length]);
  return JSON.stringify([ranked, verdict.clear, verdict.pair, verdict.changes[0]?.change ?? null]);
}

/** What the log of an incident must be told anew about: who is the cause, as far as that is clear. */
export function headline({ suspects, clear, pair }: CauseVerdict): string {
  const [first] = suspects;
  if (first === undefined) return 'nothing';
  if (!clear) return 'not clear';
  if (pair !== null) return `both ${pair.map(candidateId).toSorted().join(' ')}`;
  return candidateId(first);
}

/** Entries about the cause in one log; a verdict that goes to and fro must not fill it. */
const tellingsMax = 12;

/** Whether the log is told: something is clear that was not told, or is no longer. Nothing is told of what never was clear. */
export function isWorthTelling(
  now: string,
  { told, toldCount }: { readonly told: string | null; readonly toldCount: number },
): boolean {
  if (now === told || toldCount >= tellingsMax) return false;
  return told !== null || (now !== 'nothing' && now !== 'not clear');
}
