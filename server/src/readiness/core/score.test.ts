import { standardSpec } from '@fieldmarshal/contract/readiness';
import type { Outcome } from '@fieldmarshal/contract/readiness/rule';
import { describe, expect, test } from 'vitest';
import { evaluateProduct, type Results } from './evaluate.ts';
import { judgeGate } from './gate.ts';
import { gapsOf, nextStepOf } from './next-step.ts';
import { medianOf, sumOf } from './score.ts';
import { compileStandards } from './standards.ts';

const standards = compileStandards(
  [
    { name: 'a', level: 'must', rung: 'bronze', due: '2026-12-31' },
    { name: 'b', level: 'must', rung: 'silver' },
    { name: 'c', level: 'should', rung: 'bronze' },
    { name: 'd', level: 'must', rung: 'bronze', due: '2026-12-01' },
    { name: 'e', level: 'must', rung: 'gold' },
  ].map(({ name, ...more }) => ({
    name,
    spec: standardSpec.parse({
      ...more,
      why: 'w',
      fix: `mend ${name}\nand more`,
      area: 'x',
      rule: 'runbook_set',
    }),
  })),
  [],
);
const results = (outcomes: Record<string, Outcome>): Results =>
  new Map(Object.entries(outcomes).map(([name, outcome]) => [name, { outcome, staleFrom: null }]));
const none: ReadonlySet<string> = new Set();
const now = Date.parse('2026-11-20T00:00:00Z');
const gate = { exempt: new Map<string, number>(), stale: none, now };

describe('how a product stands', () => {
  test('is four times what it meets of what applies, a must counting three times a should', () => {
    // Met: a (3) and c (1). Applies: a, b, c: 3 + 3 + 1. 4 × 4/7 = 2.29.
    const found = results({ a: 'met', b: 'missed', c: 'met' });
    expect(sumOf(standards, found, none)).toEqual({
      ...{ score: 2.3, rung: 'bronze', applies: 3, met: 2, unknown: 0, mustGaps: 1 },
    });
  });

  test('counts what nobody knows as not met, and never as a rung', () => {
    const found = results({ a: 'unknown', b: 'met' });
    expect(sumOf(standards, found, none)).toMatchObject({ score: 2, rung: null, unknown: 1, mustGaps: 1 });
  });

  test('counts what it is exempt from neither way, unless it is met anyway', () => {
    const found = results({ a: 'met', b: 'missed' });
    expect(sumOf(standards, found, new Set(['a', 'b']))).toMatchObject({
      score: 4,
      rung: 'silver',
      applies: 1,
    });
  });

  test('is nothing where nothing applies: no score, no rung, and no way through the gate', () => {
    const never = compileStandards(
      [
        {
          name: 'a',
          spec: standardSpec.parse({
            why: 'w',
            fix: 'f',
            area: 'x',
            rule: 'runbook_set',
            appliesTo: { teams: ['gone'] },
          }),
        },
      ],
      [],
    );
    const product = { name: 'p', team: 't', labels: {}, applications: [], criticality: null };
    const found = evaluateProduct(never, product, new Map());
    expect(found.size).toBe(0);
    expect(sumOf(never, found, none)).toMatchObject({ score: null, rung: null, applies: 0 });
    expect(
      judgeGate(never, { ...gate, results: found }, { rung: 'bronze', minScore: 0, fresh: false }),
    ).toMatchObject({
      passes: false,
      reasons: ['No must up to bronze applies to it, so nothing speaks for it'],
    });
  });

  test.each([
    [[], null],
    [[null], null],
    [[3], 3],
    [[4, null, 1], 2.5],
    [[4, 0, 1], 1],
  ])('of several products %j is the middle %j', (scores, middle) => {
    expect(medianOf(scores)).toBe(middle);
  });
});

describe('the next best step', () => {
  test('is a must before a should, a lower rung before a higher, missed before unknown, then the earlier day', () => {
    const found = results({ a: 'missed', b: 'missed', c: 'missed', d: 'missed', e: 'unknown' });
    const order = (of: Results) => gapsOf(standards, of, none).map(({ name }) => name);
    expect(order(found)).toEqual(['d', 'a', 'b', 'e', 'c']);
    expect(order(results({ a: 'missed', d: 'unknown' }))).toEqual(['a', 'd']);
    const [first] = gapsOf(standards, found, new Set(['d']));
    expect(first && nextStepOf(first, found)).toMatchObject({
      standard: 'a',
      fix: 'mend a',
      due: '2026-12-31',
    });
  });
});

describe('the gate', () => {
  const rules = { rung: 'silver', minScore: 0, fresh: false } as const;
  test('asks for the musts up to its rung, and says which are missed and which nobody knows', () => {
    const found = results({ a: 'missed', b: 'unknown', c: 'missed', d: 'met', e: 'missed' });
    expect(judgeGate(standards, { ...gate, results: found }, rules)).toMatchObject({
      ...{ passes: false, reasons: ['a: missed', 'b: not known'] },
    });
    const met = results({ a: 'met', b: 'met', c: 'missed', d: 'met', e: 'missed' });
    expect(judgeGate(standards, { ...gate, results: met }, rules)).toMatchObject({
      passes: true,
      reasons: [],
    });
  });

  test('refuses what is old only where it is asked to, and a score that is too low', () => {
    const found = results({ a: 'met', b: 'met', c: 'missed' });
    const old = { ...gate, results: found, stale: new Set(['a']) };
    expect(judgeGate(standards, old, rules)).toMatchObject({
      passes: true,
      warnings: ['a: rests on old measures'],
    });
    expect(judgeGate(standards, old, { ...rules, fresh: true })).toMatchObject({ passes: false });
    // 4 × 6/7 = 3.4.
    expect(judgeGate(standards, old, { ...rules, minScore: 3.5 }).reasons).toEqual([
      'Its score 3.4 is below 3.5',
    ]);
  });

  test('warns two weeks before an exemption ends', () => {
    const found = results({ a: 'missed', b: 'met' });
    const ends = (day: string) =>
      judgeGate(standards, { ...gate, results: found, exempt: new Map([['a', Date.parse(day)]]) }, rules);
    expect(ends('2026-12-03')).toMatchObject({
      passes: true,
      warnings: ['a: its exemption ends 2026-12-03'],
    });
    expect(ends('2026-12-05')).toMatchObject({ passes: true, warnings: [] });
  });
});
