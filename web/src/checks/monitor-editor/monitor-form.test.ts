import { checkSpec } from '@fieldmarshal/contract/checks/spec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankMonitor, missingInMonitor, monitorForm, monitorOf } from './monitor-form.ts';
import { literalOf } from './text-rule-form.ts';

const text = fc.record(
  {
    equals: fc.constant('up'),
    contains: fc.constant('ok'),
    excludes: fc.constant('down'),
    matches: fc.constant('^u'),
  },
  { requiredKeys: [] },
);
const oneText = text.filter((rule) => Object.keys(rule).length > 0);
const json = fc.record(
  {
    path: fc.constant('$.status'),
    equals: fc.constantFrom('up', '5', 'true', '"q"', 5, true, null),
    matches: fc.constant('^u'),
    above: fc.constant(0.5),
    count: fc.constant(3),
  },
  { requiredKeys: ['path'] },
);
const expiry = fc.record({ imminentDays: fc.constantFrom(21, 0.5), failingDays: fc.constantFrom(0, 3) });
const withinMs = fc.constant(800);
const headers = fc.constant({ accept: 'text/html', 'x-id': '{{secret.API_TOKEN}}' });
const http = fc.record(
  {
    type: fc.constant('http'),
    method: fc.constantFrom('GET', 'POST'),
    url: fc.constant('{{baseUrl}}/health'),
    headers,
    body: fc.constant('{"a": 1}'),
    redirects: fc.constant(0),
    verifyCertificate: fc.boolean(),
    expect: fc.record(
      {
        status: fc.constant(['200', '204-206', '3xx']),
        headers: fc.array(
          oneText.map((rule) => ({ name: 'etag', ...rule })),
          { maxLength: 2 },
        ),
        body: fc.array(oneText, { maxLength: 2 }),
        json: fc.array(json, { maxLength: 2 }),
        withinMs,
      },
      { requiredKeys: [] },
    ),
    certificate: expiry,
  },
  { requiredKeys: ['type', 'url'] },
);
const tcp = fc.record(
  {
    type: fc.constant('tcp'),
    host: fc.constant('db'),
    port: fc.constantFrom(5432, '{{port}}'),
    send: fc.constant('PING\r\n'),
    expect: oneText,
    withinMs,
  },
  { requiredKeys: ['type', 'host', 'port'] },
);
const dns = fc.record(
  {
    type: fc.constant('dns'),
    name: fc.constant('shop.example'),
    record: fc.constantFrom('AAAA', 'MX'),
    resolver: fc.constant('9.9.9.9:53'),
    includes: fc.constant(['192.0.2.1', '{{ip}}']),
    countMin: fc.constant(0),
    withinMs,
  },
  { requiredKeys: ['type', 'name'] },
);
const tls = fc.record(
  {
    type: fc.constant('tls'),
    host: fc.constant('shop.example'),
    port: fc.constant(8443),
    serverName: fc.constant('x'),
    verifyCertificate: fc.boolean(),
    certificate: expiry,
  },
  { requiredKeys: ['type', 'host'] },
);
const condition = fc.oneof(
  fc.record({
    type: fc.constant('threshold'),
    direction: fc.constantFrom('above', 'below'),
    value: fc.constantFrom(0, -2.5, 1e9),
  }),
  fc.record({
    type: fc.constant('forecast'),
    limit: fc.constant(95),
    withinHours: fc.constant(0.5),
    historyHours: fc.constant(48),
  }),
  fc.record({
    type: fc.constant('burn-rate'),
    objectivePercent: fc.constant(99.95),
    longWindow: fc.constant('6h'),
    factor: fc.constant(6),
    tells: fc.constantFrom('failing', 'imminent'),
    budgetDays: fc.constant(28),
  }),
);
const promql = fc.record(
  {
    type: fc.constant('promql'),
    server: fc.constant('http://prometheus:9090'),
    headers,
    query: fc.constant('up'),
    condition,
    noData: fc.constant('pass'),
    unit: fc.constant('%'),
  },
  { requiredKeys: ['type', 'server', 'query', 'condition'] },
);
const places = fc.array(
  fc.record(
    {
      environment: fc.constant('eu-prod'),
      everySeconds: fc.constant(300),
      variables: fc.constant({ baseUrl: 'https://x' }),
      paused: fc.boolean(),
    },
    { requiredKeys: ['environment'] },
  ),
  { minLength: 1, maxLength: 2 },
);
const specs = fc
  .record(
    {
      displayName: fc.constant('Gateway answers'),
      description: fc.constant('Why'),
      links: fc.constant([{ title: 'Runbook', url: 'https://example.org/' }]),
      owner: fc.constant('edge'),
      products: fc.constant(['gateway', 'web']),
      workflow: fc.constant('sign-in'),
      probe: fc.oneof(http, tcp, dns, tls, promql),
      environments: places,
      everySeconds: fc.constant(15),
      timeoutSeconds: fc.constant(0.5),
      retries: fc.constant(2),
      places: fc.constant({ names: ['london', 'denver'], agree: 2 }),
      failing: fc.constant({ runs: 2, of: 3 }),
      passingRuns: fc.constant(2),
      severity: fc.constantFrom('SEV1', 'SEV4'),
      signals: fc.boolean(),
      variables: fc.constant({ a: 'b' }),
      secrets: fc.constant(['API_TOKEN']),
      publicBadge: fc.boolean(),
    },
    { requiredKeys: ['displayName', 'probe', 'environments'] },
  )
  .map((spec) => checkSpec.parse(spec));

describe('a monitor in the editor', () => {
  test('is saved as it was when nothing was changed, whatever it says', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        expect(monitorOf(monitorForm(spec))).toEqual(spec);
        expect(missingInMonitor(monitorForm(spec))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['http', ['displayName', 'probe.url', 'environments[0].environment']],
    ['tcp', ['displayName', 'probe.host', 'probe.port', 'environments[0].environment']],
    ['dns', ['displayName', 'probe.name', 'environments[0].environment']],
    ['tls', ['displayName', 'probe.host', 'environments[0].environment']],
    [
      'promql',
      ['displayName', 'probe.server', 'probe.query', 'probe.condition.value', 'environments[0].environment'],
    ],
  ] as const)('of kind %s says in each field what is missing', (type, paths) => {
    expect(missingInMonitor(blankMonitor(type)).map(({ path }) => path)).toEqual(paths);
  });

  test('says which numbers cannot be', () => {
    const wrong = {
      every: '0',
      timeout: 'x',
      retries: '6',
      failingRuns: '4',
      failingOf: '3',
      passingRuns: '',
      agree: '0',
    };
    const faults = missingInMonitor({ ...blankMonitor(), ...wrong }).map(({ path }) => path);
    expect(faults).toEqual(
      expect.arrayContaining([
        'everySeconds',
        'timeoutSeconds',
        'retries',
        'failing.runs',
        'passingRuns',
        'places.agree',
      ]),
    );
  });

  test('takes a number for a number and a text in quotes for a text', () => {
    expect(['5', '"5"', 'up', 'null', '[1]'].map(literalOf)).toEqual([5, '5', 'up', null, '[1]']);
  });
});
