/** How many of these versions are older than the newest of them. null: none is known, or one has no number that it could be ordered by. */
export function behindNewest(versions: readonly string[]): number | null {
  const read = versions.map(numberedOf);
  const known = read.filter((version) => version !== null);
  if (known.length === 0 || known.length < read.length) return null;
  const newest = known.reduce((best, each) => (compare(each, best) > 0 ? each : best));
  return known.filter((each) => compare(each, newest) < 0).length;
}

interface Numbered {
  readonly numbers: readonly number[];
  /** What follows a hyphen: `rc.1` comes before the release itself. Empty: the release. */
  readonly before: readonly string[];
}

/** `v4.18.2-rc.1+build` without what says nothing of its order; names of commits and branches have none. */
function numberedOf(version: string): Numbered | null {
  const [, numbers = '', before = ''] =
    /^v?(\d+(?:\.\d+)*)(?:-([^+]*))?(?:\+.*)?$/u.exec(version.trim()) ?? [];
  if (numbers === '') return null;
  return { numbers: numbers.split('.').map(Number), before: before === '' ? [] : before.split('.') };
}

/** As Semantic Versioning 2.0 orders them (§11), with as many numbers as there are. */
function compare(a: Numbered, b: Numbered): number {
  const places = Math.max(a.numbers.length, b.numbers.length);
  for (let place = 0; place < places; place += 1) {
    const differs = (a.numbers[place] ?? 0) - (b.numbers[place] ?? 0);
    if (differs !== 0) return differs;
  }
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
  return compareBefore(a.before, b.before);
}

function compareBefore(a: readonly string[], b: readonly string[]): number {
  for (let place = 0; place < Math.max(a.length, b.length); place += 1) {
    const [one, other] = [a[place], b[place]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (one === other) continue;
    const [isOne, isOther] = [/^\d+$/u.test(one), /^\d+$/u.test(other)];
    if (isOne && isOther) return Number(one) - Number(other);
    if (isOne !== isOther) return isOne ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}
