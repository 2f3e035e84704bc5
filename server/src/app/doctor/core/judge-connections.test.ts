import { expect, test } from 'vitest';
import { connectionsMost } from '#platform';
import { judgeConnections } from './judge-connections.ts';

const none = { all: 0, web: 0, worker: 0 };
const chart = { running: { ...none, web: 2, worker: 2 }, role: 'all', isEmbedded: false } as const;

test('the figures of the table in docs/operations.md', () => {
  expect([connectionsMost('all'), connectionsMost('web'), connectionsMost('worker')]).toEqual([70, 44, 59]);
});

test('two of web and worker each do not fit into what PostgreSQL allows by default, and the figure is told', () => {
  const finding = judgeConnections({ ...chart, allowed: 97 });
  expect(finding.state).toBe('warning');
  expect(finding.found).toContain('2 of role web and 2 of role worker may need 314');
  expect(finding.advice).toContain('max_connections of PostgreSQL to 320');
  expect(judgeConnections({ ...chart, allowed: 314 }).state).toBe('ok');
});

test('where none runs, the one that will is counted; an embedded database has no second one beside it', () => {
  const one = { running: none, role: 'all', allowed: 97 } as const;
  const finding = judgeConnections({ ...one, isEmbedded: false });
  expect(finding.state).toBe('warning');
  expect(finding.found).toMatch(/^No process runs; one may need 145 connections/);
  expect(judgeConnections({ ...one, isEmbedded: true }).state).toBe('ok');
});
