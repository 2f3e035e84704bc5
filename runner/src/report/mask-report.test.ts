import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { runLimits, type NewRunReport } from '@fieldmarshal/contract/checks';
import { mask } from './mask.ts';
import { maskReport } from './mask-report.ts';

function report(more: Partial<NewRunReport>): NewRunReport {
  return {
    id: randomUUID(),
    attempt: 1,
    startedAt: '2026-11-26T00:00:00Z',
    durationMs: 1,
    verdict: 'failed',
    fault: { class: 'product', why: 'It answered 502.' },
    ...more,
  };
}

test.each(['failed', 'product', 'error', 'text', 'test', '2026'])(
  'a secret that is a word of ours, %s, does not spoil the report',
  (value) => {
    const given = report({
      error: { message: `It said ${value}` },
      console: [{ atMs: 1, level: 'error', text: value }],
      steps: [{ title: value, category: 'test.step', atMs: 0, durationMs: 1, products: ['product'] }],
    });
    const masked = maskReport(given, mask({ WORD: value }));
    expect(masked).toMatchObject({
      id: given.id,
      verdict: 'failed',
      fault: { class: 'product' },
      startedAt: given.startedAt,
      error: { message: 'It said [secret WORD]' },
      console: [{ level: 'error', text: '[secret WORD]' }],
      steps: [{ title: '[secret WORD]', products: ['product'] }],
    });
  },
);

test('where the word for a secret is longer than the secret, what is left still fits into a report', () => {
  const message = 'abcd'.repeat(runLimits.textLength / 4);
  const masked = maskReport(
    report({
      error: { message, stack: message },
      requests: [
        { atMs: 0, durationMs: 1, method: 'GET', url: `http://x/${'abcd'.repeat(490)}`, status: 200 },
      ],
      cut: ['abcd'.repeat(50)],
    }),
    mask({ RATHER_LONG_NAME: 'abcd' }),
  );
  expect(masked.error?.message).toHaveLength(runLimits.textLength);
  expect(JSON.stringify(masked)).not.toContain('abcd');
});

test('a measure whose name holds a secret is left out, and nothing of it is told', () => {
  const measures = [
    { name: 'LCP', value: 1, unit: 'ms' },
    { name: 'of.s3cret', value: 2, unit: 'ms' },
  ];
  const masked = maskReport(report({ measures }), mask({ KEY: 's3cret' }));
  expect(masked.measures?.map(({ name }) => name)).toEqual(['LCP']);
});
