import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDuty, startServer, type Server } from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';
import { askAs } from './ask-as.ts';
import { failedRun } from './failed-run.ts';
import { signIn } from './sign-in-by-link.ts';

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

describe.skipIf(isMissing)('the trace of a failed run', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(onDuty('http://127.0.0.1:9'));
    browser = await openBrowser();
    const content = await traceOf();
    run = await failedRun(server, [
      { name: 'trace.zip', kind: 'trace', contentType: 'application/zip', content },
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('opens in the viewer that comes along, from the run, with no network but this server', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const artefacts = server.url.replace('127.0.0.1', 'artefacts.localhost');
    const elsewhere: string[] = [];
    await context.route(/./, async (route) => {
      const url = route.request().url();
      if (
        url.startsWith(server.url) ||
        url.startsWith(artefacts) ||
        url.startsWith('data:') ||
        url.startsWith('blob:')
      )
        return route.fallback();
      elsewhere.push(url);
      return route.abort();
    });
    const page = await context.newPage();
    await signIn(server, page, 'mira');
    await page.goto(`${server.url}/runs/${run}`);
    const [viewer] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open the trace' }).click(),
    ]);
    await viewer.waitForURL(/^http:\/\/artefacts\.localhost:\d+\/trace-viewer\/index\.html/);
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
    const paths = ['index.html', '..%2Fpackage.json', 'assets/..%2F..%2Findex.html', 'nothing.js'];
    const answers = await Promise.all(
      paths.map(async (path) => askAs('artefacts.localhost', `${server.url}/trace-viewer/${path}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    expect(answers[0]?.headers['content-security-policy']).toContain("script-src 'self';");
    expect((await fetch(`${server.url}/trace-viewer/index.html`)).status).toBe(404);
  });
});
