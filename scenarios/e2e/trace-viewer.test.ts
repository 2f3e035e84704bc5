import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDuty, startServer, type Server } from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';

let server: Server;
let browser: Browser;
let run = '';

/** A page that would like to act as whoever looks at its trace. */
const nasty = `<h1>The basket is empty</h1><img src="x" onerror="parent.document.title = 'taken'">
  <iframe srcdoc="<script>parent.parent.document.title = 'taken'</script>"></iframe><button>Pay</button>`;

/** A trace as a failed run leaves it, made by the same Playwright. */
async function traceOf(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'fm-trace-'));
  const context = await browser.newContext();
  await context.tracing.start({ snapshots: true, sources: false });
  const page = await context.newPage();
  await page.setContent(nasty);
  await page.getByRole('button', { name: 'Pay' }).click();
  await context.tracing.stop({ path: join(folder, 'trace.zip') });
  await context.close();
  const bytes = readFileSync(join(folder, 'trace.zip'));
  rmSync(folder, { recursive: true });
  return bytes;
}

/** One failed run with that trace, by the way of every runner. */
async function failedRun(trace: Buffer): Promise<string> {
  const { token } = await server.api<{ token: string }>('POST', '/runners', {
    name: 'far away',
    place: 'denver',
  });
  const speak = async (
    method: string,
    path: string,
    body: string | Buffer,
    type: string,
  ): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const answer = await fetch(`${server.url}/runner/v1/${path}`, {
      method,
      headers,
      body: Buffer.from(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const say = async (path: string, body: object): Promise<unknown> =>
    speak('POST', path, JSON.stringify({ clock: new Date().toISOString(), ...body }), 'application/json');
  await server.api('PUT', '/catalog/Environment/eu', { spec: {} });
  await server.api('PUT', '/catalog/Check/basket', {
    spec: {
      probe: { type: 'http', url: 'https://shop.example/' },
      everySeconds: 1,
      places: { names: ['denver'] },
      environments: [{ environment: 'eu' }],
      signals: false,
    },
  });
  const pulled = await say('pull', {
    version: '1',
    wants: { monitors: 1 },
    waitMs: 20_000,
    state: { running: 0 },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the protocol
  const { orders } = pulled as { orders: { id: string }[] };
  const id = orders[0]?.id ?? '';
  const sha256 = createHash('sha256').update(trace).digest('hex');
  const artefact = {
    name: 'trace.zip',
    kind: 'trace',
    contentType: 'application/zip',
    bytes: trace.length,
    sha256,
  };
  const report = {
    ...{ id, attempt: 1, startedAt: new Date().toISOString(), durationMs: 900, verdict: 'failed' },
    fault: { class: 'product', why: 'The basket is empty.' },
    artefacts: [artefact],
  };
  await say('results', { reports: [report] });
  await speak('PUT', `runs/${id}/artefacts/trace.zip`, trace, 'application/zip');
  return id;
}

describe.skipIf(isMissing)('the trace of a failed run', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(onDuty('http://127.0.0.1:9'));
    browser = await openBrowser();
    run = await failedRun(await traceOf());
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('opens in the viewer that comes along, from the run, with no network but this server', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const elsewhere: string[] = [];
    await context.route(/./, async (route) => {
      const url = route.request().url();
      if (url.startsWith(server.url) || url.startsWith('data:') || url.startsWith('blob:'))
        return route.fallback();
      elsewhere.push(url);
      return route.abort();
    });
    const page = await context.newPage();
    const { link } = await server.api<{ link: string }>('POST', '/people/mira/invitation');
    await page.goto(server.url + new URL(link).pathname);
    await page.getByRole('button').first().click();
    for (const field of await page.locator('input[type=password]').all())
      await field.fill('correct horse battery 9');
    await page.locator('button[type=submit], button').last().click();
    await page.waitForURL(/\/now$/);
    await page.goto(`${server.url}/runs/${run}`);
    const [viewer] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open the trace' }).click(),
    ]);
    await viewer.waitForURL(/\/trace-viewer\/index\.html/);
    await viewer.getByText('Click', { exact: false }).first().click();
    const snapshot = viewer.frameLocator('iframe[name=snapshot]').first();
    await snapshot.getByRole('heading', { name: 'The basket is empty' }).waitFor();
    expect(await viewer.title()).not.toBe('taken');
    expect(elsewhere).toEqual([]);
    await context.close();
  });

  test('is shown to nobody who is not signed in, and nothing but the viewer is served there', async () => {
    const trace = await fetch(`${server.url}/api/v1/runs/${run}/artefacts/trace.zip`);
    expect(trace.status).toBe(401);
    const answers = await Promise.all(
      ['index.html', '..%2Fpackage.json', 'assets/..%2F..%2Findex.html', 'nothing.js'].map(async (path) =>
        fetch(`${server.url}/trace-viewer/${path}`),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    expect(answers[0]?.headers.get('content-security-policy')).toContain("script-src 'self';");
  });
});
