import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert } from '@fieldmarshal/contract/signals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { amtoolAt, programPath, startAlertmanager, startPrometheus } from './programs.ts';
import { intakeKey, onDuty, startReceiver, startServer, until, type Receiver, type Server } from './rig.ts';

const prometheus = await programPath('prometheus');
const alertmanager = await programPath('prometheus-alertmanager');
const amtool = await programPath('amtool');

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  await server.apply(onDuty(receiver.url, ', groupBy: [alertname]'));
});
afterAll(async () => {
  await Promise.all([server.end(), receiver.close()]);
});

async function alertsNamed(name: string): Promise<Alert[]> {
  const { items } = await server.api<{ items: Alert[] }>('GET', '/alerts?state=all&limit=200');
  return items.filter((alert) => alert.labels['alertname'] === name);
}

async function incidentIds(): Promise<string[]> {
  const { items } = await server.api<{ items: { id: string }[] }>('GET', '/incidents');
  return items.map(({ id }) => id);
}

test.skipIf(prometheus === null)(
  'a rule of a real Prometheus fires, opens an incident, pages once; what recovers is resolved',
  async () => {
    const product = await startProduct();
    const { host } = new URL(server.url);
    const running = await startPrometheus({
      path: prometheus ?? '',
      files: {
        'rules.yml': `groups: [{ name: g, rules: [{ alert: SearchBroken, expr: 'search_broken == 1', labels: { severity: critical }, annotations: { summary: 'Search is broken' } }] }]`,
      },
      config: `
global: { scrape_interval: 500ms, evaluation_interval: 500ms }
rule_files: [rules.yml]
scrape_configs: [{ job_name: search, static_configs: [{ targets: ['${product.host}'] }] }]
alerting:
  alertmanagers:
    - { path_prefix: /intake/alertmanager, authorization: { credentials: ${intakeKey} }, static_configs: [{ targets: ['${host}'] }] }
`,
    });
    try {
      await until(async () => (await alertsNamed('SearchBroken')).some((alert) => alert.state === 'firing'));
      await until(async () => receiver.received.some(({ body }) => body.includes('Search is broken')));
      const [alert] = await alertsNamed('SearchBroken');
      expect(alert).toMatchObject({ title: 'Search is broken', labels: { job: 'search' } });
      expect(alert?.link).toContain('search_broken');
      expect(await incidentIds()).toContain(alert?.incidentId);
      product.recover();
      await until(async () => (await alertsNamed('SearchBroken')).every(({ state }) => state === 'resolved'));
      expect(await alertsNamed('SearchBroken')).toMatchObject([{ resolvedBy: 'sender' }]);
      // It was told again and again meanwhile.
      expect(receiver.received.filter(({ body }) => body.includes('Search is broken'))).toHaveLength(1);
    } finally {
      await running.end();
      await product.close();
    }
  },
);

interface Product {
  readonly host: string;
  recover(): void;
  close(): Promise<void>;
}

/** A product with one metric, which says that it is broken until it recovers. */
async function startProduct(): Promise<Product> {
  let broken = 1;
  const metrics = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`search_broken ${broken}\n`);
  });
  await new Promise<void>((resolve) => metrics.listen(0, '127.0.0.1', resolve));
  // Listening on a port, it has one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { port } = metrics.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    recover: () => {
      broken = 0;
    },
    close: async () => {
      metrics.closeAllConnections();
      await new Promise((resolve) => metrics.close(resolve));
    },
  };
}

const listed = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    status: z.object({ state: z.string(), silencedBy: z.array(z.string()) }),
  }),
);
const silences = z.array(z.object({ id: z.string(), status: z.object({ state: z.string() }) }));

test.skipIf(amtool === null)(
  'amtool adds, queries and resolves alerts, and adds, queries and expires silences',
  async () => {
    const run = amtoolAt(amtool ?? '', server.intake);
    const query = async (...words: string[]) => listed.parse(await run('alert', 'query', ...words));
    for (const instance of ['db-1', 'db-2'])
      await run(
        'alert',
        'add',
        'DiskFull',
        `instance=${instance}`,
        'severity=warning',
        '--annotation=summary=Disk ünï',
      );
    expect(await query('DiskFull')).toHaveLength(2);
    expect(await query('DiskFull', 'instance=~"db-[13]"')).toMatchObject([{ labels: { instance: 'db-1' } }]);
    await expect(query('DiskFull', 'instance=~"("')).rejects.toThrow(/error parsing regexp/);

    const id = String(
      await run('silence', 'add', 'DiskFull', 'instance=db-1', '--comment=known', '--author=ada'),
    );
    expect(silences.parse(await run('silence', 'query', 'DiskFull'))).toMatchObject([
      { id, status: { state: 'active' } },
    ]);
    await until(async () => (await query('DiskFull')).length === 1);
    expect(await query('DiskFull', '--silenced')).toMatchObject([
      { labels: { instance: 'db-1' }, status: { state: 'suppressed', silencedBy: [id] } },
    ]);
    await run('silence', 'expire', id);
    await until(async () => (await query('DiskFull')).length === 2);
    expect(silences.parse(await run('silence', 'query', 'DiskFull'))).toEqual([]);
    await expect(run('silence', 'expire', '00000000-0000-4000-8000-000000000000')).rejects.toThrow(/404/);

    await run(
      'alert',
      'add',
      'DiskFull',
      'instance=db-2',
      'severity=warning',
      `--end=${new Date().toISOString()}`,
    );
    await until(async () => (await query('DiskFull')).length === 1);
    expect(await run('cluster', 'show')).toBeDefined();
  },
);

test.skipIf(amtool === null)('amtool reads the routes, and says where an alert would go', async () => {
  await server.apply(`
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: quoted }
spec: { priority: 1, matchers: ['service=~"a|\\"b"', 'team!=""'], groupBy: ['...'] }`);
  const run = amtoolAt(amtool ?? '', server.intake);
  const to = async (...labels: string[]) => run('config', 'routes', 'test', ...labels);
  await until(async () => (await to('service=a', 'team=x')) === 'quoted');
  expect(await to('service=a')).not.toBe('quoted');
  expect(String(await run('config', 'routes', 'show'))).toContain('quoted');
});

test.skipIf(alertmanager === null || amtool === null)(
  'a real Alertmanager forwards by webhook, PagerDuty and Opsgenie, and says when it is over',
  async () => {
    // Alertmanager has one key for a group in all protocols; under one integration that would be one alert.
    const { key } = await server.api<{ key: string }>('POST', '/integrations', {
      name: 'ops',
      kind: 'opsgenie',
    });
    const running = await startAlertmanager({
      path: alertmanager ?? '',
      config: `
route:
  receiver: all
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
receivers:
  - name: all
    webhook_configs:
      - { url: ${server.url}/intake/alertmanager/webhook, http_config: { authorization: { credentials: ${intakeKey} } } }
    pagerduty_configs:
      - { url: ${server.url}/intake/pagerduty/v2/enqueue, routing_key: ${intakeKey}, severity: error, description: 'pd {{ .CommonLabels.alertname }}' }
    opsgenie_configs:
      - { api_url: ${server.url}/intake/opsgenie/, api_key: ${key}, message: 'og {{ .CommonLabels.alertname }}', priority: P2, details: { alertname: QueueLag } }
`,
    });
    try {
      const run = amtoolAt(amtool ?? '', running.url);
      const byTitle = async (title: string): Promise<Alert[]> => {
        const { items } = await server.api<{ items: Alert[] }>('GET', '/alerts?state=all&limit=200');
        return items.filter((alert) => alert.title === title);
      };
      const forwarded = async (): Promise<(string | undefined)[]> => {
        const found = [await byTitle('lag'), await byTitle('pd QueueLag'), await byTitle('og QueueLag')];
        return found.map(([alert]) => alert && `${alert.source} ${alert.state}`);
      };
      const become = async (state: string): Promise<void> => {
        const wanted = ['webhook', 'pagerduty', 'opsgenie'].map((source) => `${source} ${state}`);
        await until(async () => String(await forwarded()) === String(wanted));
      };
      await run('alert', 'add', 'QueueLag', 'queue=mail', '--annotation=summary=lag');
      await become('firing');
      await run('alert', 'add', 'QueueLag', 'queue=mail', `--end=${new Date().toISOString()}`);
      await become('resolved');
      for (const title of ['lag', 'pd QueueLag', 'og QueueLag']) expect(await byTitle(title)).toHaveLength(1);
    } finally {
      await running.end();
    }
  },
);
