import { expect, test } from 'vitest';
import { judgeExpiry } from './certificate.ts';

const now = Date.UTC(2026, 10, 26);
const inDays = (days: number) => new Date(now + days * 86_400_000);
const rule = { imminentDays: 21, failingDays: 7 };

test.each([
  [30, null],
  [21.5, null],
  [20, 'The certificate ends in 20 days, on 2026-12-16'],
  [7.5, 'The certificate ends in 7 days, on 2026-12-03'],
])('%d days ahead', (days, expected) => {
  expect(judgeExpiry(inDays(days), rule, now)?.what ?? null).toBe(expected);
});

test.each([
  [6.9, 'the certificate ends in 6 days, on 2026-12-02'],
  [-1, 'the certificate ended on 2026-11-25'],
])('%d days ahead is a failure', (days, message) => {
  expect(() => judgeExpiry(inDays(days), rule, now)).toThrow(message);
});
