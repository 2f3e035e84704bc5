import { runReport } from '@fieldmarshal/contract/checks';
import { describe, expect, test } from 'vitest';
import { blamed } from './blame.ts';

const base = {
  id: '0198c000-0000-7000-8000-000000000000',
  attempt: 1,
  startedAt: '2026-11-26T00:00:00Z',
  durationMs: 1,
  verdict: 'failed',
};
const step = (title: string, parts: object = {}) => ({
  title,
  category: 'test.step',
  atMs: 0,
  durationMs: 1,
  ...parts,
});
const request = (product: string, status: number | null) => ({
  atMs: 0,
  durationMs: 1,
  method: 'GET',
  url: 'https://x',
  status,
  product,
});
const report = (parts: object) => runReport.parse({ ...base, ...parts });

describe('who is blamed', () => {
  test('the products of the step that failed come first, then of requests that failed, then of the check', () => {
    const run = report({
      failedStep: 1,
      steps: [step('pay', { products: ['payments'] }), step('click', { parent: 0, products: ['web'] })],
      requests: [request('search', 200), request('gateway', 502), request('audit', null)],
    });
    expect(blamed(run, ['web', 'documents'])).toEqual(['web', 'payments', 'gateway', 'audit', 'documents']);
  });

  test('a step that claims to be its own parent ends the walk', () => {
    const run = report({ failedStep: 0, steps: [step('a', { parent: 0, products: ['p'] })] });
    expect(blamed(run, [])).toEqual(['p']);
  });

  test('a failed step that is not there blames what the check looks at', () => {
    expect(blamed(report({ failedStep: 7 }), ['p'])).toEqual(['p']);
  });
});
