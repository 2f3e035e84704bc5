import type { Candidate } from './candidates.ts';
import type { Cue } from './cues.ts';

/** What makes a sentence worth its words. */
const weight: Readonly<Record<Cue, number>> = {
  cause: 2,
  workaround: 2,
  action: 1.7,
  symptom: 1.4,
  next: 0.9,
  recovery: 1,
};
/** The first sentence about a cue is worth more than the second. */
const firstOfCue = 1.6;
/** Words every sentence costs beside its own: fewer, fuller sentences read better. */
const sentenceCost = 3;
/** Share of a sentence's content that must be new. */
const noveltyMin = 0.3;

interface Taken {
  readonly said: Set<string>;
  readonly cues: Set<Cue>;
  readonly picked: Map<number, Candidate>;
}

/**
 * Takes sentences by new content per word until `budget` words are used, and gives them back in the order of the log. `said` are the stems
 * that the reader knows already. A sentence that points backwards is taken only right after the one it points at.
 */
export function select(
  candidates: readonly Candidate[],
  said: ReadonlySet<string>,
  budget: number,
): Candidate[] {
  const taken: Taken = { said: new Set(said), cues: new Set(), picked: new Map() };
  const last = Math.max(1, ...candidates.map(({ place }) => place));
  let left = budget;
  for (;;) {
    let best: Candidate | undefined;
    let bestWorth = 0;
    for (const one of candidates) {
      if (one.words > left || taken.picked.has(one.place) || !mayFollow(one, taken)) continue;
      const worth = worthOf(one, taken) * (0.85 + (0.15 * one.place) / last);
      if (worth > bestWorth) [best, bestWorth] = [one, worth];
    }
    if (best === undefined) break;
    take(best, taken);
    left -= best.words;
  }
  return [...taken.picked.values()].sort((a, b) => a.place - b.place);
}

function mayFollow({ dangling, before }: Candidate, { picked }: Taken): boolean {
  return !dangling || (before !== null && picked.has(before));
}

function worthOf(one: Candidate, { said, cues }: Taken): number {
  let fresh = 0;
  for (const stem of one.stems) if (!said.has(stem)) fresh += /\d/.test(stem) ? 1.5 : 1;
  if (one.stems.size === 0 || fresh / one.stems.size < noveltyMin) return 0;
  let factor = one.cues.length === 0 ? 0.7 : 1;
  for (const cue of one.cues) factor = Math.max(factor, weight[cue] * (cues.has(cue) ? 1 : firstOfCue));
  if (one.hasNumber) factor *= 1.3;
  return (factor * fresh) / (one.words + sentenceCost);
}

function take(one: Candidate, { said, cues, picked }: Taken): void {
  picked.set(one.place, one);
  for (const stem of one.stems) said.add(stem);
  for (const cue of one.cues) cues.add(cue);
}
