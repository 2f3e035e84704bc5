import type { Values } from './core/evaluate.ts';
import { builtInSource, type StoredValue } from './store/value-store.ts';

/** Stored values as rules take them. */
export function measuredOf(values: ReadonlyMap<string, StoredValue> | undefined): Values {
  return new Map(
    [...(values ?? [])].map(([measure, { value, at, source }]) => [
      measure,
      { value, at: source === builtInSource ? null : at.getTime() },
    ]),
  );
}
