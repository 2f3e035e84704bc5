import { logsSourceSpec, metricsSourceSpec, tracesSourceSpec } from '@fieldmarshal/contract/knowledge';
import { expect, test } from 'vitest';
import { blankLogs, logsForm, logsOf, missingInLogs } from './logs-form.ts';
import { blankSource, missingInSource, sourceForm, sourceOf } from './source-form.ts';
import { blankTraces, missingInTraces, tracesForm, tracesOf } from './traces-form.ts';

const paths = (faults: readonly { path: string }[]) => faults.map(({ path }) => path);

test('a metrics server is saved as it was; a user goes with a password only, and what is missing is told by its field', () => {
  const source = metricsSourceSpec.parse({
    ...{ displayName: 'Mimir', url: 'https://mimir.example/prometheus', auth: 'basic', user: 'fm' },
    ...{ tenant: 'one', description: 'kept' },
  });
  expect(sourceOf(sourceForm(source))).toEqual(source);
  expect(sourceOf({ ...sourceForm(source), auth: 'bearer', tenant: ' ' })).toEqual({
    ...{ displayName: 'Mimir', url: 'https://mimir.example/prometheus', auth: 'bearer', description: 'kept' },
  });
  expect(paths(missingInSource({ ...blankSource, auth: 'basic' }))).toEqual(['url', 'user']);
});

test('stores of traces and of logs are saved as they were, and a new one has what the server would have put', () => {
  const traces = tracesSourceSpec.parse({
    ...{ displayName: 'Tempo', url: 'https://tempo.example', api: 'tempo', auth: 'basic', user: 'fm' },
    ...{ tenant: 'one', environments: ['eu'], links: [{ title: 'a', url: 'https://a.example' }] },
  });
  expect(tracesOf(tracesForm(traces))).toEqual(traces);
  const logs = logsSourceSpec.parse({
    ...{ displayName: 'Loki', url: 'https://loki.example', auth: 'bearer', tenant: 'one' },
    ...{ query: '{env="{{environment}}"}', productLabel: 'app', environments: ['eu'], description: 'kept' },
  });
  expect(logsOf(logsForm(logs))).toEqual(logs);
  expect(logsOf({ ...blankLogs, url: ' https://loki.example ', query: '{a="b"}' })).toEqual(
    logsSourceSpec.parse({ url: 'https://loki.example', query: '{a="b"}' }),
  );
  expect(tracesOf({ ...blankTraces, url: 'https://jaeger.example' })).toEqual(
    tracesSourceSpec.parse({ url: 'https://jaeger.example', api: 'jaeger' }),
  );
});

test('what a store lacks is told by its field: the address, the query, a broken placeholder, the label', () => {
  expect(paths(missingInTraces(blankTraces))).toEqual(['url']);
  expect(paths(missingInLogs(blankLogs))).toEqual(['url', 'query']);
  const logs = { ...blankLogs, url: 'http://loki:3100', query: '{a="{{environment"}' };
  expect(paths(missingInLogs(logs))).toEqual(['query']);
  expect(paths(missingInLogs({ ...logs, query: '{a="b"}', productLabel: 'k8s.pod' }))).toEqual([
    'productLabel',
  ]);
  expect(paths(missingInLogs({ ...logs, query: '{a="b"}', tenant: 'team one' }))).toEqual(['tenant']);
});

test.each([
  ['jaeger', 'http://jaeger:16686/api/traces', ['url']],
  ['jaeger', 'http://jaeger:16686/api/traces/5af7183fb1d4cf5f', ['url']],
  ['tempo', 'http://tempo:3200/tempo', []],
  ['jaeger', 'http://jaeger:16686/jaeger/', []],
  ['jaeger', 'http://jaeger 1:16686', ['url']],
  ['jaeger', 'jaeger:16686', ['url']],
] as const)('of %s, %s has faults at %j: its own path is asked once', (api, url, faults) => {
  expect(paths(missingInTraces({ ...blankTraces, api, url }))).toEqual(faults);
});

test.each([
  ['http://loki:3100/loki/api/v1/push', ['url']],
  ['http://loki:3100/loki/api/v1', ['url']],
  ['http://gateway:3100/loki/', []],
  ['http://loki', []],
  ['http://loki/loki/api', ['url']],
  ['http://gateway/loki-eu', []],
  ['http://loki:3100', []],
] as const)('of Loki, %s has faults at %j', (url, faults) => {
  expect(paths(missingInLogs({ ...blankLogs, url, query: '{a="b"}' }))).toEqual(faults);
});
