import type { Shift, Span } from './shifts.ts';

export interface Difference extends Span {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Where two answers over the same stretch name different people, in order; neighbours with the same two sides become one. */
export function differences(before: readonly Shift[], after: readonly Shift[]): Difference[] {
  const found: Difference[] = [];
  let [i, j] = [0, 0];
  for (let [a, b] = [before[i], after[j]]; a && b; [a, b] = [before[i], after[j]]) {
    const span = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
    if (span.from < span.to && !samePeople(a.people, b.people))
      add(found, { ...span, before: a.people, after: b.people });
    if (a.to <= b.to) i += 1;
    if (b.to <= a.to) j += 1;
  }
  return found;
}

function samePeople(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function add(list: Difference[], next: Difference): void {
  const last = list.at(-1);
  const goesOn =
    last?.to === next.from && samePeople(last.before, next.before) && samePeople(last.after, next.after);
  if (goesOn) list[list.length - 1] = { ...last, to: next.to };
  else list.push(next);
}
