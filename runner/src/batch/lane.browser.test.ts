import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runReport } from '@fieldmarshal/contract/checks';
import { orderFor } from '../testing/orders.ts';
import { installed, openWorkshop, type Workshop } from '../testing/workshop.ts';

if (installed.browser === null) {
  process.stderr.write('SKIPPED: no Chromium or Chrome was found, so no e2e check can be run here.\n');
}

const secret = 'correct horse/battery+staple';
const common = `import { test as base, expect } from '@playwright/test';
import { ShopPage } from './shop-page';
export const test = base.extend<{ shop: ShopPage }>({ shop: async ({ page }, use) => { await use(new ShopPage(page)); } });
export { expect };`;

const project = {
  'package.json': '{ "name": "shop" }',
  'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "~words/*": ["words/*"] } } }',
  'words/greeting.ts': `export enum Word { Greeting = 'Hello' }`,
  'playwright.config.ts': `import { defineConfig, devices } from '@playwright/test';
export default defineConfig({
  testDir: 'tests',
  use: { baseURL: 'http://127.0.0.1:1' },
  webServer: { command: 'exit 1', url: 'http://127.0.0.1:1' },
  projects: [
    { name: 'sign-in', testMatch: /sign-in\\.setup\\.ts/ },
    { name: 'desktop', use: { ...devices['Desktop Chrome'] }, dependencies: ['sign-in'] },
    { name: 'phone', use: { ...devices['Pixel 7'] } },
    { name: 'broken sign-in', testMatch: /broken\\.setup\\.ts/ },
    { name: 'behind it', use: { ...devices['Desktop Chrome'] }, dependencies: ['broken sign-in'] },
  ],
});`,
  'tests/sign-in.setup.ts': `import { test } from '@playwright/test'; import { writeFileSync } from 'node:fs';
test('signs in', () => { writeFileSync('signed-in.json', 'yes'); });`,
  'tests/broken.setup.ts': `import { test, expect } from '@playwright/test';
test('signs in', async ({ page }) => { await page.goto('/'); await expect(page.locator('h1')).toHaveText('Welcome', { timeout: 500 }); });`,
  'tests/shop-page.ts': `import type { Page } from '@playwright/test'; import { Word } from '~words/greeting';
export class ShopPage { constructor(readonly page: Page) {} async open() { await this.page.goto('/'); } readonly greeting = Word.Greeting; }`,
  'tests/fixtures.ts': common,
  'tests/shop.spec.ts': `import { readFileSync } from 'node:fs'; import { test, expect } from './fixtures';
test.describe('shop', () => {
  test('greets', { tag: '@fast' }, async ({ page, shop }) => {
    expect(readFileSync('signed-in.json', 'utf8')).toBe('yes');
    await test.step('Open the shop', () => shop.open());
    await expect(page.locator('h1')).toHaveText(shop.greeting);
  });
  test('asks the interface', async ({ request }) => { expect((await request.get('/')).ok()).toBe(true); });
  test('is alone', async ({ page, context }) => {
    await page.goto('/'); expect(await context.cookies()).toEqual([]); expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.evaluate(() => { localStorage.setItem('left', 'behind'); document.cookie = 'left=behind'; });
  });
  test('passes the second time', async ({ page }, { retry }) => { await page.goto('/'); expect(retry).toBe(1); });
});
test('leaks', async ({ page }) => {
  const secret = process.env.SHOP_PASSWORD!;
  console.log('It is', secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret));
  await page.goto('/?password=' + encodeURIComponent(secret));
  await page.setContent('<label>Password <input id="password"></label>');
  await page.fill('#password', secret);
  await page.evaluate((text) => console.error(text), secret);
  expect(secret).toBe('something else');
});
test('waits for what never comes', async ({ page }) => { test.setTimeout(6_000); await page.goto('/'); await page.locator('#never').click(); });
`,
  'tests/whole.spec.ts': `import { readFileSync } from 'node:fs'; import { test, expect, type Page } from '@playwright/test';
test('downloads', async ({ page }) => {
  await page.goto('/');
  await page.setContent('<a href="/file" download="list.csv">List</a>');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')]);
  expect(download.suggestedFilename()).toBe('list.csv');
  expect(readFileSync(await download.path(), 'utf8')).toBe('a,b');
  await download.saveAs('kept/list.csv');
  expect(readFileSync('kept/list.csv', 'utf8')).toBe('a,b');
});
test('talks to the browser itself', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  expect(metrics.map(({ name }) => name)).toContain('JSHeapUsedSize');
});
test('opens a second page and a second context', async ({ page, browser }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto('/');
  await page.evaluate(() => console.log('hello'));
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open('/'))]);
  await expect(popup.locator('h1')).toHaveText('Hello');
  const other = await browser.newContext();
  const second: Page = await other.newPage();
  await second.goto(page.url());
  expect(other.pages()).toHaveLength(1);
  await other.close();
  expect(said).toEqual(['hello']);
  expect((await page.request.get('/')).status()).toBe(200);
});
test('answers in place of a server, uploads, and records', async ({ page, context }) => {
  await context.tracing.group('Own group');
  await page.route('**/api', (route) => route.fulfill({ json: { ok: true } }));
  await page.goto('/');
  expect(await page.evaluate(async () => (await fetch('/api')).json())).toEqual({ ok: true });
  await page.setContent('<input type="file">');
  await page.setInputFiles('input', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  expect(await page.evaluate(() => document.querySelector('input')?.files?.[0]?.name)).toBe('a.txt');
  await context.tracing.groupEnd();
});
test('films itself', async ({ page }) => {
  let taken = 0;
  await page.goto('/');
  await page.screencast.start({ onFrame: () => { taken += 1; } });
  await page.setContent('<h1>Another</h1>');
  await expect.poll(() => taken).toBeGreaterThan(0);
  await page.screencast.stop();
});
test.describe('says itself how often', () => {
  test.describe.configure({ retries: 1 });
  test('it is tried', async ({ page }, { retry }) => { await page.goto('/'); expect(retry).toBe(1); });
});
`,
  'tests/wild.spec.ts': `import { spawn } from 'node:child_process'; import { writeFileSync } from 'node:fs'; import { test } from '@playwright/test';
test('never ends', () => { for (;;); });
test('hangs', async ({ page }) => { await page.goto('/'); await page.setContent('<h1>Before it hangs</h1>'); await page.waitForTimeout(4_500); for (;;); });
test('forks', async () => {
  const child = spawn('sh', ['-c', 'setsid sh -c "while :; do sleep 1; done" & echo $!; while :; do sleep 1; done'], { detached: true, stdio: 'ignore' });
  child.unref();
  for (;;);
});
test('prints', async () => { const line = 'x'.repeat(65_536); for (;;) process.stdout.write(line), await new Promise((done) => setImmediate(done)); });
test('fills the disk', async () => { for (let i = 0; ; i += 1) { writeFileSync('big-' + i, Buffer.alloc(8_000_000, 1)); await new Promise((done) => setTimeout(done, 20)); } });
`,
};

let site: Server;
let workshop: Workshop;
let baseUrl: string;

beforeAll(async () => {
  site = createServer(({ url }, res) => {
    if (url === '/file') res.writeHead(200, { 'content-type': 'text/csv' }).end('a,b');
    else res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  baseUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  workshop = openWorkshop({ diskBytes: 64 * 1024 * 1024, outputBytes: 4 * 1024 * 1024, graceMs: 1500 });
});
afterAll(() => {
  workshop.close();
  site.close();
});

describe.skipIf(installed.browser === null)('a lane', () => {
  const given = () => ({
    variables: { baseUrl },
    urlPatterns: [{ pattern: baseUrl, product: 'gateway' }],
    timeoutMs: 60_000,
  });

  test('runs a project as it is, each test on its own, and says what it saw', async () => {
    const bundle = await workshop.bundle(project);
    const orders = ['greets', 'asks the interface', 'is alone', 'passes the second time'].map((title) =>
      orderFor(['tests/shop.spec.ts', 'shop', title], {
        ...given(),
        retries: 1,
        playwrightProject: 'desktop',
      }),
    );
    const finished = await workshop.run(bundle, orders);
    const reports = orders.map(({ id }) => finished.get(id)?.report);
    expect(reports.map((report) => [report?.verdict, report?.error?.message])).toEqual([
      ['passed', undefined],
      ['passed', undefined],
      ['passed', undefined],
      ['flaky', undefined],
    ]);
    const [first] = reports;
    const step = first?.steps?.findIndex(({ title }) => title === 'Open the shop') ?? -1;
    expect(step).toBeGreaterThanOrEqual(0);
    expect(first?.steps?.some(({ parent }) => parent === step)).toBe(true);
    expect(first?.requests).toEqual([
      expect.objectContaining({ method: 'GET', url: `${baseUrl}/`, status: 200, product: 'gateway' }),
    ]);
    for (const report of reports) expect(runReport.safeParse(report).error).toBeUndefined();
    const again = await workshop.run(bundle, [orders[2] ?? never()]);
    expect([...again.values()].map(({ report }) => report.verdict)).toEqual(['passed']);
  });

  test('runs what Playwright can do, in the warm browser: downloads, the protocol of the browser, pages, contexts, routes', async () => {
    const bundle = await workshop.bundle(project);
    const titles = ['downloads', 'talks to the browser itself', 'opens a second page and a second context'];
    const orders = [...titles, 'answers in place of a server, uploads, and records', 'films itself'].map(
      (title) => orderFor(['tests/whole.spec.ts', title], { ...given(), playwrightProject: 'phone' }),
    );
    const finished = await workshop.run(bundle, orders);
    expect(orders.map(({ id }) => finished.get(id)?.report.error?.message)).toEqual(
      orders.map(() => undefined),
    );
    expect(orders.map(({ id }) => finished.get(id)?.report.verdict)).toEqual(orders.map(() => 'passed'));
  });

  test('a test that says itself how often it is tried has its verdict after its last try', async () => {
    const bundle = await workshop.bundle(project);
    const order = orderFor(['tests/whole.spec.ts', 'says itself how often', 'it is tried'], {
      ...given(),
      playwrightProject: 'phone',
      retries: 0,
    });
    const told: number[] = [];
    const outcome = await workshop.lane.run(bundle, [order], {
      stop: new AbortController().signal,
      onOrder: (id, soFar) => told.push(soFar.units.get(id)?.ended.length ?? 0),
    });
    expect(told).toEqual([2]);
    expect(outcome.units.get(order.id)?.ended.map(({ isExpected }) => isExpected)).toEqual([false, true]);
  });

  test('a failure that was watched closely leaves a film that browsers play, without a program for videos', async () => {
    const withoutPrograms = openWorkshop({}, null);
    const bundle = await withoutPrograms.bundle(project);
    const own = { ...given(), playwrightProject: 'phone', timeoutMs: 8_000 };
    const orders = [
      orderFor(['tests/shop.spec.ts', 'waits for what never comes'], own),
      orderFor(['tests/shop.spec.ts', 'shop', 'is alone'], own),
    ];
    const finished = await withoutPrograms.run(bundle, orders);
    const films = orders.map(({ id }) =>
      finished.get(id)?.artefacts.filter(({ announced }) => announced.kind === 'video'),
    );
    withoutPrograms.close();
    expect(films.map((found) => found?.length)).toEqual([1, 0]);
    const bytes = films[0]?.[0]?.bytes ?? Buffer.alloc(0);
    expect(finished.get(orders[0]?.id ?? '')?.report.artefacts?.map(({ name }) => name)).toContain(
      'film-strip.webm',
    );
    const played = await play(bytes);
    expect(played.width).toBeGreaterThan(100);
    expect(played.seconds).toBeGreaterThan(1);
    expect(played.isAtEnd).toBe(true);
  });

  test('a failure nobody expected has a picture, a trace and a film, of which its steps know nothing', async () => {
    const withoutPrograms = openWorkshop({}, null);
    const bundle = await withoutPrograms.bundle(project);
    const own = { ...given(), playwrightProject: 'phone' };
    const flaky = orderFor(['tests/shop.spec.ts', 'shop', 'passes the second time'], { ...own, retries: 1 });
    const late = orderFor(['tests/shop.spec.ts', 'waits for what never comes'], own);
    const finished = await withoutPrograms.run(bundle, [flaky, late], { filmStrip: false });
    withoutPrograms.close();
    for (const one of [finished.get(flaky.id), finished.get(late.id)]) {
      const kinds = one?.artefacts.map(({ announced }) => announced.kind);
      expect(kinds).toEqual(expect.arrayContaining(['screenshot', 'trace', 'video']));
      expect(one?.report.steps?.map(({ title }) => title).join()).not.toMatch(/screencast/i);
      const trace = one?.artefacts.find(({ announced }) => announced.kind === 'trace');
      const actions = Object.entries(unzipSync(trace?.bytes ?? new Uint8Array()))
        .filter(([name]) => name.endsWith('.trace'))
        .map(([, entry]) => Buffer.from(entry).toString('utf8'));
      expect(actions.join()).toContain('Page');
      expect(actions.join()).not.toMatch(/screencastSt/);
      const video = one?.artefacts.find(({ announced }) => announced.kind === 'video');
      expect((await play(video?.bytes ?? new Uint8Array())).isAtEnd).toBe(true);
    }
    expect(finished.get(flaky.id)?.report.verdict).toBe('flaky');
  });

  test('a test that had to be killed shows what it saw last', async () => {
    const bundle = await workshop.bundle(project);
    const own = { ...given(), playwrightProject: 'phone', timeoutMs: 8_000 };
    const order = orderFor(['tests/wild.spec.ts', 'hangs'], own);
    const finished = (await workshop.run(bundle, [order], { filmStrip: false })).get(order.id);
    expect(finished?.report.error?.message).toMatch(/did not end/);
    const last = finished?.artefacts.find(({ announced }) => announced.kind === 'screenshot');
    expect(last?.announced.name).toBe('screenshot-last-seen.jpeg');
    expect(last?.bytes.length).toBeGreaterThan(1_000);
  });

  test('where the set-up of a test fails, its picture, trace and film are those of the run', async () => {
    const bundle = await workshop.bundle(project);
    const order = orderFor(['tests/shop.spec.ts', 'shop', 'is alone'], {
      ...given(),
      playwrightProject: 'behind it',
    });
    const finished = (await workshop.run(bundle, [order])).get(order.id);
    expect(finished?.report.verdict).toBe('failed');
    expect(finished?.report.error?.message).toContain('Welcome');
    const kinds = finished?.artefacts.map(({ announced }) => announced.kind);
    expect(kinds).toEqual(expect.arrayContaining(['screenshot', 'trace', 'video']));
  });

  test('keeps a picture and a trace of a failure and of a time-out, and no secret in any of it', async () => {
    const bundle = await workshop.bundle(project);
    const orders = ['leaks', 'waits for what never comes'].map((title) =>
      orderFor(['tests/shop.spec.ts', title], { ...given(), secrets: { SHOP_PASSWORD: secret } }),
    );
    const finished = await workshop.run(bundle, orders);
    const [leak, late] = orders.map(({ id }) => finished.get(id));
    for (const one of [leak, late]) {
      expect(one?.report.verdict).toBe('failed');
      const kinds = one?.artefacts.map(({ announced }) => announced.kind);
      expect(kinds).toEqual(expect.arrayContaining(['screenshot', 'trace']));
    }
    expect(leak?.report.error?.message).toContain('[secret SHOP_PASSWORD]');
    expect(late?.report.error?.message).toContain('timeout of 6000ms');
    const everything = [leak, late].flatMap((one) => [
      JSON.stringify(one?.report),
      ...(one?.artefacts.flatMap(({ announced, bytes }) =>
        announced.kind === 'trace'
          ? Object.values(unzipSync(bytes)).map((entry) => Buffer.from(entry).toString('latin1'))
          : Buffer.from(bytes).toString('latin1'),
      ) ?? []),
    ]);
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    expect(everything.join('\n')).toContain('[secret SHOP_PASSWORD]');
    for (const form of forms) expect(everything.some((text) => text.includes(form))).toBe(false);
  });

  test.each([
    ['never ends', /did not end/, 4_000],
    ['forks', /did not end/, 4_000],
    ['prints', /printed more than 4 MiB/, 60_000],
    ['fills the disk', /wrote more than 64 MiB/, 60_000],
  ])(
    '%s: contained, explained, nothing of it is left, and the next run is as before',
    async (title, words, timeoutMs) => {
      const bundle = await workshop.bundle(project);
      const wild = orderFor(['tests/wild.spec.ts', title], {
        ...given(),
        timeoutMs,
        playwrightProject: 'phone',
      });
      const finished = await workshop.run(bundle, [wild]);
      const report = finished.get(wild.id)?.report;
      expect(report).toMatchObject({ verdict: 'failed', fault: { class: 'test' } });
      expect(report?.error?.message).toMatch(words);
      expect(workshop.leftOver()).toEqual([]);
      const next = orderFor(['tests/shop.spec.ts', 'shop', 'greets'], {
        ...given(),
        playwrightProject: 'desktop',
      });
      const after = await workshop.run(bundle, [next]);
      expect(after.get(next.id)?.report.verdict).toBe('passed');
      expect(existsSync(`${workshop.directory}/lane/project/big-0`)).toBe(false);
    },
  );

  test('keeps a video of a failure, and none of a pass, where there is a program that makes one', async () => {
    const ffmpeg = join(workshop.directory, 'ffmpeg');
    writeFileSync(ffmpeg, '#!/bin/sh\nfor last; do :; done\nexec cat > "$last"\n', { mode: 0o755 });
    const withVideo = openWorkshop({}, ffmpeg);
    const bundle = await withVideo.bundle(project);
    const own = { ...given(), playwrightProject: 'phone', secrets: { SHOP_PASSWORD: secret } };
    const orders = [
      orderFor(['tests/shop.spec.ts', 'leaks'], own),
      orderFor(['tests/shop.spec.ts', 'shop', 'is alone'], own),
    ];
    const finished = await withVideo.run(bundle, orders, { filmStrip: false });
    withVideo.close();
    const videos = orders.map(({ id }) =>
      finished.get(id)?.artefacts.filter(({ announced }) => announced.kind === 'video'),
    );
    expect(videos.map((found) => found?.length)).toEqual([1, 0]);
    expect(videos[0]?.[0]?.announced).toMatchObject({ name: 'video.webm', contentType: 'video/webm' });
    expect(videos[0]?.[0]?.bytes.length).toBeGreaterThan(1_000);
  });

  test('gives back the runs that another one took along before they began', async () => {
    const bundle = await workshop.bundle(project);
    const wild = orderFor(['tests/wild.spec.ts', 'never ends'], {
      ...given(),
      timeoutMs: 4_000,
      playwrightProject: 'phone',
    });
    const later = orderFor(['tests/wild.spec.ts', 'forks'], {
      ...given(),
      timeoutMs: 4_000,
      playwrightProject: 'phone',
    });
    const finished = await workshop.run(bundle, [wild, later]);
    expect([...finished.keys()]).toEqual([wild.id]);
  });
});

/** As the page of a run does it: is it a video, and can its end be reached? */
async function play(film: Uint8Array): Promise<{ width: number; seconds: number; isAtEnd: boolean }> {
  const browser = await chromium.launch({ executablePath: installed.browser ?? '' });
  try {
    const page = await browser.newPage();
    const source = `data:video/webm;base64,${Buffer.from(film).toString('base64')}`;
    return await page.evaluate(async (src) => {
      const video = document.createElement('video');
      const told = async (name: string) =>
        new Promise((resolve, reject) => {
          video.addEventListener(name, resolve, { once: true });
          video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
        });
      video.src = src;
      await told('loadeddata');
      const { videoWidth: width, duration: seconds } = video;
      video.currentTime = seconds - 0.1;
      await told('seeked');
      return { width, seconds, isAtEnd: Math.abs(video.currentTime - seconds) < 0.2 };
    }, source);
  } finally {
    await browser.close();
  }
}

function never(): never {
  throw new Error('There is no such order.');
}
