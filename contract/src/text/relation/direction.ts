import type { Evidence, Told } from './evidence.ts';
import type { Link } from './links.ts';

/**
 * Whether a cause or an order that a sentence tells is also told by its evidence. A cause must be said to be one; an order may follow from when
 * things were written down. What the evidence does not mention has no order here: other checks hold it.
 */
export function isBackedLink(claimed: Link, evidence: Evidence): boolean {
  const of = (side: ReadonlySet<string>, other: ReadonlySet<string>): string[] =>
    [...side].filter((stem) => evidence.stems.has(stem) && !other.has(stem));
  const first = of(claimed.first, claimed.second);
  const second = of(claimed.second, claimed.first);
  if (claimed.kind === 'cause') {
    if (first.length === 0) return claimed.second.size === 0 || evidence.links.some(isCause);
    return evidence.links
      .filter(isCause)
      .some((link) => isAlong(first, second, link) && shared(first, link.first) * 2 >= first.length);
  }
  if (first.length === 0 || second.length === 0) return true;
  const near = evidence.links.filter(
    (link) => touches(first, link) && touches(second, link) && link.second.size > 0,
  );
  if (near.some((link) => isAlong(first, second, link))) return true;
  return near.length === 0 && isInOrder(first, second, evidence.told);
}

const isCause = ({ kind }: Link): boolean => kind === 'cause';

function shared(stems: readonly string[], side: ReadonlySet<string>): number {
  return stems.filter((stem) => side.has(stem)).length;
}

function touches(stems: readonly string[], { first, second }: Link): boolean {
  return stems.some((stem) => first.has(stem) || second.has(stem));
}

/** Nothing of it stands on the other side, and something on its own. */
function isAlong(first: readonly string[], second: readonly string[], link: Link): boolean {
  const isWrong =
    first.some((stem) => link.second.has(stem) && !link.first.has(stem)) ||
    second.some((stem) => link.first.has(stem) && !link.second.has(stem));
  return !isWrong && (shared(first, link.first) > 0 || shared(second, link.second) > 0);
}

/** By the times at which both were so, else as they were told. True where one of them is nowhere told by itself. */
function isInOrder(first: readonly string[], second: readonly string[], told: readonly Told[]): boolean {
  const [earlier, later] = [bestOf(first, told), bestOf(second, told)];
  if (earlier.length === 0 || later.length === 0) return true;
  return earlier.some((a) => later.some((b) => !isAfter(a, b)));
}

function bestOf(stems: readonly string[], told: readonly Told[]): Told[] {
  const scored = told
    .filter(({ at }) => !Number.isNaN(at))
    .map((one) => ({ one, score: weightOf(stems, one.clause.stems) }));
  const most = Math.max(0, ...scored.map(({ score }) => score));
  return most * 2 < stems.length || most === 0
    ? []
    : scored.filter(({ score }) => score === most).map(({ one }) => one);
}

/** A number tells one clause from another that has the same words. */
function weightOf(stems: readonly string[], side: ReadonlySet<string>): number {
  return stems.reduce((sum, stem) => sum + (side.has(stem) ? (/^\d/.test(stem) ? 2 : 1) : 0), 0);
}

/** Words that put two things side by side, in no order of time. */
const beside =
  /^(?:while|whereas|when|as|which|who|that|where|although|though|if|während|als|wenn|die|der|das|qui|que|dont|quand|lorsque|mientras|cuando|enquanto|quando|mentre|che|terwijl|toen|wanneer|dat)$/u;

function isAfter(a: Told, b: Told): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.place === b.place) return false;
  const later = a.place > b.place ? a : b;
  return a.place > b.place && !(a.sentence === b.sentence && beside.test(later.clause.lead));
}
