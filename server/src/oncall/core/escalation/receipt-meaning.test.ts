import { expect, test } from 'vitest';
import { meaningOf } from './receipt-meaning.ts';

type News = Parameters<typeof meaningOf>[0];

test.each<[string, News, ReturnType<typeof meaningOf>]>([
  ['it left', { outcome: 'sent', settled: true, attempt: 1 }, null],
  ['it arrived', { outcome: 'delivered', settled: true, attempt: 1_000_000 }, null],
  ['it was given up', { outcome: 'failed', settled: true, attempt: 1 }, 'failed'],
  ['it was given up without a word', { outcome: 'unknown', settled: true, attempt: 40 }, 'failed'],
  ['refused for now, once', { outcome: 'failed', settled: false, attempt: 1 }, null],
  ['refused for now, three times', { outcome: 'failed', settled: false, attempt: 3 }, 'delayed'],
  ['not even tried', { outcome: 'failed', settled: false, attempt: 0 }, 'delayed'],
  ['no answer, once', { outcome: 'unknown', settled: false, attempt: 1 }, null],
  ['no answer, three times', { outcome: 'unknown', settled: false, attempt: 3 }, 'delayed'],
])('%s', (_, news, meaning) => {
  expect(meaningOf(news)).toBe(meaning);
});
