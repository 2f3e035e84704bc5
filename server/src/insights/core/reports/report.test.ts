import { expect, test } from 'vitest';
import { reportMail } from './mail.ts';
import { duePeriod } from './period.ts';
import { lastedWords, objectiveWords } from './words.ts';

test.each([
  ['week', { day: '2026-11-23', hour: 6 }, null],
  ['week', { day: '2026-11-23', hour: 7 }, { from: '2026-11-16', to: '2026-11-22' }],
  ['week', { day: '2026-11-29', hour: 0 }, { from: '2026-11-16', to: '2026-11-22' }],
  ['month', { day: '2026-03-01', hour: 6 }, null],
  ['month', { day: '2026-03-01', hour: 7 }, { from: '2026-02-01', to: '2026-02-28' }],
  ['month', { day: '2026-01-15', hour: 0 }, { from: '2025-12-01', to: '2025-12-31' }],
] as const)('the period of a %s, asked for at %j, is %j', (every, moment, period) => {
  expect(duePeriod(every, moment)).toEqual(period);
});

test.each([
  [40_000, '40 s'],
  [5 * 60_000, '5 min'],
  [80 * 60_000, '1 h 20 min'],
  [51 * 3_600_000, '2 d 3 h'],
])('%i ms are %s', (ms, words) => {
  expect(lastedWords(ms)).toBe(words);
});

test('what nothing is known of is never told as good', () => {
  const none = { rate: null, bad: 0, of: 0 };
  const slo = {
    ...{ slo: 's', title: 'Search', workflow: 'w', workflowTitle: 'W', environment: 'eu', objective: 0.99 },
    ...{ windowDays: 28, checks: [], good: 0, bad: 0, notCounted: 0, reached: null, allowed: 0, left: null },
    ...{ burn: { hour: none, sixHours: none, threeDays: none }, spentInHours: null, days: [] },
  };
  const items = [slo, { ...slo, environment: '' }];
  expect(objectiveWords({ at: '', items })[0]?.rows).toEqual([
    ['Search, eu', 'not known: no run'],
    ['Search, in no environment', 'not known: no run'],
  ]);
});

test('names are text in a mail, and sections without a line are left out', () => {
  const { text, html } = reportMail({
    ...{ title: 'T', url: 'https://x.example/?a=1&b=2', lead: [] },
    sections: [
      { title: 'Rules', rows: [['<img src=x onerror=alert(1)>', '"1"']] },
      { title: 'Nothing here', rows: [] },
    ],
  });
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(html).not.toContain('<img');
  expect(html).toContain('?a=1&amp;b=2');
  expect(text).toContain('<img src=x onerror=alert(1)>: "1"');
  expect(text + html).not.toContain('Nothing here');
});
