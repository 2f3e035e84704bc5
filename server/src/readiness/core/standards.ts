import { type AppliesTo, type MeasureDefinition, type StandardSpec } from '@fieldmarshal/contract/readiness';
import { knownMeasures, ruleBook } from '@fieldmarshal/contract/readiness/known-measures';
import type { MeasureSpec } from '@fieldmarshal/contract/readiness/measure';
import { isFault, type Rule, type RuleBook } from '@fieldmarshal/contract/readiness/rule';

/** What a standard can choose products by. */
export interface Traits {
  readonly name: string;
  readonly team: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly applications: readonly string[];
  /** Of the most critical workflow that needs it, 1 to 4; null where none does. */
  readonly criticality: number | null;
}

/** A standard whose rule was read. `rule` null: it cannot be read any more, so nobody knows who meets it. */
export interface Standard {
  readonly name: string;
  readonly spec: StandardSpec;
  readonly rule: Rule | null;
}

/** All standards by name, and everything that rules can name. */
export interface Standards {
  readonly list: readonly Standard[];
  readonly measures: ReadonlyMap<string, MeasureDefinition>;
  readonly book: RuleBook;
}

interface Named<S> {
  readonly name: string;
  readonly spec: S;
}

export function compileStandards(
  standards: readonly Named<StandardSpec>[],
  measures: readonly Named<MeasureSpec>[],
): Standards {
  const known = knownMeasures(measures);
  const book = ruleBook(known);
  const list = standards.map(({ name, spec }): Standard => {
    const rule = book.read(spec.rule);
    return { name, spec, rule: isFault(rule) ? null : rule };
  });
  return { list, measures: known, book };
}

/** Whether everything that is given holds of the product; nothing given means every product. */
export function applies(to: AppliesTo, product: Traits): boolean {
  const { products, teams, applications, labels, criticality } = to;
  return (
    (products === undefined || products.includes(product.name)) &&
    (teams === undefined || teams.includes(product.team)) &&
    (applications === undefined || applications.some((name) => product.applications.includes(name))) &&
    Object.entries(labels ?? {}).every(([name, value]) => product.labels[name] === value) &&
    (criticality === undefined || (product.criticality ?? Infinity) <= criticality)
  );
}
