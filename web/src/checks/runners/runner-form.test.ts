import type { RunnerView } from '@fieldmarshal/contract/checks/runner';
import { expect, test } from 'vitest';
import { formOf, newRunner, runnerBody } from './runner-form.ts';

const runner: RunnerView = {
  id: 'r',
  name: 'London 1',
  place: 'london',
  environments: ['eu'],
  capabilities: ['http', 'dns'],
  owner: 'platform',
  embedded: false,
  state: 'ok',
  problems: [],
  version: '1',
  lastSeenAt: null,
  running: 0,
  spooled: 0,
  cpuRatio: null,
  memoryRatio: null,
  clockSkewMs: null,
  runs: 0,
  latenessP95Ms: null,
  tokenHint: null,
  createdAt: '2026-11-26T00:00:00Z',
  key: null,
  otherKey: null,
};

test('a runner is sent as it was when nothing was changed, with the very capabilities that it has', () => {
  expect(runnerBody(formOf(runner), runner)).toEqual({
    name: 'London 1',
    place: 'london',
    environments: ['eu'],
    capabilities: ['http', 'dns'],
    owner: 'platform',
  });
});

test.each([
  ['everything', ['e2e', 'http', 'tcp', 'dns', 'tls', 'promql']],
  ['e2e', ['e2e']],
] as const)('one that is to run %s can do %j', (runs, expected) => {
  expect(runnerBody({ ...formOf(runner), runs }, runner).capabilities).toEqual(expected);
});

test('a new one without an owner names none', () => {
  expect(runnerBody({ ...newRunner, name: 'x', place: 'y' })).not.toHaveProperty('owner');
});
