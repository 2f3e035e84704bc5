/** A failing check in an environment. */
export interface Failing {
  readonly check: string;
  /** Milliseconds. */
  readonly since: number;
}

/** A group that was known before. */
export interface KnownGroup {
  readonly id: number;
  readonly since: number;
  readonly checks: readonly string[];
}

export interface Group {
  /** Null: it is new. */
  readonly id: number | null;
  readonly since: number;
  readonly checks: readonly string[];
}

/** Checks that turn within this time of another one are taken as one failure. */
const togetherMs = 10 * 60_000;

/**
 * Which failing checks of one environment are one failure: those that turned together. A check stays in the group in which it is, so
 * that a verdict does not lose its ground while more checks turn; a group of which no check fails any more is not among the answer.
 */
export function groupFailing(failing: readonly Failing[], known: readonly KnownGroup[]): Group[] {
  const groups: { id: number | null; since: number; last: number; checks: string[] }[] = known.map(
    ({ id, since }) => ({ id, since, last: since, checks: [] }),
  );
  const homes = new Map(known.flatMap(({ checks }, index) => checks.map((check) => [check, index] as const)));
  for (const { check, since } of failing.toSorted((a, b) => a.since - b.since)) {
    const home = groups[homes.get(check) ?? -1];
    const group = home ?? groups.find((each) => isTogether(each, since));
    if (group === undefined) {
      groups.push({ id: null, since, last: since, checks: [check] });
      continue;
    }
    group.checks.push(check);
    group.since = Math.min(group.since, since);
    group.last = Math.max(group.last, since);
  }
  return groups
    .filter(({ checks }) => checks.length > 0)
    .map(({ id, since, checks }) => ({ id, since, checks: checks.toSorted() }));
}

function isTogether({ since, last }: { since: number; last: number }, at: number): boolean {
  return at >= since - togetherMs && at <= last + togetherMs;
}
