import { modelFeatures } from '@fieldmarshal/contract/assist';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incidents } from './incidents.ts';
import { replay, type Outcome, type Replayed } from './measure.ts';

let played: Replayed;
beforeAll(async () => {
  played = await replay();
});
afterAll(() => {
  played = { outcomes: [], requests: [] };
});

const of = (...kinds: string[]): Outcome[] => played.outcomes.filter(({ kind }) => kinds.includes(kind));
const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);

describe('recorded replies of a model, in both wire formats', () => {
  test('are four hundred at least, of every kind a model has failed by', () => {
    expect(played.outcomes.length).toBeGreaterThanOrEqual(400);
    expect(new Set(played.outcomes.map(({ kind }) => kind)).size).toBe(25);
    expect(new Set(played.outcomes.map(({ format }) => format)).size).toBe(2);
  });

  test.each(modelFeatures)(
    'of the text %s meet every kind, keep what is true and leave it whole',
    (feature) => {
      const those = played.outcomes.filter((outcome) => outcome.feature === feature);
      expect(new Set(those.map(({ kind }) => kind)).size).toBe(25);
      expect(those.filter(({ lines }) => lines === 0)).toEqual([]);
      const good = sum(those.map((outcome) => outcome.good));
      expect(sum(those.map(({ kept }) => kept))).toBeGreaterThanOrEqual(0.95 * good);
    },
  );

  test('show nothing that does not follow from what it cites, not even for a moment', () => {
    expect(played.outcomes.flatMap(({ kind, unsafe }) => unsafe.map((text) => `${kind}: ${text}`))).toEqual(
      [],
    );
  });

  test('keep what is true of them, also in fences, in prose and before a line that breaks', () => {
    const good = sum(played.outcomes.map((outcome) => outcome.good));
    expect(good).toBeGreaterThan(900);
    expect(played.outcomes.flatMap(({ lost }) => lost).length / good).toBeLessThanOrEqual(0.05);
    for (const kind of ['good', 'fenced', 'prose', 'cut', 'truncated'])
      expect(sum(of(kind).map(({ kept }) => kept))).toBeGreaterThanOrEqual(
        0.95 * sum(of(kind).map((each) => each.good)),
      );
  });

  test('leave a whole text on the screen where they give nothing', () => {
    for (const outcome of of('empty', 'refusal', 'other-incident', 'http429', 'http500', 'hang', 'drip'))
      expect(outcome.lines, outcome.kind).toBeGreaterThan(0);
  });
});

test('nothing that must not leave is in any request', () => {
  expect(played.requests.length).toBeGreaterThanOrEqual(400);
  for (const canary of incidents.flatMap(({ canaries }) => canaries))
    expect(played.requests.filter((body) => body.includes(canary)).length, canary).toBe(0);
});
