import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assessRca, decideFlag } from './assess.ts';
import { cardOf } from './card.ts';
import { features, measure, type Feature, type PastCase, type RcaCase } from './case.ts';
import { calibrate, reweigh, type Verdict } from './learn.ts';
import { priorModel, probabilityOf, scoreOf } from './model.ts';
import { rankIn, vectorOf } from './rank.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
const shown = <T>(value: T, evidence = '1') => ({ value, evidence });

function incident(changes: Partial<RcaCase> = {}): RcaCase {
  return {
    id: 'INC-1',
    severity: shown(1),
    startedAt: at(0),
    noticedAt: shown(at(5)),
    resolvedAt: shown(at(65), '9'),
    updates: [0, 20, 40].map((minutes, index) => ({ at: at(5 + minutes), evidence: String(index + 2) })),
    products: [shown('pay')],
    places: [],
    teams: [],
    responders: null,
    foundByPeople: null,
    causeUnknown: null,
    intervened: null,
    reopened: null,
    isNew: null,
    dataLoss: null,
    security: null,
    ...changes,
  };
}

/** Twenty incidents before it that lasted 10, 20 … 200 minutes. */
const past: PastCase[] = Array.from({ length: 20 }, (_, index) => {
  const one = incident({
    startedAt: at(-10_000 - index),
    noticedAt: shown(at(-9_999 - index)),
    resolvedAt: shown(at(-10_000 - index + (index + 1) * 10)),
    updates: [],
    products: [shown(index < 3 ? 'pay' : 'mail')],
  });
  return {
    startedAt: one.startedAt,
    products: one.products.map(({ value }) => value),
    raw: measure(one, []),
  };
});

describe('the RCA flag', () => {
  test('compares with the organisation’s own past, and with nothing before it has one', () => {
    const raw = measure(incident({ resolvedAt: shown(at(155)) }), past);
    expect(rankIn(raw, past).duration).toBe(0.75);
    const same = measure(incident({ resolvedAt: shown(at(150)) }), past);
    expect(rankIn(same, past).duration).toBe(0.725);
    expect(rankIn(raw, past.slice(0, 9)).duration).toBe(0.5);
  });

  test('says why in words, with the entry that shows it', () => {
    const { reasons } = assessRca(
      incident({ resolvedAt: shown(at(300), '9'), severity: shown(2, '4') }),
      past,
      priorModel,
    );
    expect(reasons.map(({ text, evidence }) => [text, evidence])).toEqual([
      ['More severe than nearly all of your incidents', '4'],
      ['Its log was written to more often than nearly all of your incidents', '3'],
      ['Noticed 5 min after it began, later than nearly all of your incidents', '1'],
    ]);
  });

  test('counts incidents of the same product', () => {
    const { reasons } = assessRca(
      incident({ severity: null, noticedAt: shown(at(0)), updates: [], resolvedAt: shown(at(1)) }),
      past,
      priorModel,
    );
    expect(reasons.map(({ text }) => text)).toContain('Incident 4 of pay within 90 days');
  });

  test.each([
    ['data loss', { dataLoss: shown(true, '7') }, 'data-loss'],
    ['security', { security: shown(true, '7') }, 'security'],
    ['the worst severity', { severity: shown(3, '7') }, 'worst-severity'],
    [
      'an unknown cause of a severe one',
      { severity: shown(2), causeUnknown: shown(true, '7') },
      'cause-unknown',
    ],
  ] as const)('flags by rule for %s, whatever the score and the budget', (_, changes, rule) => {
    const found = assessRca(incident(changes), past, priorModel);
    expect(found.rules).toMatchObject([{ rule, evidence: '7' }]);
    expect(decideFlag({ ...found, probability: 0 }, { resolved: 1, flagged: 99 })).toBe('rule');
  });

  test('shows no more than the budget of a week, except what is sure', () => {
    const found = { ...assessRca(incident(), past, priorModel), rules: [] };
    const decide = (probability: number, flagged: number, resolved = 10) =>
      decideFlag({ ...found, probability }, { resolved, flagged });
    expect([decide(0.1, 0), decide(0.5, 1), decide(0.5, 2), decide(0.9, 2), decide(0.5, 4, 30)]).toEqual([
      'below',
      'score',
      'over-budget',
      'score',
      'score',
    ]);
  });

  test('has at least two reasons with evidence for any incident', () => {
    const minutes = fc.integer({ min: -1000, max: 100_000 });
    const arbitrary = fc.record({
      severity: fc.option(fc.integer({ min: 0, max: 3 }).map((value) => shown(value))),
      resolvedAt: minutes.map((value) => shown(at(value))),
      noticedAt: minutes.map((value) => shown(at(value))),
      updates: fc.array(
        minutes.map((value) => ({ at: at(value), evidence: '2' })),
        { maxLength: 5 },
      ),
      startedAt: fc.oneof(minutes.map(at), fc.constant('no instant')),
    });
    fc.assert(
      fc.property(arbitrary, fc.boolean(), (changes, hasPast) => {
        const found = assessRca(incident(changes), hasPast ? past : [], priorModel);
        expect(found.reasons.length).toBeGreaterThanOrEqual(2);
        expect(found.reasons.every(({ text, evidence }) => text !== '' && evidence !== '')).toBe(true);
        expect(found.probability).toBeGreaterThanOrEqual(0);
        expect(found.probability).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });

  test('never scores an incident lower for more of anything', () => {
    const rank = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(rank, { minLength: 16, maxLength: 16 }),
        fc.constantFrom(...features),
        rank,
        (ranks, more, by) => {
          const vector = vectorOf((feature) => ranks[features.indexOf(feature)] ?? 0.5);
          const raised = { ...vector, [more]: Math.min(1, vector[more] + by) };
          expect(scoreOf(raised, priorModel)).toBeGreaterThanOrEqual(scoreOf(vector, priorModel));
        },
      ),
    );
  });
});

/** Verdicts of people who go by one feature only. */
function verdicts(count: number, by: Feature): Verdict[] {
  return Array.from({ length: count }, (_, index) => {
    const ranks = features.map((__, place) => ((index * 7919 + place * 104_729) % 97) / 96);
    const vector = vectorOf((feature) => ranks[features.indexOf(feature)] ?? 0.5);
    return { vector, accepted: vector[by] > 0.6 };
  });
}

describe('learning', () => {
  test('leaves the model as shipped before the tenth verdict', () => {
    expect(calibrate(priorModel, verdicts(9, 'severity'))).toEqual(priorModel);
  });

  test('calibrates without changing the order', () => {
    const said = verdicts(40, 'severity').map((verdict) => ({ ...verdict, accepted: false }));
    const model = calibrate(priorModel, said);
    expect(model.slope).toBeGreaterThan(0);
    const order = (one: typeof priorModel) =>
      said
        .map(({ vector }, index) => ({ index, p: probabilityOf(vector, one) }))
        .toSorted((a, b) => a.p - b.p)
        .map(({ index }) => index);
    expect(order(model)).toEqual(order(priorModel));
    const mean = said.reduce((total, { vector }) => total + probabilityOf(vector, model), 0) / said.length;
    expect(mean).toBeLessThan(0.1);
  });

  test('keeps the weights while there are too few verdicts, or too few of one kind', () => {
    expect(reweigh(priorModel, priorModel, verdicts(49, 'teams'))).toBeNull();
    const allNo = verdicts(80, 'teams').map((verdict) => ({ ...verdict, accepted: false }));
    expect(reweigh(priorModel, priorModel, allNo)).toBeNull();
  });

  test('moves the weights to what people go by, within the cap of a night, and never below nothing', () => {
    const model = reweigh(priorModel, priorModel, verdicts(200, 'teams'));
    expect(model?.weights.teams).toBeGreaterThan(priorModel.weights.teams);
    for (const feature of features) {
      const [was, is] = [priorModel.weights[feature], model?.weights[feature] ?? 0];
      expect(is).toBeGreaterThanOrEqual(0);
      expect(Math.abs(is - was)).toBeLessThanOrEqual(Math.max(0.1, was * 0.2) + 1e-9);
    }
  });

  test('keeps the weights when new ones would not have foretold better', () => {
    const coin = verdicts(100, 'severity').map((verdict, index) => ({
      ...verdict,
      accepted: index % 2 === 0,
    }));
    const model = reweigh(priorModel, { ...priorModel, weights: nothing }, coin);
    expect(model).toBeNull();
  });

  test('the card counts precision among the flagged and recall among the accepted', () => {
    const [one] = verdicts(1, 'severity');
    const judged = (accepted: boolean, flagged: boolean) => ({
      vector: one?.vector ?? vectorOf(() => 0.5),
      accepted,
      flagged,
      probability: 0.9,
    });
    const card = cardOf(priorModel, [judged(true, true), judged(false, true), judged(true, false)]);
    expect(card).toMatchObject({ precision: 0.5, recall: 0.5, verdicts: 3, accepted: 2 });
    expect(card.calibration.at(-1)).toMatchObject({ from: 0.8, to: 1, n: 3 });
    expect(cardOf(priorModel, [])).toMatchObject({ precision: null, recall: null });
  });
});

/** The best that can be said of a coin. */
const nothing = Object.fromEntries(features.map((feature) => [feature, 0])) as Record<Feature, number>;
