import { withoutUnseen } from '@fieldmarshal/contract';
import { kindNames, type AnyCatalogObject, type Kind } from '@fieldmarshal/contract/catalog';
import fc from 'fast-check';
import { parseObject } from '../core/new-object.ts';

// Texts that a careless writer of YAML would break: other types' words, marks, quotes, line ends, wide characters.
const awkward = fc.constantFrom(
  'yes',
  'null',
  '1e3',
  '2026-01-01',
  '- a',
  '# x',
  '"q"',
  "it's",
  '{a}',
  '&a',
  '*a',
  '!x',
  '%',
  '~',
  'é 🚒',
  '0x1f',
  ': ',
  '|',
  'a: b',
);
const textLine = fc
  .oneof(awkward, fc.string({ maxLength: 40, unit: 'grapheme' }))
  .map((s) => withoutUnseen(s.replaceAll(/\p{Cc}/gu, '')).trim())
  .filter((s) => s.length > 0 && s.isWellFormed() && !s.includes('\0'));
const text = fc
  .oneof(awkward, fc.string({ maxLength: 200 }), fc.constant('two\n\n  lines \n'), fc.constant(' \n'))
  .filter((s) => !s.includes('\0') && s.isWellFormed());
const longText = text.filter((s) => s.length > 0);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const described = {
  displayName: optional(textLine),
  description: optional(text),
  links: optional(fc.array(fc.record({ title: textLine, url: fc.webUrl() }), { maxLength: 2 })),
};
const some = (names: readonly string[], most = 4) =>
  fc.uniqueArray(fc.constantFrom(...names), { maxLength: most });
const oneOf = (names: readonly string[]) => fc.constantFrom(...names);

const n = {
  Hub: ['h1', 'h2'],
  Team: ['t1', 't2'],
  Person: ['ada', 'bo', 'cy'],
  Product: ['p1', 'p2', 'p3', 'p4'],
  Application: ['a1'],
  Environment: ['e1', 'e2'],
  Schedule: ['s1'],
  EscalationPolicy: ['x1', 'x2'],
};
const target = fc.oneof(
  oneOf(n.Person).map((person) => ({ person })),
  oneOf(n.Team).map((team) => ({ team })),
  oneOf(n.Schedule).map((schedule) => ({ schedule })),
);
const instant = fc.constantFrom('2026-01-01T00:00:00Z', '2026-03-29T01:30:00.000Z');

const specs: Record<Kind, (name: string) => fc.Arbitrary<object>> = {
  Hub: () => fc.record({ ...described, timeZone: fc.constantFrom('Europe/London', 'Etc/UTC') }),
  Team: () =>
    fc.record({
      ...described,
      hub: optional(oneOf(n.Hub)),
      members: some(n.Person),
      escalationPolicy: optional(oneOf(n.EscalationPolicy)),
    }),
  Person: (name) =>
    fc.record({
      ...described,
      email: fc.constant(`${name}@x.example`),
      locale: optional(fc.constant('no')),
      roles: fc.uniqueArray(fc.constantFrom('viewer', 'lead')),
      contactMethods: fc.array(
        fc.webUrl().map((url) => ({ channel: 'webhook', url })),
        { maxLength: 2 },
      ),
    }),
  Product: (name) =>
    fc.record({
      ...described,
      owner: oneOf(n.Team),
      dependsOn: some(n.Product).map((all) =>
        all
          .filter((each) => each !== name)
          .map((product, i) => ({ product, strength: i % 2 ? 'soft' : 'hard' })),
      ),
      aliases: fc.array(textLine, { maxLength: 2 }).map((all) => all.map((alias) => `${name} ${alias}`)),
    }),
  Application: () => fc.record({ ...described, owner: optional(oneOf(n.Team)), products: some(n.Product) }),
  Workflow: () =>
    fc.record({
      ...described,
      application: oneOf(n.Application),
      criticality: fc.integer({ min: 1, max: 4 }),
      steps: fc.array(fc.record({ name: textLine, products: some(n.Product) }), { maxLength: 3 }),
    }),
  Environment: () =>
    fc.record({
      ...described,
      connection: fc.constantFrom('connected', 'disconnected'),
      products: some(n.Product).map((all) => all.map((product) => ({ product, version: '1.10' }))),
    }),
  Customer: () =>
    fc.record({
      ...described,
      uses: fc.array(fc.record({ application: oneOf(n.Application), environments: some(n.Environment) }), {
        maxLength: 2,
      }),
      usersPerHour: optional(fc.nat()),
    }),
  Schedule: () =>
    fc.record({
      displayName: optional(textLine),
      timezone: fc.constant('Europe/London'),
      layers: fc.array(
        fc.record({
          name: textLine,
          start: instant,
          handoff: fc.constant({ type: 'weekly', length: 1 }),
          participants: fc.array(fc.oneof(oneOf(n.Person), fc.constant(['ada', 'bo'])), {
            minLength: 1,
            maxLength: 3,
          }),
          restrictions: fc.constantFrom([], [{ days: ['MO'], from: '08:00', to: '24:00' }]),
        }),
        { maxLength: 2 },
      ),
      fallback: some(n.Person),
    }),
  EscalationPolicy: () =>
    fc.record({
      ...described,
      steps: fc.array(
        fc.record({
          targets: fc.array(target, { minLength: 1, maxLength: 3 }),
          minutes: fc.constantFrom(0.5, 5, 1440),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      repeat: fc.integer({ min: 0, max: 9 }),
      // A policy that could page nobody is refused.
      fallback: fc.array(target, { maxLength: 2 }).map((more) => [{ person: 'ada' }, ...more]),
    }),
  Shadow: () =>
    fc.record({
      ...described,
      trainee: fc.constant('ada'),
      schedule: oneOf(n.Schedule),
      until: optional(instant),
      leads: fc.boolean(),
    }),
  Route: () =>
    fc.record({
      ...described,
      matchers: fc.array(
        text.filter((s) => s.length > 0),
        { maxLength: 2 },
      ),
      severityMap: fc.dictionary(textLine, fc.constantFrom('SEV1', 'SEV4'), { maxKeys: 3 }),
      groupBy: fc.constantFrom([], ['...']),
      action: fc.constantFrom('incident', 'alert-only'),
      product: optional(oneOf(n.Product)),
    }),
  Check: () =>
    fc.record({
      ...described,
      owner: optional(oneOf(n.Team)),
      products: some(n.Product),
      probe: fc.record({ type: fc.constant('http'), url: fc.webUrl() }),
      environments: some(n.Environment).map((all) => all.map((environment) => ({ environment }))),
      variables: fc.dictionary(fc.constantFrom('baseUrl', 'n1'), text, { maxKeys: 2 }),
    }),
  ModelProvider: () =>
    fc.record({
      ...described,
      api: fc.constantFrom('openai', 'anthropic'),
      url: fc.webUrl(),
      model: fc.constantFrom('llama3.1:8b', 'm'),
      priority: fc.integer({ min: 0, max: 1000 }),
      query: fc.dictionary(fc.constantFrom('api-version'), text, { maxKeys: 1 }),
    }),
  Runbook: () =>
    fc.record({
      ...described,
      text,
      products: some(n.Product),
      symptoms: fc.array(textLine, { maxLength: 2 }),
    }),
  LinkTemplate: () =>
    fc.record({
      ...described,
      url: fc.constantFrom('https://x/?p={{product}}', '{{base}}/d?from={{fromMs}}'),
      products: some(n.Product),
      environments: some(n.Environment),
      leadMinutes: fc.integer({ min: 0, max: 600 }),
    }),
  MaintenanceWindow: () =>
    fc.record({
      ...described,
      products: some(n.Product),
      environments: fc.constantFrom(...n.Environment).map((name) => [name]),
      checks: fc.constantFrom([], ['k1']),
      timeZone: fc.constantFrom('Europe/London', 'Etc/UTC'),
      times: fc.constantFrom(
        [{ days: ['SU'], from: '02:00', to: '04:00' }],
        [{ dates: [1, 'last'], from: '22:00', to: '02:00' }],
        [{ nth: [2, 'last'], days: ['TU'], from: '02:00', to: '04:00' }],
        [{ start: '2027-01-01T00:00:00Z', end: '2027-01-02T00:00:00Z' }],
      ),
      validUntil: optional(fc.constant('2030-01-01T00:00:00Z')),
    }),
  Tracker: () =>
    fc.record({
      ...described,
      newTicket: fc.constant('https://t.example/new?summary={{title}}'),
      linkByText: fc.boolean(),
      products: some(n.Product),
      teams: some(n.Team),
      states: fc.constantFrom({}, { done: ['Shipped'] }),
    }),
  MetricsSource: () => fc.record({ ...described, url: fc.webUrl(), tenant: fc.constantFrom('a', 'b|c') }),
  TracesSource: () =>
    fc.record({
      ...described,
      url: fc.webUrl(),
      api: fc.constantFrom('jaeger', 'tempo'),
      tenant: fc.constantFrom('a', 'b|c'),
      environments: some(n.Environment),
    }),
  LogsSource: () =>
    fc.record({
      ...described,
      url: fc.webUrl(),
      query: fc.constant('{env="{{environment}}"}'),
      environments: some(n.Environment),
    }),
  ProductMetric: () =>
    fc.record({
      ...described,
      source: fc.constant('ms1'),
      role: fc.constantFrom('errors', 'latency', 'load', 'resource'),
      query: fc.constantFrom('up', 'sum by (service) (x{env="{{environment}}"})'),
      productLabel: fc.constantFrom('product', 'service_name'),
      environments: some(n.Environment),
    }),
  MetricsPanel: () =>
    fc.record({
      ...described,
      source: fc.constant('ms1'),
      query: fc.constantFrom('up', 'rate(x{product="{{product}}"}[{{interval}}])'),
      products: some(n.Product),
      unit: fc.constantFrom('', 's'),
    }),
  SLO: () =>
    fc.record({
      ...described,
      workflow: oneOf(['w1', 'w.2']),
      environments: some(n.Environment),
      objective: fc.constantFrom(0.5, 0.995, 0.99999),
      windowDays: fc.integer({ min: 1, max: 90 }),
    }),
  Scenario: () =>
    fc.record({
      ...described,
      links: fc.constant(undefined),
      title: textLine,
      summary: longText,
      minutes: fc.integer({ min: 5, max: 240 }),
      product: optional(oneOf(n.Product)),
      entries: fc.array(
        fc.oneof(
          fc.record({ at: fc.integer({ min: 0, max: 9 }), voice: textLine, say: textLine }),
          fc.record({
            when: fc.oneof(
              oneOf(n.Team).map((team) => ({ team })),
              fc.constant({ state: 'mitigating' }),
            ),
            change: fc.record({ title: textLine, product: optional(oneOf(n.Product)) }),
          }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      solution: fc.record({
        severity: fc.constantFrom('SEV1', 'SEV3'),
        teams: some(n.Team),
        explanation: textLine,
      }),
    }),
  TrainingLadder: () =>
    fc.record({
      displayName: optional(textLine),
      steps: fc.constantFrom(
        [{ name: 'a', signOffs: 1 }],
        [{ name: 'b', criteria: [{ evidence: 'led', atLeast: 2 }] }],
      ),
      schedules: some(n.Schedule),
      enforce: fc.constantFrom('warn', 'refuse'),
    }),
  SeverityRules: () =>
    fc.record({
      ...described,
      rules: fc.array(
        fc.record({
          name: fc.constant('one'),
          severity: fc.constantFrom('SEV1', 'SEV4'),
          when: fc.record({ customers: fc.integer({ min: 1, max: 9 }) }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  Template: () =>
    fc.record({
      ...described,
      language: fc.constantFrom('en', 'de'),
      audience: fc.constant('customers'),
      stage: fc.constantFrom(undefined, 'resolved'),
      text: fc.constantFrom('{{ apps }}', '{% if scope %}Where: {{ scope }}.{% endif %}\n'),
    }),
  Wording: () =>
    fc.record({
      ...described,
      say: textLine,
      insteadOf: fc.constantFrom(['outage'], ['down time', 'glitch']),
      language: fc.constantFrom(undefined, 'en'),
    }),
  Measure: () =>
    fc.record({
      ...described,
      type: fc.constantFrom('number', 'yesno', 'text'),
      source: fc.constantFrom({ type: 'push' }, { type: 'http', url: 'https://x.example/{{product}}' }),
    }),
  Standard: () =>
    fc.record({
      ...described,
      why: longText,
      fix: longText,
      area: textLine,
      rule: fc.constantFrom('runbook_set', 'oncall_gap_hours == 0 && pages_90d < 5'),
      appliesTo: fc.record({
        products: optional(fc.constant(['p1', 'p2'])),
        teams: optional(fc.constant(['t1'])),
        applications: optional(fc.constant(['a1'])),
        labels: optional(fc.constant({ tier: '1' })),
      }),
      due: optional(fc.constant('2027-01-31')),
      owner: optional(oneOf(n.Team)),
    }),
  Initiative: () =>
    fc.record({
      ...described,
      why: longText,
      standards: fc.constantFrom(['st1'], ['st1', 'st2']),
      start: fc.constant('2026-12-01'),
      due: fc.constant('2027-01-31'),
    }),
  Ambush: () =>
    fc.record({
      ...described,
      schedules: fc.constant(['s1']),
      everyDays: fc.integer({ min: 1, max: 90 }),
      paused: fc.boolean(),
    }),
  Dashboard: () =>
    fc.record({
      ...described,
      collect: fc.boolean(),
      origins: fc.constantFrom([], ['https://grafana.example']),
      tasks: fc.array(textLine, { maxLength: 3 }),
      owner: optional(oneOf(n.Team)),
    }),
};
const readinessNames = {
  Measure: ['m1'],
  Standard: ['st1', 'st2'],
  Initiative: ['i1'],
  Ambush: ['a1'],
  Dashboard: ['d1'],
};
const names: Record<Kind, readonly string[]> = {
  ...n,
  Workflow: ['w1', 'w.2'],
  Customer: ['c1'],
  Shadow: ['sh1'],
  Route: ['r1', 'r-2'],
  Check: ['k1'],
  MaintenanceWindow: ['mw1'],
  SeverityRules: ['s1'],
  Template: ['m1'],
  Wording: ['w1'],
  ...readinessNames,
  SLO: ['o1'],
  Scenario: ['sc1'],
  TrainingLadder: ['tl1'],
  ModelProvider: ['m1'],
  Runbook: ['rb1', 'rb2'],
  LinkTemplate: ['lt1'],
  MetricsSource: ['ms1'],
  MetricsPanel: ['mp1'],
  ProductMetric: ['pm1'],
  Tracker: ['t1'],
  TracesSource: ['ts1'],
  LogsSource: ['ls1'],
};

/** As a file says it: what is undefined is not there. */
function written(spec: object): unknown {
  return JSON.parse(JSON.stringify(spec));
}

/** A catalog with objects of every kind, that refer to each other. */
export const anyCatalog = fc.tuple(
  ...kindNames.flatMap((kind) =>
    names[kind].map((name) =>
      fc
        .record({
          spec: specs[kind](name),
          labels: fc.dictionary(
            fc.constantFrom('tier', 'a.b/c', 'yes'),
            fc.string({ maxLength: 5 }).filter((s) => !s.includes('\0') && s.isWellFormed()),
          ),
        })
        .map(({ spec, labels }): AnyCatalogObject => {
          const parsed = parseObject({
            kind,
            metadata: { name, labels },
            spec: written(spec),
            origin: { from: 'ui' },
          });
          if ('faults' in parsed)
            throw new Error(`${kind} ${JSON.stringify(parsed.faults)} ${JSON.stringify(spec)}`);
          return { ...parsed.object, generation: 1, updatedAt: '' };
        }),
    ),
  ),
);
