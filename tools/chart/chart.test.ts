import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { kubernetesObject, type KubernetesObject } from './kubernetes.ts';
import { merged, renderChart } from './render-chart.ts';

const root = new URL('../..', import.meta.url).pathname;
const chart = join(root, 'deploy/helm/fieldmarshal');
const read = (path: string): string => readFileSync(join(chart, path), 'utf8');
type Values = Record<string, unknown>;

const least: Values = { publicUrl: 'https://marshal.example.org' };
const most: Values = {
  ...least,
  artefactUrl: 'https://artefacts.example.org',
  image: {
    repository: 'registry.example.org:5000/tools/fieldmarshal',
    tag: '0.1.0-rc.1',
    pullPolicy: 'Always',
  },
  imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }],
  existingSecret: 'marshal-secrets',
  env: {
    FIELDMARSHAL_AUDIT_RETENTION_DAYS: 5_000_000,
    HTTPS_PROXY: 'http://proxy:3128',
    NODE_OPTIONS: '--a "b"',
    DEBUG: true,
  },
  files: {
    texts: {
      'sign-in.yaml': 'providers:\n  - name: "Corp <main>"\n',
      'ca.pem': '-----BEGIN CERTIFICATE-----\n',
    },
    existingConfigMap: 'marshal-files',
    existingSecret: 'marshal-keys',
  },
  priorityClassName: 'must-run',
  web: { replicas: 5, resources: { requests: { cpu: '1' }, limits: { memory: '2Gi', cpu: '1500m' } } },
  ingress: {
    enabled: true,
    className: 'nginx',
    annotations: { 'nginx.example.org/read-timeout': '3600' },
    tlsSecret: 'tls',
  },
  monitor: { enabled: true, interval: '30s' },
  networkPolicy: {
    enabled: true,
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
    egress: [
      { to: [{ ipBlock: { cidr: '10.2.0.0/24' } }], ports: [{ port: 5432 }] },
      { ports: [{ port: 443, protocol: 'TCP' }] },
    ],
  },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'pager', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }],
};
const one: Values = {
  ...least,
  web: { replicas: 1 },
  worker: { replicas: 1 },
  ingress: { enabled: true },
  networkPolicy: { enabled: true },
};

const trials: [string, Values, string, string[]][] = [
  ['as little as can be said', least, 'watch', []],
  [
    'everything that can be said',
    most,
    'fieldmarshal',
    ['ConfigMap', 'Ingress', 'NetworkPolicy', 'PodMonitor'],
  ],
  [
    'one process each',
    one,
    'a-very-long-name-of-a-release-that-somebody-gave-it',
    ['Ingress', 'NetworkPolicy'],
  ],
];

function objectsOf(values: Values, release: string): KubernetesObject[] {
  return [...renderChart(chart, values, release)].flatMap(([file, text]) =>
    parseAllDocuments(text)
      .filter(({ contents }) => contents !== null)
      .map((document) => {
        expect(document.errors, `${file}:\n${text}`).toEqual([]);
        const parsed = kubernetesObject.safeParse(document.toJS());
        expect(parsed.error?.issues ?? [], `${file}:\n${text}`).toEqual([]);
        return kubernetesObject.parse(document.toJS());
      }),
  );
}

const ofKind = <K extends KubernetesObject['kind']>(objects: readonly KubernetesObject[], kind: K) =>
  objects.filter((object): object is Extract<KubernetesObject, { kind: K }> => object.kind === kind);

describe.each(trials)('Helm chart with %s', (_what, values, release, extra) => {
  const objects = objectsOf(values, release);

  test('Kubernetes knows each object and each field, and each name is there once', () => {
    const usual = ['Deployment', 'Deployment', 'PodDisruptionBudget', 'PodDisruptionBudget', 'Service'];
    expect(objects.map(({ kind }) => kind).toSorted()).toEqual([...usual, ...extra].toSorted());
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('what selects pods selects those that there are, and nothing else', () => {
    const pods = ofKind(objects, 'Deployment').map(({ spec }) => spec.template.metadata.labels);
    const chosenBy = (labels: Record<string, string>) =>
      pods.filter((pod) => Object.entries(labels).every(([name, value]) => pod[name] === value)).length;
    for (const { spec } of ofKind(objects, 'Deployment')) {
      expect(chosenBy(spec.selector.matchLabels)).toBe(1);
      for (const { labelSelector } of spec.template.spec.topologySpreadConstraints)
        expect(chosenBy(labelSelector.matchLabels)).toBe(1);
    }
    for (const { spec } of ofKind(objects, 'PodDisruptionBudget'))
      expect(chosenBy(spec.selector.matchLabels)).toBe(1);
    for (const { spec } of ofKind(objects, 'Service')) expect(chosenBy(spec.selector)).toBe(1);
    for (const { spec } of ofKind(objects, 'NetworkPolicy'))
      expect(chosenBy(spec.podSelector.matchLabels)).toBe(2);
    for (const { spec } of ofKind(objects, 'PodMonitor')) expect(chosenBy(spec.selector.matchLabels)).toBe(2);
  });

  test('a version replaces the other one by one, and a node can be emptied without all being gone at once', () => {
    for (const { spec } of ofKind(objects, 'Deployment'))
      expect(spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
    for (const { spec } of ofKind(objects, 'PodDisruptionBudget')) expect(spec.maxUnavailable).toBe(1);
  });

  test('probes ask what the process answers, at a port that it has; it may write where volumes are', () => {
    for (const { metadata, spec } of ofKind(objects, 'Deployment')) {
      const [container] = spec.template.spec.containers;
      const { startupProbe, livenessProbe, readinessProbe, ports, args, volumeMounts } = container ?? {};
      const isWeb = metadata.name.endsWith('-web');
      expect(args).toEqual(['serve', '--role', isWeb ? 'web' : 'worker']);
      expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet.path)).toEqual([
        '/livez',
        '/livez',
        isWeb ? '/livez' : '/readyz',
      ]);
      for (const probe of [startupProbe, livenessProbe, readinessProbe])
        expect(ports?.map(({ name }) => name)).toContain(probe?.httpGet.port);
      expect(volumeMounts?.map(({ name }) => name)).toEqual(
        spec.template.spec.volumes.map(({ name }) => name),
      );
    }
  });

  test('the service, the ingress and the monitor lead to a port that the pods have', () => {
    const [service] = ofKind(objects, 'Service');
    const named = service?.spec.ports.map(({ name }) => name);
    expect(service?.spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http']);
    for (const { spec } of ofKind(objects, 'Ingress')) {
      const backends = spec.rules.flatMap(({ http }) => http.paths.map(({ backend }) => backend.service));
      expect(new Set(backends.map(({ name }) => name))).toEqual(new Set([service?.metadata.name]));
      for (const { port } of backends) expect(named).toContain(port.name);
      expect(spec.rules.map(({ host }) => host)).toEqual(spec.tls.flatMap(({ hosts }) => hosts));
    }
    for (const { spec } of ofKind(objects, 'PodMonitor'))
      expect(spec.podMetricsEndpoints.map(({ port }) => port)).toEqual(['http']);
  });

  test('the schema of the values takes them', () => {
    expect(faultsOf(values)).toEqual([]);
  });
});

const envOf = (values: Values) =>
  ofKind(objectsOf(values, 'watch'), 'Deployment')[0]?.spec.template.spec.containers[0]?.env ?? [];

test('what is set arrives as it was written: numbers without an exponent, quotes as they are', () => {
  expect(envOf(most)).toEqual([
    { name: 'FIELDMARSHAL_PUBLIC_URL', value: 'https://marshal.example.org' },
    { name: 'FIELDMARSHAL_ARTEFACT_URL', value: 'https://artefacts.example.org' },
    { name: 'DEBUG', value: 'true' },
    { name: 'FIELDMARSHAL_AUDIT_RETENTION_DAYS', value: '5000000' },
    { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
    { name: 'NODE_OPTIONS', value: '--a "b"' },
  ]);
});

test('files that settings name are where they can be named, as they were written; a change of one replaces the processes', () => {
  const volumesOf = (values: Values) => {
    const pods = ofKind(objectsOf(values, 'watch'), 'Deployment').map(({ spec }) => spec.template);
    return pods.map(({ metadata, spec }) => ({
      at: spec.containers[0]?.volumeMounts.find(({ name }) => name === 'files'),
      from: spec.volumes.find((volume) => 'projected' in volume)?.projected.sources,
      sum: metadata.annotations?.['fieldmarshal/files'],
    }));
  };
  const [web, worker] = volumesOf(most);
  expect(web).toEqual(worker);
  expect(web?.at).toEqual({ name: 'files', mountPath: '/etc/fieldmarshal', readOnly: true });
  expect(web?.from).toEqual([
    { configMap: { name: 'watch-fieldmarshal-files' } },
    { configMap: { name: 'marshal-files' } },
    { secret: { name: 'marshal-keys' } },
  ]);
  const [made] = ofKind(objectsOf(most, 'watch'), 'ConfigMap');
  expect(made?.metadata.name).toBe('watch-fieldmarshal-files');
  expect(made?.data).toEqual((most['files'] as Values)['texts']);
  const sums = ['a', 'b'].map((text) => volumesOf({ ...least, files: { texts: { text } } })[0]?.sum);
  expect(new Set(sums).size).toBe(2);
  expect(volumesOf({ ...least, files: { existingSecret: 'keys' } })[0]).toMatchObject({
    from: [{ secret: { name: 'keys' } }],
    sum: undefined,
  });
  expect(volumesOf(least)[0]).toEqual({ at: undefined, from: undefined, sum: undefined });
});

test('without an address nothing is installed: links of pages would lead nowhere', () => {
  expect(() => renderChart(chart, {})).toThrow(/publicUrl is missing: say how people and senders reach/);
});

test('a network policy lets in whom it names, and out to DNS and to what is named; with nothing named, out to everything', () => {
  const policyOf = (values: Values) => ofKind(objectsOf(values, 'watch'), 'NetworkPolicy')[0]?.spec;
  expect(policyOf(least)).toBeUndefined();
  const http = [{ port: 'http', protocol: 'TCP' }];
  expect(policyOf(one)).toMatchObject({ policyTypes: ['Ingress'], ingress: [{ ports: http }] });
  expect(policyOf(one)).not.toHaveProperty('egress');
  const strict = policyOf(most);
  expect(strict?.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(strict?.ingress).toEqual([
    {
      ports: http,
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
    },
  ]);
  expect(strict?.egress?.map(({ ports }) => ports?.map(({ port }) => port))).toEqual([
    [53, 53],
    [5432],
    [443],
  ]);
});

test('two of web and worker each unless another number is said', () => {
  expect(parse(read('values.yaml'))).toMatchObject({ web: { replicas: 2 }, worker: { replicas: 2 } });
});

const schema = z.fromJSONSchema(
  JSON.parse(read('values.schema.json')) as Parameters<typeof z.fromJSONSchema>[0],
);
const faultsOf = (values: Values) =>
  schema.safeParse(merged(parse(read('values.yaml')) as Values, values)).error?.issues ?? [];

test.each<[string, Values]>([
  ['a slip in a name', { replicas: 3 }],
  ['a slip further in', { web: { replica: 3 } }],
  ['plain http', { publicUrl: 'http://marshal.example.org' }],
  ['no process', { worker: { replicas: 0 } }],
  ['a number as text', { service: { port: '80' } }],
  ['a setting with a value of its own', { env: { FIELDMARSHAL_PUBLIC_URL: 'https://other.example.org' } }],
  ['a port that the probes do not ask', { env: { FIELDMARSHAL_PORT: 8080 } }],
  ['a file in a folder', { files: { texts: { 'a/b': '' } } }],
  ['a file that is no text', { files: { texts: { a: { b: 1 } } } }],
  ['a list as a setting', { env: { FIELDMARSHAL_LANES: ['a'] } }],
  ['a peer with a slip', { networkPolicy: { from: [{ namespaceselector: {} }] } }],
  [
    'a network without its size',
    { networkPolicy: { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.1' } }] }] } },
  ],
  ['an annotation that is no text', { ingress: { annotations: { a: 1 } } }],
])('the schema of the values refuses %s', (_what, values) => {
  expect(faultsOf({ ...least, ...values })).not.toEqual([]);
});

test('the schema knows every value that there is, and no other', () => {
  const { properties } = JSON.parse(read('values.schema.json')) as { properties: Values };
  const values = Object.keys(parse(read('values.yaml')) as Values);
  expect(Object.keys(properties).toSorted()).toEqual([...values, 'global'].toSorted());
});

test('patterns of the schema are such as Go reads, which is what Helm is written in', () => {
  expect(read('values.schema.json')).not.toMatch(/\(\?[=!<]/);
});

test('versions of chart and program are one', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(parse(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});
