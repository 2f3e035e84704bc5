import { didYouMean } from '@fieldmarshal/contract';
import { isBuiltIn, knownMeasures, ruleBook } from '@fieldmarshal/contract/readiness/known-measures';
import { measureName } from '@fieldmarshal/contract/readiness/measure';
import { isFault } from '@fieldmarshal/contract/readiness/rule';
import type { Violation } from '../check.ts';
import type { NewObject } from '../new-object.ts';

type Of<K extends NewObject['kind']> = Extract<NewObject, { kind: K }>;

/** What is wrong with standards, measures and initiatives: rules that cannot be read, names that no rule could write, days in the wrong order. */
export function checkReadiness(objects: readonly NewObject[]): Violation[] {
  const measures = objects.filter((object): object is Of<'Measure'> => object.kind === 'Measure');
  const standards = objects.filter((object): object is Of<'Standard'> => object.kind === 'Standard');
  const initiatives = objects.filter((object): object is Of<'Initiative'> => object.kind === 'Initiative');
  return [
    ...measures.flatMap((measure) => checkMeasure(measure)),
    ...checkRules(standards, measures),
    ...initiatives.flatMap(({ kind, name, spec }) =>
      spec.due > spec.start ? [] : [{ kind, name, path: ['spec', 'due'], message: 'must be after start' }],
    ),
  ];
}

function checkMeasure({ kind, name, spec }: Of<'Measure'>): Violation[] {
  const faults: Violation[] = [];
  const at = (path: Violation['path'], message: string): void => {
    faults.push({ kind, name, path, message });
  };
  if (isBuiltIn(name)) at(['metadata', 'name'], 'is a measure of the platform itself');
  else if (!measureName.safeParse(name).success)
    at(
      ['metadata', 'name'],
      'must be lower-case letters, digits and "_", starting with a letter, so that rules can name it',
    );
  const { source } = spec;
  if (source.type === 'http' && !`${source.url}${source.pointer}`.includes('{{product}}'))
    at(
      ['spec', 'source', 'url'],
      'must hold {{product}}, or its pointer must: every product would get the same value',
    );
  return faults;
}

function checkRules(standards: readonly Of<'Standard'>[], measures: readonly Of<'Measure'>[]): Violation[] {
  if (standards.length === 0) return [];
  const known = knownMeasures(measures.filter(({ name }) => measureName.safeParse(name).success));
  const book = ruleBook(known);
  return standards.flatMap(({ kind, name, spec }): Violation[] => {
    const rule = book.read(spec.rule);
    if (!isFault(rule)) return [];
    const unknown = /^there is no measure "(.*)"$/.exec(rule.message)?.[1];
    const near = unknown === undefined ? '' : didYouMean(unknown, known.keys());
    const place = rule.at === null || rule.at === 0 ? '' : ` (at character ${rule.at + 1})`;
    return [{ kind, name, path: ['spec', 'rule'], message: `${rule.message}${near}${place}` }];
  });
}
