import type { MeasureValue } from '@fieldmarshal/contract/readiness';
import type { Outcome } from '@fieldmarshal/contract/readiness/rule';
import type { Result, Results } from './evaluate.ts';
import type { Standards } from './standards.ts';

/** A result with the instant (ms since 1970) since which its outcome is what it is. */
export interface Kept extends Result {
  readonly since: number;
}
export type KeptResults = ReadonlyMap<string, Kept>;

export interface Change {
  readonly standard: string;
  readonly before: Outcome;
  readonly after: Outcome;
  readonly why: string;
}

/** What became of a measure; null: no value. */
export interface Turn {
  readonly before: MeasureValue | null;
  readonly after: MeasureValue | null;
}

/** New results beside those of before: what stayed keeps its instant, and what turned is told with the measures that turned it. */
export function carry(
  standards: Standards,
  {
    before,
    after,
    turns,
    now,
  }: {
    readonly before: KeptResults;
    readonly after: Results;
    readonly turns: ReadonlyMap<string, Turn>;
    readonly now: number;
  },
): { readonly kept: KeptResults; readonly changes: readonly Change[]; readonly same: boolean } {
  const kept = new Map<string, Kept>();
  const changes: Change[] = [];
  let same = before.size === after.size;
  for (const [name, result] of after) {
    const old = before.get(name);
    if (old?.outcome === result.outcome) {
      kept.set(name, { ...result, since: old.since });
      same &&= old.staleFrom === result.staleFrom;
      continue;
    }
    same = false;
    kept.set(name, { ...result, since: now });
    // What applies for the first time has no before.
    if (old)
      changes.push({
        standard: name,
        before: old.outcome,
        after: result.outcome,
        why: why(measuresOf(standards, name), turns),
      });
  }
  return { kept, changes, same };
}

const byStandard = new WeakMap<Standards, ReadonlyMap<string, readonly string[]>>();

/** The measures that a standard names; looked up for thousands of products. */
function measuresOf(standards: Standards, name: string): readonly string[] {
  const known =
    byStandard.get(standards) ??
    new Map(standards.list.map((each) => [each.name, each.rule?.measures ?? []] as const));
  byStandard.set(standards, known);
  return known.get(name) ?? [];
}

function why(measures: readonly string[], turns: ReadonlyMap<string, Turn>): string {
  const told = measures.flatMap((name) => {
    const turn = turns.get(name);
    if (!turn || turn.before === turn.after) return [];
    if (turn.before === null) return `${name} became known: ${shown(turn.after)}`;
    if (turn.after === null) return `${name} is not known any more; it was ${shown(turn.before)}`;
    return `${name} went from ${shown(turn.before)} to ${shown(turn.after)}`;
  });
  return told.length === 0 ? 'The standard or a measure was changed.' : `${told.join(', ')}.`.slice(0, 1_000);
}

function shown(value: MeasureValue | null): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : `"${value ?? ''}"`;
}
