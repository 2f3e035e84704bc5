import { standardSpec, type MeasureValue } from '@fieldmarshal/contract/readiness';
import { measureSpec } from '@fieldmarshal/contract/readiness/measure';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateProduct, reevaluateProduct, type Measured } from './evaluate.ts';
import { compileStandards, type Traits } from './standards.ts';

const outside = ['m0', 'm1', 'm2', 'm3', 'm4'];
const types = ['number', 'number', 'yesno', 'yesno', 'text'] as const;
const measures = outside.map((name, index) => ({
  name,
  spec: measureSpec.parse({ type: types[index], freshHours: 1 + index }),
}));
const rules = [
  'm0 > 1.5',
  'm0 == 0 || m2',
  'm2 && m3',
  'm1 < m0 * 2',
  '!m3 || m4 in ["a", "b"]',
  'm4.startsWith("a") && m1 >= 1',
  'm2 ? m0 > 1 : m3',
  'runbook_set',
];
const standard = fc.record({
  rule: fc.constantFrom(...rules),
  appliesTo: fc.constantFrom({}, { teams: ['t1'] }, { criticality: 2 }, { labels: { tier: '1' } }),
});
const standards = fc.array(standard, { maxLength: 12 }).map((all) =>
  compileStandards(
    all.map((each, index) => ({
      name: `s${index}`,
      spec: standardSpec.parse({ ...each, why: 'w', fix: 'f', area: 'a' }),
    })),
    measures,
  ),
);
const product: fc.Arbitrary<Traits> = fc.record({
  name: fc.constant('p'),
  team: fc.constantFrom('t1', 't2'),
  labels: fc.constantFrom({}, { tier: '1' }),
  applications: fc.constant([]),
  criticality: fc.constantFrom(null, 1, 3),
});
// Values of the wrong type come from before a measure was changed.
const value: fc.Arbitrary<MeasureValue> = fc.oneof(
  fc.constantFrom(0, 1, 2, 0.5),
  fc.boolean(),
  fc.constantFrom('a', 'ab', 'z'),
);
const change = fc.record({
  measure: fc.constantFrom(...outside, 'runbook_set'),
  next: fc.option(fc.record({ value, at: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null }) }), {
    nil: null,
  }),
});

describe('evaluating only what changed', () => {
  it('gives the same as evaluating everything, whatever changes in whatever order, one by one or many at once', () => {
    fc.assert(
      fc.property(
        standards,
        product,
        fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 10 }),
        (all, traits, steps) => {
          const values = new Map<string, Measured>();
          let results = evaluateProduct(all, traits, values);
          for (const step of steps) {
            for (const { measure, next } of step)
              if (next === null) values.delete(measure);
              else values.set(measure, next);
            const changed = new Set(step.map(({ measure }) => measure));
            results = reevaluateProduct(all, results, { values, changed });
            expect([...results]).toEqual([...evaluateProduct(all, traits, values)]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
