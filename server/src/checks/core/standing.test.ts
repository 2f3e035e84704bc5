import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askable, judge, standingOf, type Rules } from './standing.ts';

const rules: Rules = { failing: { runs: 1, of: 1 }, passingRuns: 1, agree: 1 };
const twoOfThree = { ...rules, failing: { runs: 2, of: 3 } };

describe('one place', () => {
  test.each([
    ['', rules, 'unknown'],
    ['P', rules, 'ok'],
    ['PF', rules, 'failing'],
    ['PFP', rules, 'ok'],
    ['PFK', rules, 'flaky'],
    ['FH', rules, 'failing'],
    ['FHEEEP', rules, 'ok'],
    ['HTE', rules, 'unknown'],
    ['PF', twoOfThree, 'wavering'],
    ['PFPF', twoOfThree, 'failing'],
    ['FPPF', twoOfThree, 'wavering'],
    ['FFP', twoOfThree, 'ok'],
    ['FFPF', twoOfThree, 'wavering'],
    ['FHF', twoOfThree, 'failing'],
    ['FP', { ...rules, passingRuns: 2 }, 'failing'],
    ['FPP', { ...rules, passingRuns: 2 }, 'ok'],
    ['FPFPP', { ...rules, passingRuns: 2 }, 'ok'],
  ] as const)('%s under %j is %s', (recent, given, expected) => {
    expect(standingOf(recent, given)).toBe(expected);
  });

  test('says the same whatever runs without a word about the product lie between', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('P', 'K', 'F', 'T', 'H', 'E'), { maxLength: 50 }), (outcomes) => {
        const counted = outcomes.filter((each) => 'PKF'.includes(each)).join('');
        expect(standingOf(outcomes.join(''), twoOfThree)).toBe(standingOf(counted, twoOfThree));
      }),
    );
  });
});

describe('all places', () => {
  const seen = { rules, wasFailing: false, isImminent: false };
  test.each([
    ['one of one fails', { ...seen, places: ['F'] }, 'failing'],
    [
      'one of three fails where two must agree',
      { ...seen, places: ['F', 'P', 'P'], rules: { ...rules, agree: 2 } },
      'degraded',
    ],
    [
      'two of three fail where two must agree',
      { ...seen, places: ['F', 'P', 'F'], rules: { ...rules, agree: 2 } },
      'failing',
    ],
    ['nothing ran', { ...seen, places: ['', ''] }, 'no-data'],
    ['the browser crashed last', { ...seen, places: ['PPH'] }, 'no-data'],
    ['the browser crashed at one place', { ...seen, places: ['PH', 'P'] }, 'ok'],
    ['it was failing and nothing is known since', { ...seen, places: ['HHH'], wasFailing: true }, 'failing'],
    ['it was failing and passes', { ...seen, places: ['P'], wasFailing: true }, 'ok'],
    ['a certificate ends soon', { ...seen, places: ['P'], isImminent: true }, 'degraded'],
    ['it passed when tried again', { ...seen, places: ['K'] }, 'degraded'],
  ] as const)('%s: %s', (_, given, expected) => {
    expect(judge(given).state).toBe(expected);
  });

  test('faults that are not the product never make it fail', () => {
    const blameless = fc.array(fc.constantFrom('P', 'K', 'T', 'H', 'E'), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(blameless, { minLength: 1, maxLength: 4 }), (places) => {
        const { state } = judge({ ...seen, places: places.map((each) => each.join('')) });
        expect(state).not.toBe('failing');
      }),
    );
  });
});

describe('places that may be asked', () => {
  const now = 1_000_000_000;
  const everyMs = 60_000;
  const fresh = { judgedDueAt: now - everyMs, nextDueAt: now, everyMs };
  const away = { judgedDueAt: now - 3 * everyMs - 60_001, nextDueAt: now, everyMs };
  test.each([
    [
      'all that ran of late',
      [
        { ...fresh, recent: 'P' },
        { ...fresh, recent: 'F' },
      ],
      ['P', 'F'],
    ],
    [
      'not one whose runner is away',
      [
        { ...fresh, recent: 'F' },
        { ...away, recent: 'PP' },
      ],
      ['F'],
    ],
    [
      'one that is away and sees it failing',
      [
        { ...fresh, recent: 'P' },
        { ...away, recent: 'F' },
      ],
      ['P', 'F'],
    ],
    [
      'not one whose browser broke three times',
      [
        { ...fresh, recent: 'F' },
        { ...fresh, recent: 'PHHE' },
      ],
      ['F'],
    ],
    [
      'one whose browser broke twice',
      [
        { ...fresh, recent: 'F' },
        { ...fresh, recent: 'PHH' },
      ],
      ['F', 'PHH'],
    ],
    [
      'one that has just been added',
      [
        { ...fresh, recent: 'F' },
        { ...fresh, judgedDueAt: null, recent: '' },
      ],
      ['F', ''],
    ],
    [
      'not one that nobody ever took',
      [
        { ...fresh, recent: 'F' },
        { judgedDueAt: null, nextDueAt: away.judgedDueAt, everyMs, recent: '' },
      ],
      ['F'],
    ],
    [
      'all where all are away',
      [
        { ...away, recent: 'P' },
        { ...away, recent: 'PH' },
      ],
      ['P', 'PH'],
    ],
  ])('%s', (_, places, expected) => {
    expect(askable(places, rules, now)).toEqual(expected);
  });
});
