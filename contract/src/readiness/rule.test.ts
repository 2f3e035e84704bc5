import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault, RuleBook, type Rule } from './rule.ts';

const book = new RuleBook([
  { name: 'gap_hours', type: 'number' },
  { name: 'pages', type: 'number' },
  { name: 'runbook', type: 'yesno' },
  { name: 'tier', type: 'text' },
]);

function rule(text: string): Rule {
  const read = book.read(text);
  if (isFault(read)) throw new Error(read.message);
  return read;
}

function refusal(text: string): string {
  const read = book.read(text);
  return isFault(read) ? read.message : 'is taken';
}

describe('a rule', () => {
  it.each([
    ['gap_hours == 0', { gap_hours: 0 }, 'met'],
    ['gap_hours == 0', { gap_hours: 0.5 }, 'missed'],
    ['gap_hours * 2 + 1 <= 5', { gap_hours: 2 }, 'met'],
    ['gap_hours >= 0.5 * pages', { gap_hours: 1, pages: 3 }, 'missed'],
    ['gap_hours / 2 < 3', { gap_hours: 5.9 }, 'met'],
    ['runbook && tier in ["1", "2"]', { runbook: true, tier: '2' }, 'met'],
    ['tier.startsWith("crit") ? gap_hours == 0 : true', { tier: 'low' }, 'met'],
    ['!runbook', { runbook: true }, 'missed'],
  ] as const)('%s of %j is %s', (text, values, outcome) => {
    expect(rule(text).evaluate(values)).toBe(outcome);
  });

  it('is unknown without the values it needs, and only then', () => {
    expect(rule('gap_hours == 0').evaluate({})).toBe('unknown');
    expect(rule('runbook && gap_hours == 0').evaluate({ runbook: true })).toBe('unknown');
    expect(rule('runbook && gap_hours == 0').evaluate({ runbook: false })).toBe('missed');
    expect(rule('gap_hours == 0 || runbook').evaluate({ runbook: true })).toBe('met');
    expect(rule('!(gap_hours > 1)').evaluate({})).toBe('unknown');
  });

  it('names its measures, each once', () => {
    expect(rule('runbook || gap_hours > 1 && gap_hours < pages').measures).toEqual([
      'gap_hours',
      'pages',
      'runbook',
    ]);
  });

  it.each([
    ['gap_hour == 0', 'there is no measure "gap_hour"'],
    ['gap_hours / 0 > 1', 'divides by zero'],
    ['gap_hours / pages > 1', 'a measure may be zero'],
    ['gap_hours / (1 - 1) > 1', 'only be divided by a number that is written out'],
    ['[1, 2, 3].all(x, x > gap_hours)', '"all" cannot be used'],
    ['tier.matches("(a+)+$")', '"matches" cannot be used'],
    ['gap_hours', 'must say yes or no'],
    ['1 == 1', 'names no measure'],
    ['gap_hours == "1"', 'cannot be read'],
    ['runbook &&', 'cannot be read'],
    ['tier.constructor == 1', 'not part of the language'],
    [`${'('.repeat(60)}runbook${')'.repeat(60)}`, 'cannot be read'],
    [Array.from({ length: 200 }, () => 'runbook').join(' && '), 'cannot be read'],
  ])('%s is refused: %s', (text, why) => {
    expect(refusal(text)).toContain(why);
  });

  it('says where it is wrong', () => {
    expect(book.read('runbook && gap_hour == 0')).toMatchObject({ at: 11 });
  });

  it('knows more with more values: what is decided stays so', () => {
    const texts = [
      'runbook && gap_hours == 0',
      'runbook || gap_hours > 1',
      'runbook ? pages > 1 : gap_hours > 1',
    ];
    const all = fc.record({ gap_hours: fc.integer(), pages: fc.integer(), runbook: fc.boolean() });
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        all,
        fc.subarray(['gap_hours', 'pages', 'runbook'] as const),
        (text, values, some) => {
          const part = Object.fromEntries(some.map((name) => [name, values[name]]));
          const decided = rule(text).evaluate(part);
          if (decided !== 'unknown') expect(rule(text).evaluate(values)).toBe(decided);
        },
      ),
    );
  });
});
