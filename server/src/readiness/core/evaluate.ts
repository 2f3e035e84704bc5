import type { MeasureDefinition, MeasureValue } from '@fieldmarshal/contract/readiness';
import type { Outcome } from '@fieldmarshal/contract/readiness/rule';
import { applies, type Standard, type Standards, type Traits } from './standards.ts';

const hourMs = 3_600_000;

/** One value of a measure of one product. */
export interface Measured {
  readonly value: MeasureValue;
  /** In ms since 1970; null for what the platform measures itself, whose age is that of the last look. */
  readonly at: number | null;
}

/** By measure. */
export type Values = ReadonlyMap<string, Measured>;

/** How a product meets a standard. */
export interface Result {
  readonly outcome: Outcome;
  /** From this instant on (ms since 1970) something from outside that it rests on is old; null: nothing is from outside. */
  readonly staleFrom: number | null;
}

/** By standard; only those that apply. */
export type Results = ReadonlyMap<string, Result>;

/** How one product meets everything that applies to it, from scratch. */
export function evaluateProduct(standards: Standards, product: Traits, values: Values): Results {
  const results = new Map<string, Result>();
  for (const standard of standards.list)
    if (applies(standard.spec.appliesTo, product))
      results.set(standard.name, evaluateStandard(standard, values, standards.measures));
  return results;
}

/**
 * The same, where only these measures changed since `results`: only standards that name one of them are looked at. Equal to
 * {@link evaluateProduct} as long as neither the standards nor the product's traits changed.
 */
export function reevaluateProduct(
  standards: Standards,
  results: Results,
  { values, changed }: { readonly values: Values; readonly changed: ReadonlySet<string> },
): Results {
  const next = new Map(results);
  for (const standard of naming(standards, changed))
    if (next.has(standard.name))
      next.set(standard.name, evaluateStandard(standard, values, standards.measures));
  return next;
}

export function evaluateStandard(
  { rule }: Pick<Standard, 'rule'>,
  values: Values,
  measures: ReadonlyMap<string, MeasureDefinition>,
): Result {
  if (rule === null) return { outcome: 'unknown', staleFrom: null };
  const given: Record<string, MeasureValue> = {};
  let staleFrom: number | null = null;
  for (const name of rule.measures) {
    const measured = values.get(name);
    const definition = measures.get(name);
    // A value of another type, from before the measure was changed, is none.
    if (!measured || !definition || !hasType(measured.value, definition.type)) continue;
    given[name] = measured.value;
    if (measured.at === null) continue;
    const old = measured.at + definition.freshHours * hourMs;
    staleFrom = staleFrom === null ? old : Math.min(staleFrom, old);
  }
  return { outcome: rule.evaluate(given), staleFrom };
}

export function hasType(value: MeasureValue, type: MeasureDefinition['type']): boolean {
  return typeof value === { number: 'number', yesno: 'boolean', text: 'string' }[type];
}

const indexes = new WeakMap<Standards, ReadonlyMap<string, readonly Standard[]>>();

/** The standards that name any of these measures, each once. */
function naming(standards: Standards, measures: ReadonlySet<string>): Set<Standard> {
  const index = indexes.get(standards) ?? indexOf(standards);
  indexes.set(standards, index);
  return new Set([...measures].flatMap((name) => index.get(name) ?? []));
}

function indexOf({ list }: Standards): Map<string, Standard[]> {
  const index = new Map<string, Standard[]>();
  for (const standard of list)
    for (const name of standard.rule?.measures ?? []) index.set(name, [...(index.get(name) ?? []), standard]);
  return index;
}
