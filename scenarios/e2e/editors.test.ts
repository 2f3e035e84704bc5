import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type Server } from '../rig.ts';
import { barriers, paleParts, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;
let metrics: HttpServer;
let asked: string[];

/** Answers as Prometheus does: one line for each of two products over what it was asked for. */
async function startMetrics(): Promise<string> {
  asked = [];
  metrics = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { searchParams } = new URL(request.url ?? '/', 'http://metrics.example');
      const sent = new URLSearchParams(Buffer.concat(chunks).toString());
      const of = (name: string): string => sent.get(name) ?? searchParams.get(name) ?? '';
      asked.push(of('query'));
      const [start, end] = [Number(of('start')), Number(of('end'))];
      const values = (height: number): [number, string][] =>
        Array.from({ length: 60 }, (_, index) => [
          start + ((end - start) * index) / 60,
          String(height + (index % 7)),
        ]);
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          status: 'success',
          data: {
            resultType: 'matrix',
            result: ['search', 'mail'].map((product, index) => ({
              metric: { product },
              values: values(10 * index),
            })),
          },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => {
    metrics.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `http://127.0.0.1:${(metrics.address() as AddressInfo).port}`;
}

async function signedIn(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  return followInvitation(server, await browser.newPage({ viewport: { width, height }, colorScheme }), 'lea');
}

/** What keeps somebody from using the screen, in both themes. */
async function everyBarrier(page: Page, name: string, other: 'light' | 'dark'): Promise<string[]> {
  const found = await barriers(page, name);
  await page.emulateMedia({ colorScheme: other });
  const pale = await paleParts(page, name);
  await page.emulateMedia({ colorScheme: other === 'dark' ? 'light' : 'dark' });
  return [...found, ...pale];
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: option });
}

const save = async (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Save', exact: true }).click();
const specOf = async (kind: string, name: string): Promise<Record<string, unknown>> =>
  (await server.api<{ spec: Record<string, unknown> }>('GET', `/catalog/${kind}/${name}`)).spec;

/** Ends what hangs; a busy machine is not a fault. */
const limitMs = 400_000;

describe.skipIf(isMissing)('forms of what a room shows', { timeout: limitMs }, () => {
  let address: string;
  beforeAll(async () => {
    address = await startMetrics();
    server = await startServer();
    await server.apply(`apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: lea }
spec: { displayName: Lea Lind, email: lea@example.org, roles: [admin, lead] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: crew }
spec: { displayName: Crew, members: [lea] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: search }
spec: { displayName: Search, owner: crew }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { region: eu-west-1, products: [{ product: search, version: '1' }] }
`);
    await server.api('POST', '/incidents', {
      ...{ title: 'Search answers with 502', severity: 'SEV2', product: 'search', environment: 'eu' },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
    metrics?.close();
  });

  test('make a metrics server and stores of traces and logs, each with what opens it', async () => {
    const page = await signedIn(1440, 900, 'light');

    await settle(page, `${server.url}/new/metrics-source`);
    await save(page);
    await page.getByText('A web address, such as http://prometheus:9090').first().waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Main metrics');
    await page.getByLabel('Address').fill(address);
    await choose(page, 'It asks for', 'A user with a password');
    await page.getByLabel('User', { exact: true }).fill('fm');
    expect(await everyBarrier(page, 'a metrics server', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/admin\?part=metrics/u);
    await page.getByRole('link', { name: 'Edit Main metrics' }).click();
    await page.getByLabel('Password of main-metrics').fill('sesame');
    await page.getByRole('button', { name: 'Save access of Main metrics' }).click();
    await page.getByText('password or token set').waitFor();
    expect(await specOf('MetricsSource', 'main-metrics')).toMatchObject({
      url: address,
      auth: 'basic',
      user: 'fm',
    });

    await settle(page, `${server.url}/admin?part=metrics`);
    await page.getByRole('link', { name: 'New store of traces' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Our traces');
    await page.getByLabel('Address').fill('http://traces.example/api/traces');
    await save(page);
    await page.getByText('Only what stands before /api/traces').first().waitFor();
    await page.getByLabel('Address').fill('http://traces.example');
    await choose(page, 'It answers as', 'Tempo');
    await choose(page, 'It asks for', 'A token');
    expect(await everyBarrier(page, 'a store of traces', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/admin\?part=metrics/u);
    await page.getByRole('link', { name: 'Edit Our traces' }).click();
    await page.getByLabel('Token of our-traces').fill('sesame');
    await page.getByRole('button', { name: 'Save access of Our traces' }).click();
    await page.getByText('password or token set').waitFor();
    expect(await specOf('TracesSource', 'our-traces')).toMatchObject({
      ...{ url: 'http://traces.example', api: 'tempo', auth: 'bearer', environments: [] },
    });

    await settle(page, `${server.url}/catalog?kind=LogsSource`);
    await page.getByRole('link', { name: 'New store of logs' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Our logs');
    await page.getByLabel('Address').fill('http://logs.example');
    await page.getByLabel('Tenant').fill('one/two');
    await page.getByLabel('Query', { exact: true }).fill('{env="{{environment}}"}');
    await page.getByLabel('Label that names the product').fill('k8s.pod');
    await page.getByRole('combobox', { name: 'It has logs of these environments' }).fill('eu');
    await page.getByRole('option', { name: 'eu', exact: true }).click();
    await save(page);
    await page
      .getByText(/A label has letters/u)
      .first()
      .waitFor();
    await page.getByLabel('Label that names the product').fill('app');
    await save(page);
    // What only the server knows of stands beside its field as well.
    await page
      .getByText(/is no name of a tenant/u)
      .first()
      .waitFor();
    await page.getByLabel('Tenant').fill('one');
    expect(await everyBarrier(page, 'a store of logs', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/admin\?part=metrics/u);
    expect(await specOf('LogsSource', 'our-logs')).toMatchObject({
      ...{ url: 'http://logs.example', query: '{env="{{environment}}"}', productLabel: 'app', tenant: 'one' },
      environments: ['eu'],
    });

    await page.close();
  });

  test('make a panel, a metric of products, a link and a runbook that the room shows at once', async () => {
    await server.api('PUT', '/catalog/MetricsSource/numbers', {
      spec: { displayName: 'Our numbers', url: address },
    });
    const page = await signedIn(1440, 900, 'light');

    await settle(page, `${server.url}/new/metrics-panel`);
    await page.getByText('Once there is a metrics server and a query').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Errors');
    await choose(page, 'Metrics server', 'Our numbers');
    await page.getByLabel('Query', { exact: true }).fill('errors{product="');
    await page.getByText('Placeholders', { exact: true }).click();
    await page.getByRole('button', { name: '{{product}}' }).click();
    await page.getByLabel('Query', { exact: true }).press('End');
    await page.getByLabel('Query', { exact: true }).pressSequentially('"}');
    await page.getByRole('region', { name: 'What it draws' }).getByRole('link', { name: 'INC-1' }).waitFor();
    await page
      .getByRole('region', { name: 'The query as it is asked' })
      .getByText('errors{product="search"}')
      .waitFor();
    expect(asked).toContain('errors{product="search"}');
    expect(await everyBarrier(page, 'a metrics panel', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/catalog\/MetricsPanel\/errors$/u);

    await settle(page, `${server.url}/new/product-metric`);
    await page.getByLabel('Name', { exact: true }).fill('Latency');
    await choose(page, 'It measures', 'Latency: any unit of time');
    await choose(page, 'Metrics server', 'Our numbers');
    await page.getByLabel('Query', { exact: true }).fill('p95{environment="{{environment}}"}');
    await page.getByLabel('Label that names the product').fill('5xx');
    await save(page);
    await page
      .getByText(/A label has letters/u)
      .first()
      .waitFor();
    await page.getByLabel('Label that names the product').fill('product');
    await page
      .getByRole('region', { name: 'The query as it is asked' })
      .getByText('p95{environment="eu"}')
      .waitFor();
    expect(await everyBarrier(page, 'a product metric', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/catalog\/ProductMetric\/latency$/u);
    expect(await specOf('ProductMetric', 'latency')).toMatchObject({
      role: 'latency',
      productLabel: 'product',
    });

    await settle(page, `${server.url}/new/link-template`);
    await page.getByLabel('Name', { exact: true }).fill('Logs');
    await choose(page, 'It shows', 'Logs');
    await page.getByLabel('Address').fill('https://logs.example/{{product');
    await save(page);
    await page.getByText(/One field needs a look|fields need a look/u).waitFor();
    await page.getByLabel('Address').fill('https://logs.example/{{product}}?from={{fromMs}}');
    await page
      .getByRole('region', { name: 'The links it makes' })
      .getByRole('link', { name: 'Logs' })
      .waitFor();
    expect(await everyBarrier(page, 'a link template', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/catalog\/LinkTemplate\/logs$/u);

    await settle(page, `${server.url}/new/runbook`);
    await page.getByLabel('Name', { exact: true }).fill('Search answers badly');
    await page.getByLabel('Text', { exact: true }).fill('# Look\n\n1. Restart the gateway');
    await page.getByLabel('Symptoms').fill('502');
    await page.getByRole('region', { name: 'How it reads' }).getByText('Restart the gateway').waitFor();
    expect(await everyBarrier(page, 'a runbook', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/runbooks\/search-answers-badly$/u);

    await settle(page, `${server.url}/incidents/INC-1`);
    await page.getByRole('region', { name: 'Metrics: Errors' }).locator('svg').first().waitFor();
    await page.getByRole('link', { name: /^Logs/u }).first().waitFor();
    await page.getByText('Search answers badly').first().waitFor();
    expect(await everyBarrier(page, 'the room with them', 'dark')).toEqual([]);
    await page.close();
  });

  test('make a model provider, whose limits are said beside their fields', async () => {
    const page = await signedIn(1440, 900, 'light');
    await settle(page, `${server.url}/new/model-provider`);
    await page.getByLabel('Name', { exact: true }).fill('Ours');
    await page.getByLabel('Address').fill('http://127.0.0.1:9/v1');
    await page.getByLabel('Model', { exact: true }).fill('small');
    await page.getByLabel('Seconds until it ends').fill('999');
    await save(page);
    await page.getByText('Seconds: 0.5 to 120').first().waitFor();
    await page.getByLabel('Seconds until it ends').fill('12');
    expect(await everyBarrier(page, 'a model provider', 'dark')).toEqual([]);
    await save(page);
    await page.waitForURL(/\/model-providers\/ours\/edit$/u);
    expect(await specOf('ModelProvider', 'ours')).toMatchObject({ totalMs: 12_000, model: 'small' });
    await page.close();
  });

  test('on a telephone: nothing typed is lost to a click beside it, nor to somebody who saved meanwhile', async () => {
    const saved: readonly (readonly [kind: string, name: string, spec: object])[] = [
      ['MetricsSource', 'spare', { url: address }],
      ['TracesSource', 'tempo', { url: 'https://tempo.example', api: 'tempo' }],
      ['LogsSource', 'loki', { url: 'https://loki.example', query: '{a="b"}' }],
      ['MetricsPanel', 'load', { source: 'spare', query: 'load', environments: ['far-away'] }],
      ['ProductMetric', 'load', { source: 'spare', role: 'load', query: 'load' }],
      ['LinkTemplate', 'traces', { url: 'https://traces.example' }],
      ['Runbook', 'disk-full', { text: 'Make room.' }],
      ['ModelProvider', 'spare', { api: 'openai', url: 'http://127.0.0.1:9/v1', model: 'small' }],
    ];
    await server.api('PUT', '/catalog/Environment/far-away', { spec: {} });
    for (const [kind, name, spec] of saved) await server.api('PUT', `/catalog/${kind}/${name}`, { spec });
    const page = await signedIn(360, 800, 'dark');
    const edited: readonly (readonly [path: string, kind: string, name: string, asked: RegExp])[] = [
      ['metrics-sources', 'MetricsSource', 'spare', /\/admin\?part=metrics/u],
      ['traces-sources', 'TracesSource', 'tempo', /\/admin\?part=metrics/u],
      ['logs-sources', 'LogsSource', 'loki', /\/admin\?part=metrics/u],
      ['metrics-panels', 'MetricsPanel', 'load', /\/catalog\/MetricsPanel\/load$/u],
      ['product-metrics', 'ProductMetric', 'load', /\/catalog\/ProductMetric\/load$/u],
      ['link-templates', 'LinkTemplate', 'traces', /\/catalog\/LinkTemplate\/traces$/u],
      ['runbooks', 'Runbook', 'disk-full', /\/runbooks\/disk-full$/u],
      ['model-providers', 'ModelProvider', 'spare', /\/admin\?part=model/u],
    ];
    for (const [path, kind, name, to] of edited) {
      await settle(page, `${server.url}/${path}/${name}/edit`);
      const field = page.getByLabel('Name', { exact: true });
      await field.fill(`Mine of ${name}`);
      await page.getByRole('button', { name: 'Cancel' }).click();
      const question = page.getByRole('dialog', { name: 'Leave without saving?' });
      await question.waitFor();
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'hidden' });
      const before = await specOf(kind, name);
      await server.api('PUT', `/catalog/${kind}/${name}`, { spec: { ...before, description: 'Theirs' } });
      await page.getByRole('button', { name: /^Keep mine/u }).waitFor();
      expect(await field.inputValue(), path).toBe(`Mine of ${name}`);
      expect(await barriers(page, path)).toEqual([]);
      await page.getByRole('button', { name: /^Keep mine/u }).click();
      await save(page);
      await page.waitForURL(to);
      expect(await specOf(kind, name), path).toMatchObject({ displayName: `Mine of ${name}` });
    }
    await page.close();
  });
});
