import type { CauseAnswer, CauseCandidate, CauseVerdict } from '@fieldmarshal/contract/localisation';
import { expect, test } from 'vitest';
import { recordOf, type Judgement } from './record.ts';

const product = (name: string): CauseCandidate => ({ kind: 'product', name });
const theTest: CauseCandidate = { kind: 'test', name: '' };

function judgement(
  ranked: readonly [CauseCandidate, number][],
  answer: Partial<CauseAnswer>,
  parts: Partial<Judgement> = {},
): Judgement {
  const suspects = ranked.map(([of, probability]) => ({
    ...of,
    ...{ displayName: of.name, team: null, version: null, evidence: [], probability },
  }));
  const verdict = { clear: (ranked[0]?.[1] ?? 0) > 0.8, suspects } as unknown as CauseVerdict;
  const said = { answer: 'confirmed' as const, cause: null, faultKind: null, note: '', by: 'ada', at: '' };
  return {
    incidentId: 'INC-1',
    group: null,
    environment: 'eu',
    since: '',
    version: 1,
    verdict,
    answer: { ...said, ...answer },
    ...parts,
  };
}

test('counts the first and the first three, what was rejected as wrong, and what nobody knows not at all', () => {
  const record = recordOf(
    [
      judgement([[product('a'), 0.95]], { cause: product('a'), faultKind: 'error' }),
      judgement(
        [
          [product('a'), 0.91],
          [product('b'), 0.05],
        ],
        { answer: 'corrected', cause: product('b') },
      ),
      judgement([[product('a'), 0.52]], { answer: 'rejected' }, { environment: 'us' }),
      judgement([[product('a'), 0.9]], { answer: 'unknown' }),
      judgement(
        [
          [product('a'), 0.4],
          [theTest, 0.3],
        ],
        { answer: 'corrected', cause: theTest },
      ),
    ],
    90,
  );
  expect(record.all).toMatchObject({ name: 'all', answers: 4, top1: 0.25, top3: 1 });
  expect(record.all.said).toBeCloseTo(0.695, 9);
  expect(record.clear).toEqual({ answers: 2, right: 0.5 });
  expect(record.specificity).toEqual({ answers: 1, share: 1 });
  expect(record.byEnvironment.map(({ name, answers }) => [name, answers])).toEqual([
    ['eu', 3],
    ['us', 1],
  ]);
  expect(record.byFaultKind[1]).toMatchObject({ name: 'error', top1: 1 });
  expect(record.incidents.map(({ rank }) => rank)).toEqual([1, 2, null, null, 2]);
  expect(record.calibration.map(({ from, answers, right }) => [from, answers, right])).toEqual([
    [0.4, 1, 0],
    [0.5, 1, 0],
    [0.9, 2, 0.5],
  ]);
});

test('of nothing is empty, without a share', () => {
  const { all, calibration, clear } = recordOf([], 90);
  expect([all.top1, all.top3, clear.right, calibration]).toEqual([null, null, null, []]);
});

test('narrowed to an environment or to what was wrong, all figures are of that, and one can go from row to row', () => {
  const sure = [product('a'), 0.9] as [CauseCandidate, number];
  const all = [
    judgement([sure], { cause: product('a'), faultKind: 'deploy' }),
    judgement([sure], { answer: 'rejected', faultKind: 'error' }),
    judgement([sure], { cause: product('a') }, { environment: 'us' }),
    judgement([sure], { cause: product('a'), faultKind: 'deploy' }, { environment: null }),
  ];
  const names = (scores: readonly { name: string; answers: number }[]) =>
    scores.map(({ name, answers }) => `${name} ${answers}`);
  const eu = recordOf(all, 90, { environment: 'eu' });
  expect(eu).toMatchObject({ environment: 'eu', faultKind: null, all: { answers: 2, top1: 0.5, said: 0.9 } });
  expect(eu.calibration).toMatchObject([{ answers: 2, said: 0.9, right: 0.5 }]);
  expect(eu.incidents).toHaveLength(2);
  expect(names(eu.byFaultKind)).toEqual(['deploy 1', 'error 1']);
  expect(names(eu.byEnvironment)).toEqual(['eu 2', 'not known 1', 'us 1']);
  const deploys = recordOf(all, 90, { faultKind: 'deploy' });
  expect(names(deploys.byEnvironment)).toEqual(['eu 1', 'not known 1']);
  expect(deploys.all).toMatchObject({ answers: 2, top1: 1 });
  expect(recordOf(all, 90, { environment: 'eu', faultKind: 'not said' }).all).toMatchObject({
    answers: 0,
    top1: null,
  });
});
