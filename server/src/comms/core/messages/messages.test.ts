import { describe, expect, test } from 'vitest';
import { changesBetween } from './changes.ts';
import { changedRatio } from './distance.ts';
import {
  componentStateOf,
  approvalsNeeded,
  owedNext,
  promiseFor,
  readerLanguage,
  renewedPromise,
  stageFor,
  wantedDrafts,
} from './plan.ts';
import { outdatedBy } from './outdated.ts';
import { titleOf } from './title.ts';

test('what changed since drafting is told in sentences, in the order of now', () => {
  const before = {
    'the state': 'investigating',
    'workflow pay': 'down, likely',
    'workflow refund': 'slow, likely',
  };
  expect(changesBetween(before, before)).toEqual([]);
  expect(
    changesBetween(before, {
      'the state': 'identified',
      'workflow pay': 'down, likely',
      'workflow sell': 'down',
    }),
  ).toEqual([
    'The state was investigating, is identified.',
    'New: workflow sell is down.',
    'Workflow refund is no longer among what is known; it was slow, likely.',
  ]);
});

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1 / 3],
  ['kitten', 'sitting', 3 / 7],
  ['', 'four', 1],
])('of %j to %j a share of %d is changed', (before, after, share) => {
  expect(changedRatio(before, after)).toBeCloseTo(share);
});

describe('drafts', () => {
  test('are for customers of each application in every language they read that is written, and one for each other audience', () => {
    const readers = [
      { application: 'tide', locale: 'de-AT' },
      { application: 'tide', locale: 'pl' },
      { application: 'hearth', locale: 'fr' },
    ];
    expect(wantedDrafts(['tide'], readers).map((each) => `${each.audience} ${each.language}`)).toEqual([
      'customers en',
      'customers de',
      'executives en',
      'support en',
      'partners en',
    ]);
  });

  test('reach everybody in one language, also those whose own is not written', () => {
    expect([
      readerLanguage('de-AT', ['en', 'de']),
      readerLanguage('de', ['en']),
      readerLanguage('pl', ['de']),
    ]).toEqual(['de', 'en', 'de']);
  });

  test('say "still working" where there is nothing new since the last one', () => {
    expect([
      stageFor('triage', null),
      stageFor('mitigating', 'investigating'),
      stageFor('mitigating', 'identified'),
      stageFor('resolved', 'still-working'),
    ]).toEqual(['investigating', 'identified', 'still-working', 'resolved']);
  });

  test('promise the next word at a round time, never sooner than asked', () => {
    expect(promiseFor(Date.parse('2026-11-26T10:01:00Z'), 20)).toBe(Date.parse('2026-11-26T10:25:00Z'));
    expect(promiseFor(Date.parse('2026-11-26T10:00:00Z'), 20)).toBe(Date.parse('2026-11-26T10:20:00Z'));
  });

  test('keep the promise they had while more than half of its time is left', () => {
    const had = Date.parse('2026-11-26T10:25:00Z');
    expect(renewedPromise(had, Date.parse('2026-11-26T10:10:00Z'), 20)).toBe(had);
    expect(renewedPromise(had, Date.parse('2026-11-26T10:16:00Z'), 20)).toBe(
      Date.parse('2026-11-26T10:40:00Z'),
    );
    expect(renewedPromise(null, had, 20)).toBe(Date.parse('2026-11-26T10:45:00Z'));
  });

  test('have titles of public names and a stage only', () => {
    expect(titleOf(['Hearthway'], 'identified', 'de')).toBe('Hearthway: das Problem ist gefunden');
    expect(titleOf([], 'resolved', 'en')).toBe('The problem is over');
    expect(titleOf(['A', 'B', 'C', 'D'], 'monitoring', 'xx')).toBe('A, B, C +1: a fix is in place');
  });
});

test('the next word is owed by the earliest promise to any readers; their next message renews it, a correction leaves it', () => {
  const at = (minute: string) => new Date(`2026-11-26T10:${minute}:00Z`);
  const sent = (language: string, nextUpdateAt: Date | null, corrects: string | null = null) => ({
    audience: 'customers' as const,
    application: 'tide',
    language,
    nextUpdateAt,
    corrects,
  });
  expect(owedNext([])).toBeNull();
  expect(owedNext([sent('en', at('20')), sent('de', at('25'))])).toEqual(at('20'));
  expect(owedNext([sent('en', at('20')), sent('de', at('25')), sent('en', at('40'))])).toEqual(at('25'));
  expect(owedNext([sent('en', at('20')), sent('en', null, 'COM-1')])).toEqual(at('20'));
  expect(owedNext([sent('en', at('20')), sent('en', null)])).toBeNull();
});

test('earlier words to the same readers are outdated; what came after the words that are corrected is not', () => {
  const sent = (id: string, minute: number, more: { corrects?: string; language?: string } = {}) => ({
    id,
    audience: 'customers' as const,
    application: 'tide',
    language: more.language ?? 'en',
    corrects: more.corrects ?? null,
    sentAt: new Date(Date.UTC(2026, 10, 26, 10, minute)),
  });
  const [first, german, over] = [sent('1', 0), sent('2', 1, { language: 'de' }), sent('3', 2)];
  const ids = (of: typeof first, all: readonly (typeof first)[]) => outdatedBy(of, all).map(({ id }) => id);
  expect(ids(over, [first, german, over])).toEqual(['1']);
  const correction = sent('4', 3, { corrects: '1' });
  expect(ids(correction, [first, german, over, correction])).toEqual(['1']);
  const again = sent('5', 4, { corrects: '4' });
  expect(ids(again, [first, german, over, correction, again])).toEqual(['1', '4']);
});

test('two must approve where the severity asks for it; what nobody assessed counts as the worst', () => {
  const needed = (severity: string | null) => approvalsNeeded(severity, 'SEV2');
  expect([needed('SEV1'), needed('SEV2'), needed('SEV3'), needed(null)]).toEqual([2, 2, 1, 2]);
  expect(approvalsNeeded('SEV1', 'none')).toBe(1);
});

test.each([
  ['down', true, 'major-outage'],
  ['down', false, 'partial-outage'],
  ['wrong-data', true, 'wrong-data'],
  ['degraded', true, 'degraded'],
  ['slow', false, 'degraded'],
  ['unknown', true, 'degraded'],
] as const)('what is %s (everywhere: %s) is %s on the status page', (state, everywhere, shown) => {
  expect(componentStateOf(state, everywhere)).toBe(shown);
});
