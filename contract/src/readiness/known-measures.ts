import { builtInMeasures } from './builtin-measures.ts';
import { definitionOf, type MeasureDefinition, type MeasureSpec } from './measure.ts';
import { RuleBook } from './rule.ts';

const builtInNames = new Set(builtInMeasures.map(({ name }) => name));

export function isBuiltIn(name: string): boolean {
  return builtInNames.has(name);
}

/** The platform's own measures and those of the catalog, by name; the platform's win. */
export function knownMeasures(
  objects: Iterable<{ readonly name: string; readonly spec: MeasureSpec }>,
): Map<string, MeasureDefinition> {
  const own = [...objects].map(({ name, spec }) => definitionOf(name, spec));
  return new Map([...own, ...builtInMeasures].map((measure) => [measure.name, measure]));
}

/** Rules over {@link knownMeasures}. */
export function ruleBook(measures: ReadonlyMap<string, MeasureDefinition>): RuleBook {
  return new RuleBook(measures.values());
}
