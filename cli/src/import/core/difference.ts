import type { ScheduleRules } from '@fieldmarshal/server/rota';
import { shifts } from '@fieldmarshal/server/rota';
import type { RenderedShift } from './draft.ts';

/** A stretch in which the source and Fieldmarshal do not have the same people on; half-open, RFC 3339. */
export interface Difference {
  readonly from: string;
  readonly to: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Every stretch of the span in which the source's own shifts and ours differ, in order; empty where they agree at every instant. */
export function differences(
  rules: ScheduleRules,
  rendered: readonly RenderedShift[],
  span: Span,
): Difference[] {
  const ours = shifts(rules, span);
  const theirs = rendered
    .map(({ user, start, end }) => ({ user, from: Date.parse(start), to: Date.parse(end) }))
    .filter(({ from, to }) => from < span.to && to > span.from)
    .toSorted((a, b) => a.from - b.from);
  const edges = [
    span.from,
    span.to,
    ...theirs.flatMap(({ from, to }) => [from, to]),
    ...ours.flatMap(({ from, to }) => [from, to]),
  ];
  const instants = [...new Set(edges)]
    .filter((at) => at >= span.from && at <= span.to)
    .toSorted((a, b) => a - b);
  const found: Difference[] = [];
  let [firstTheirs, firstOurs] = [0, 0];
  for (const [index, from] of instants.slice(0, -1).entries()) {
    const to = instants[index + 1] ?? from;
    while ((theirs[firstTheirs]?.to ?? Infinity) <= from) firstTheirs += 1;
    while ((ours[firstOurs]?.to ?? Infinity) <= from) firstOurs += 1;
    const before = onAt(theirs, firstTheirs, from);
    const now = ours[firstOurs];
    const after = now !== undefined && now.from <= from ? now.people.toSorted() : [];
    if (before.join(' ') !== after.join(' ')) add(found, { from: iso(from), to: iso(to), before, after });
  }
  return found;
}

/** Shifts begin in order but need not end so; those that ended are passed over. */
function onAt(
  shiftsOf: readonly { user: string; from: number; to: number }[],
  first: number,
  at: number,
): string[] {
  const people = new Set<string>();
  for (let index = first; (shiftsOf[index]?.from ?? Infinity) <= at; index += 1) {
    const shift = shiftsOf[index];
    if (shift !== undefined && shift.to > at) people.add(shift.user);
  }
  return [...people].toSorted();
}

/** Makes one of two that touch and say the same. */
function add(found: Difference[], next: Difference): void {
  const last = found.at(-1);
  const continues =
    last?.to === next.from &&
    last.before.join(' ') === next.before.join(' ') &&
    last.after.join(' ') === next.after.join(' ');
  if (last !== undefined && continues) found[found.length - 1] = { ...last, to: next.to };
  else found.push(next);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
