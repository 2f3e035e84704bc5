import type { FailingGroup } from '@fieldmarshal/contract/localisation/cause';

/** Failing groups, those of one likely cause together: the cause behind the most failing checks first, then the longest failing. */
export function byLikelyCause(groups: readonly FailingGroup[]): FailingGroup[] {
  const failing = new Map<string, number>();
  for (const group of groups) {
    const key = causeKey(group);
    failing.set(key, (failing.get(key) ?? 0) + group.checks.length);
  }
  const weight = (group: FailingGroup): number => failing.get(causeKey(group)) ?? 0;
  return groups.toSorted(
    (a, b) =>
      weight(b) - weight(a) ||
      compare(causeKey(a), causeKey(b)) ||
      compare(a.since, b.since) ||
      compare(a.environment, b.environment),
  );
}

function causeKey({ suspects: [first] }: FailingGroup): string {
  return first === undefined ? '' : `${first.kind} ${first.name}`;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
