/** A bundle that was taken in: its number and the time that it tells of. */
export interface Covered {
  readonly sequence: number;
  readonly from: string;
  readonly to: string;
  /** When it came, by our clock. */
  readonly storedAt?: string;
}

/** Until when a picture is known: by the clock of the site, but never later than it came, whatever that clock says. */
export function knownUntil({ to, storedAt }: Covered): string {
  return storedAt !== undefined && Date.parse(storedAt) < Date.parse(to) ? storedAt : to;
}

/** Numbers that have not come, and the time that nothing is known of. `to` is null where it lasts until now. */
export interface Gap {
  readonly firstMissing: number;
  readonly lastMissing: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** What is missing between the bundles of one stream, oldest first. Nothing is said of what may come after the last. */
export function gapsOf(covered: readonly Covered[]): Gap[] {
  const sorted = covered.toSorted((a, b) => a.sequence - b.sequence);
  const gaps: Gap[] = [];
  let before: Covered | null = null;
  for (const bundle of sorted) {
    const expected = (before?.sequence ?? 0) + 1;
    if (bundle.sequence > expected)
      gaps.push({
        firstMissing: expected,
        lastMissing: bundle.sequence - 1,
        from: before?.to ?? null,
        to: bundle.from,
      });
    if (before === null || bundle.sequence > before.sequence) before = bundle;
  }
  return gaps;
}

/** The first numbers that are missing, one by one. */
export function numbersOf(gaps: readonly Gap[], most: number): number[] {
  const numbers: number[] = [];
  for (const { firstMissing, lastMissing } of gaps)
    for (let n = firstMissing; n <= lastMissing && numbers.length < most; n += 1) numbers.push(n);
  return numbers;
}

/** Numbers to ask for, as people write them: `3, 7-9`. */
export function rangesText(gaps: readonly Pick<Gap, 'firstMissing' | 'lastMissing'>[]): string {
  return gaps
    .map(({ firstMissing, lastMissing }) =>
      firstMissing === lastMissing ? String(firstMissing) : `${firstMissing}-${lastMissing}`,
    )
    .join(', ');
}

/** Reads {@link rangesText} back; at most 10,000 numbers. Null where it cannot be read. */
export function readRanges(text: string): number[] | null {
  const numbers: number[] = [];
  for (const part of text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const found = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part);
    if (!found) return null;
    const first = Number(found[1]);
    const last = Number(found[2] ?? found[1]);
    if (first < 1 || last < first || last - first + numbers.length >= 10_000) return null;
    for (let n = first; n <= last; n += 1) numbers.push(n);
  }
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}
