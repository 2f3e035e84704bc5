import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDuty, startServer, token, type Server } from '../rig.ts';
import { askAs } from './ask-as.ts';
import { isMissing, openBrowser } from './browser.ts';
import { failedRun } from './failed-run.ts';
import { signIn } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;
let context: BrowserContext;
let run = '';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What a script in an artefact would try as whoever looks at it; what it got stands in the title. */
const thief = (app: string): string => `(async () => {
  const got = async (work) => { try { return String(await work()); } catch (error) { return 'refused'; } };
  const found = [
    await got(() => document.cookie || 'refused'),
    await got(async () => (await fetch('${app}/api/v1/incidents', { credentials: 'include' })).text()),
    await got(async () => (await fetch('${app}/api/v1/incidents', { method: 'POST', credentials: 'include',
      headers: { 'content-type': 'application/json' }, body: '{"title":"stolen"}' })).text()),
    await got(async () => { const here = await fetch('/api/v1/incidents'); return here.ok ? here.text() : 'refused'; }),
    await got(async () => { const viewer = await fetch('/sign-in'); return viewer.ok ? viewer.text() : 'refused'; }),
    await got(() => window.opener ? window.opener.document.title : 'refused'),
  ];
  document.documentElement.setAttribute('data-found', found.join());
})()`;

const nothing = Array.from({ length: 6 }, () => 'refused').join();

describe.skipIf(isMissing)('what came from outside', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(onDuty('http://127.0.0.1:9'));
    browser = await openBrowser();
    const script = thief(server.url);
    const page = `<!doctype html><title>evidence</title><h1>A page of a run</h1><script>${script}</script><img src=x onerror="${script.replaceAll('"', '&quot;')}">`;
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/><script><![CDATA[${script}]]></script></svg>`;
    run = await failedRun(server, [
      { name: 'page.html', kind: 'other', contentType: 'text/html', content: Buffer.from(page) },
      { name: 'drawing.svg', kind: 'other', contentType: 'image/svg+xml', content: Buffer.from(drawing) },
      { name: 'screen.png', kind: 'screenshot', contentType: 'image/png', content: png },
    ]);
    context = await browser.newContext();
    await signIn(server, await context.newPage(), 'mira');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  const artefact = (name: string): string => `${server.url}/api/v1/runs/${run}/artefacts/${name}`;

  /** The artefact as whoever is signed in opens it from a page of ours. */
  async function opened(name: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(artefact(name));
    expect(new URL(page.url()).hostname).toBe('artefacts.localhost');
    return page;
  }

  test.each(['page.html', 'drawing.svg'])(
    '%s is shown at an origin of its own, and no script of it runs',
    async (name) => {
      const page = await opened(name);
      expect(await page.locator(name === 'page.html' ? 'h1' : 'rect').count()).toBe(1);
      expect(await page.locator('[data-found]').count()).toBe(0);
    },
  );

  test.each(['page.html', 'drawing.svg'])(
    'a script in %s that ran nevertheless would read neither cookies nor the API, and could write nothing',
    async (name) => {
      const led = await context.request.get(artefact(name), { maxRedirects: 0 });
      const link = new URL(led.headers()['location'] ?? '');
      const page = await context.newPage();
      // The sandbox has a hole: the same bytes at the same place, without the policy.
      await page.route(link.href, async (route) => {
        const { headers, body } = await askAs(link.hostname, server.url + link.pathname + link.search);
        return route.fulfill({ contentType: String(headers['content-type']), body });
      });
      await page.goto(link.href);
      await page.locator('[data-found]').waitFor({ state: 'attached' });
      expect(await page.locator('[data-found]').getAttribute('data-found')).toBe(nothing);
      const { items } = await server.api<{ items: { title: string }[] }>('GET', '/incidents?limit=50');
      expect(items.map(({ title }) => title)).not.toContain('stolen');
    },
  );

  test('the same script at our own origin would read all of it, so the origin is what stops it', async () => {
    const page = await context.newPage();
    await page.goto(`${server.url}/now`);
    await page.evaluate(thief(server.url));
    await page.locator('[data-found]').waitFor({ state: 'attached' });
    expect(await page.locator('[data-found]').getAttribute('data-found')).toContain('"items"');
  });

  test('pictures of a run are shown on its page, from there', async () => {
    const page = await context.newPage();
    await page.goto(`${server.url}/runs/${run}`);
    const picture = page.getByRole('img', { name: 'Screen: screen.png' });
    await picture.waitFor();
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('img.checks-picture')?.complete,
    );
    expect(await picture.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0))).toBe(1);
  });

  test('at that origin there is nothing of ours, and no artefact without its link', async () => {
    const headers = { authorization: `Bearer ${token}` };
    for (const path of [
      '/',
      '/now',
      '/sign-in',
      '/api/v1/incidents',
      '/api/openapi.json',
      '/livez',
      '/metrics',
      '/status',
    ])
      expect((await askAs('artefacts.localhost', server.url + path, headers)).status, path).toBe(404);
    const page = await opened('screen.png');
    const { pathname, search } = new URL(page.url());
    const asked = async (path: string): Promise<number> =>
      (await askAs('artefacts.localhost', server.url + path)).status;
    expect(await asked(pathname + search)).toBe(200);
    expect(await asked(pathname)).toBe(404);
    expect(await asked(pathname.replace('screen.png', 'page.html') + search)).toBe(404);
    expect(await asked(pathname + search.replace(/until=\d+/, 'until=9999999999'))).toBe(404);
    expect((await askAs('127.0.0.1', server.url + pathname + search)).status).toBe(404);
  });
});
