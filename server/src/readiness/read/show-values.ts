import type { MeasureDefinition, ShownValue } from '@fieldmarshal/contract/readiness';
import type { Looks } from '../core/stale.ts';
import { isLookOld } from '../core/stale.ts';
import { builtInSource, type StoredValue } from '../store/value-store.ts';

interface Known {
  readonly measures: ReadonlyMap<string, MeasureDefinition>;
  readonly values: ReadonlyMap<string, StoredValue> | undefined;
  readonly looks: Looks;
  readonly now: number;
}

const hourMs = 3_600_000;

/** The values of these measures for one product, with what they mean and how old they are. */
export function showValues(names: readonly string[], { measures, values, looks, now }: Known): ShownValue[] {
  return names.flatMap((name): ShownValue[] => {
    const measure = measures.get(name);
    if (!measure) return [];
    const { meaning, unit, freshHours } = measure;
    const stored = values?.get(name);
    const isOwn = stored?.source === builtInSource;
    const at = isOwn ? (looks.get(name) ?? stored.at.getTime()) : stored?.at.getTime();
    const stale = isOwn ? isLookOld(measure, looks, now) : at !== undefined && at + freshHours * hourMs < now;
    return [
      {
        measure: name,
        meaning,
        unit,
        value: stored?.value ?? null,
        at: at === undefined ? null : new Date(at).toISOString(),
        source: stored?.source ?? null,
        stale,
      },
    ];
  });
}
