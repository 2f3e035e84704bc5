import { behindDenials, isDenial } from '../language/index.ts';
import type { Clause } from './clauses.ts';
import { stemsIn, type Tongue } from './words.ts';

/** The least share of a clause that another must have to be what it tells. */
const shareMin = 0.6;

/**
 * Whether a clause denies what the one it tells affirms, or affirms what that denies: `search fails, but not gateway` for `gateway fails, but
 * not search`. A denial that only stands in another clause (`it works, without errors`) is none of it.
 */
export function isTurnedRound(claimed: Clause, evidence: readonly Clause[], tongue: Tongue): boolean {
  const near = nearestTo(claimed, evidence);
  if (near.length === 0) return false;
  const own = denies(claimed, tongue);
  return near.every((given) => {
    const theirs = denies(given, tongue);
    if (own === theirs) return isAll(claimed) !== isAll(given);
    const denied = firstDenied(own ? claimed : given, tongue);
    if (own) return !evidence.some((other) => isPartOf(other, claimed, { denied, tongue }));
    return denied === null || claimed.stems.has(denied);
  });
}

function nearestTo(claimed: Clause, evidence: readonly Clause[]): Clause[] {
  if (claimed.stems.size < 2) return [];
  const scored = evidence.map((given) => ({
    given,
    share: [...claimed.stems].filter((stem) => given.stems.has(stem)).length / claimed.stems.size,
  }));
  const most = Math.max(shareMin, ...scored.map(({ share }) => share));
  return scored.filter(({ share }) => share === most).map(({ given }) => given);
}

/** The word that joins it may be the one that denies: `nor gateway`. */
function denies({ text, lead }: Clause, { language }: Tongue): boolean {
  return isDenial(`${lead} ${text}`, language);
}

/** `not all of them`: some are. */
function isAll({ text }: Clause): boolean {
  return /\bnot (?:all|every)|nicht alle|pas tou[ts]|no tod[oa]s|nem tod[oa]s|non tutt[ie]|niet alle/iu.test(
    text,
  );
}

function firstDenied({ text, lead }: Clause, tongue: Tongue): string | null {
  for (const behind of behindDenials(`${lead} ${text}`, tongue.language)) {
    const [first] = stemsIn(behind, tongue);
    if (first !== undefined) return first;
  }
  return null;
}

interface Denied {
  readonly denied: string | null;
  readonly tongue: Tongue;
}

/** Whether a denial of the evidence is taken into a clause as a whole: `no errors since` in `it works without errors since`. */
function isPartOf(other: Clause, claimed: Clause, { denied, tongue }: Denied): boolean {
  return (
    denied !== null &&
    denies(other, tongue) &&
    firstDenied(other, tongue) === denied &&
    [...other.stems].every((stem) => claimed.stems.has(stem))
  );
}
