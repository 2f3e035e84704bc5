import type { MeasureDefinition } from '@fieldmarshal/contract/readiness';
import { isBuiltIn } from '@fieldmarshal/contract/readiness/known-measures';
import type { Result } from './evaluate.ts';
import type { Standard } from './standards.ts';

/** When each built-in measure was looked at last, in ms since 1970; one that is not there never was. */
export type Looks = ReadonlyMap<string, number>;

const hourMs = 3_600_000;

/** Whether a built-in measure was not looked at for longer than it stays fresh. */
export function isLookOld(
  measure: Pick<MeasureDefinition, 'name' | 'freshHours'>,
  looks: Looks,
  now: number,
): boolean {
  return (looks.get(measure.name) ?? -Infinity) + measure.freshHours * hourMs < now;
}

/** The built-in measures that were not looked at for too long. */
export function oldMeasures(
  measures: ReadonlyMap<string, MeasureDefinition>,
  looks: Looks,
  now: number,
): Set<string> {
  return new Set(
    [...measures.values()]
      .filter((measure) => isBuiltIn(measure.name) && isLookOld(measure, looks, now))
      .map(({ name }) => name),
  );
}

/** Whether something that a result rests on is old: shown as it was, and hatched. */
export function isStale(
  { rule }: Standard,
  { staleFrom }: Pick<Result, 'staleFrom'>,
  { old, now }: { readonly old: ReadonlySet<string>; readonly now: number },
): boolean {
  return (staleFrom !== null && staleFrom < now) || (rule?.measures.some((name) => old.has(name)) ?? false);
}
