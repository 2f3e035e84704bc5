/** Whom the first step of a policy pages: a span of time with the people who are on in it. */
export interface Watch {
  readonly from: number;
  readonly to: number;
  readonly people: readonly string[];
}

/** People who are paged whatever the hour. */
export interface FirstStep {
  readonly always: readonly string[];
  /** One list for each schedule, each tiling the same time. */
  readonly schedules: readonly (readonly Watch[])[];
}

const hourMs = 3_600_000;

/** How long nobody is paged, in hours with one decimal, and who is at any time. */
export function coverOf({ always, schedules }: FirstStep): { gapHours: number; people: string[] } {
  const people = [...new Set([...always, ...schedules.flat().flatMap((watch) => watch.people)])].sort();
  if (always.length > 0) return { gapHours: 0, people };
  const [first, ...others] = schedules.map((watches) => watches.filter((watch) => watch.people.length === 0));
  const gaps = others.reduce((common, more) => overlap(common, more), [...(first ?? [])]);
  const totalMs = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return { gapHours: Math.round((10 * totalMs) / hourMs) / 10, people };
}

type Span = Pick<Watch, 'from' | 'to'>;

function overlap(a: readonly Span[], b: readonly Span[]): Watch[] {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const from = Math.max(one.from, other.from);
      const to = Math.min(one.to, other.to);
      return from < to ? [{ from, to, people: [] }] : [];
    }),
  );
}
