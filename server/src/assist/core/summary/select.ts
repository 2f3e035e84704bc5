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
/** What went on at the time is worth less once it is over. */
const overFactor = 0.7;
/** Words every sentence costs beside its own: fewer, fuller sentences read better. */
const sentenceCost = 3;
/** What a number in it makes a sentence worth more. */
const numberFactor = 1.3;
/** Share of a sentence's content that must be new. */
const noveltyMin = 0.3;

/** Sentences that differ in nothing but their numbers: the newest of them say what the rest would. */
const alikeMax = 2;

interface Taken {
  /** How often each was taken, numbers aside. */
  readonly shapes: Map<string, number>;
  readonly said: Set<string>;
  readonly cues: Set<Cue>;
  readonly picked: Map<number, Candidate>;
}

/**
 * Takes sentences by new content per word until `budget` words are used, and gives them back in the order of the log. `said` are the stems
 * that the reader knows already. Typed facts come before all else. A sentence that points backwards is taken only right after the one it points at.
 */
export function select(
  candidates: readonly Candidate[],
  said: ReadonlySet<string>,
  budget: number,
): Candidate[] {
  const taken: Taken = { said: new Set(said), cues: new Set(), picked: new Map(), shapes: new Map() };
  let left = budget;
  for (const one of candidates.filter(({ pinned }) => pinned))
    if (one.words <= left) {
      take(one, taken);
      left -= one.words;
    }
  const last = candidates.reduce((most, { place }) => Math.max(most, place), 1);
  const aged = candidates.map((one) => ({ one, age: 0.85 + (0.15 * one.place) / last, most: 0 }));
  for (const each of aged) each.most = numberFactor * worthOf(each.one, taken) * each.age;
  const ordered = aged.filter(({ most }) => most > 0).sort((a, b) => b.most - a.most);
  for (;;) {
    const best = bestOf(ordered, taken, left);
    if (best === undefined) break;
    take(best, taken);
    left -= best.words;
  }
  return [...taken.picked.values()].sort((a, b) => a.place - b.place);
}

interface Aged {
  readonly one: Candidate;
  /** What was said later counts a little more. */
  readonly age: number;
  /** What it can be worth at most: the more was said before, the less anything is worth. */
  most: number;
}

/** The sentence that is worth most now, the earlier of equals. Those that cannot be it any more are not weighed again. */
function bestOf(ordered: readonly Aged[], taken: Taken, left: number): Candidate | undefined {
  let best: Candidate | undefined;
  let bestWorth = 0;
  for (const each of ordered) {
    const { one, age, most } = each;
    if (most < bestWorth || one.words > left || taken.picked.has(one.place) || !mayFollow(one, taken))
      continue;
    const bare = worthOf(one, taken) * age;
    each.most = Math.min(most, bare * numberFactor);
    if (each.most >= bestWorth && (taken.shapes.get(shapeOf(one)) ?? 0) >= alikeMax) {
      each.most = 0;
      continue;
    }
    const worth = each.most >= bestWorth && one.hasNumber() ? bare * numberFactor : bare;
    if (worth <= 0) continue;
    const isEarlier = best !== undefined && worth === bestWorth && one.place < best.place;
    if (worth > bestWorth || isEarlier) [best, bestWorth] = [one, worth];
  }
  return best;
}

function mayFollow({ dangling, before }: Candidate, { picked }: Taken): boolean {
  return !dangling || (before !== null && picked.has(before));
}

/** Without what a number in it adds, which is looked for last. */
function worthOf(one: Candidate, { said, cues }: Taken): number {
  let fresh = 0;
  for (const stem of one.stems) if (!said.has(stem)) fresh += hasDigit(stem) ? 1.5 : 1;
  if (one.stems.length === 0 || fresh / one.stems.length < noveltyMin) return 0;
  let factor = one.cues.length === 0 ? 0.7 : 1;
  if (one.onCause && !cues.has('cause')) factor = weight.cause * firstOfCue;
  for (const cue of one.cues) factor = Math.max(factor, weight[cue] * (cues.has(cue) ? 1 : firstOfCue));
  return ((one.over ? overFactor : 1) * factor * fresh) / (one.words + sentenceCost);
}

function hasDigit(stem: string): boolean {
  for (let index = 0; index < stem.length; index += 1) {
    const code = stem.charCodeAt(index);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

function shapeOf({ key }: Candidate): string {
  return key.replaceAll(/\b[a-z]{0,2}\d+\b/g, '0');
}

function take(one: Candidate, { said, cues, picked, shapes }: Taken): void {
  picked.set(one.place, one);
  const shape = shapeOf(one);
  shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  for (const stem of one.stems) said.add(stem);
  for (const cue of one.cues) cues.add(cue);
}
