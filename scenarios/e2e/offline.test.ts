import { type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDuty, startServer, until, type Server } from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let incident = '';

/** Names of what this browser keeps, and the addresses kept under them. */
async function kept(): Promise<Record<string, string[]>> {
  return page.evaluate(async () => {
    const all: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const keys = await (await caches.open(name)).keys();
      all[name] = keys.map(({ url }) => new URL(url).pathname);
    }
    return all;
  });
}

async function stateNames(): Promise<string[]> {
  return Object.keys(await kept()).filter((name) => name.startsWith('state-'));
}

async function visit(path: string): Promise<void> {
  await page.goto(server.url + path);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
}

describe.skipIf(isMissing)('a browser whose server is gone', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(onDuty('http://127.0.0.1:9/'));
    const declared = await server.api<{ id: string }>('POST', '/incidents', {
      title: 'Case files do not open',
      severity: 'SEV2',
    });
    incident = declared.id;
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    await followInvitation(server, page, 'mira');
    await visit('/now');
    await page.evaluate(async () => navigator.serviceWorker.ready);
    // From here on every page is loaded through the worker.
    for (const path of ['/now', '/incidents', `/incidents/${incident}`]) await visit(path);
    const room = `/api/v1/incidents/${incident}`;
    await until(async () =>
      Object.values(await kept())
        .flat()
        .includes(room),
    );
    await server.kill(false);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('shows the last state of visited screens, and from when it is', async () => {
    await page.goto(`${server.url}/incidents/${incident}`);
    await page.getByRole('heading', { name: 'Case files do not open' }).waitFor();
    const band = page.getByRole('status').filter({ hasText: /What you see is from \d\d:\d\d:\d\dZ/ });
    await band.waitFor();
    await page.goto(`${server.url}/incidents`);
    await page.getByText('Case files do not open').first().waitFor();
  });

  test('says in words what it cannot show of a screen never visited', async () => {
    await page.goto(`${server.url}/alerts`);
    await page.locator('h1').first().waitFor();
    await page.getByText('The server cannot be reached').first().waitFor();
  });

  test('never takes an acknowledgement for done, and sends nothing later', async () => {
    await page.goto(`${server.url}/incidents/${incident}`);
    await page.getByRole('button', { name: 'I am on it' }).click();
    await page.getByText('NOT acknowledged, still escalating').first().waitFor();
    await server.restart();
    await page.getByRole('status').filter({ hasText: 'What you see' }).waitFor({ state: 'detached' });
    const now = await server.api<{ state: string }>('GET', `/incidents/${incident}`);
    expect(now.state).toBe('triage');
  });

  test('keeps nothing of a session that was signed out, and never shows one person what another saw', async () => {
    await visit('/incidents');
    expect(await stateNames()).toHaveLength(1);
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/sign-out';
      document.body.append(form);
      form.submit();
    });
    await page.waitForURL(/\/sign-in/);
    await until(async () => (await stateNames()).length === 0);

    await followInvitation(server, page, 'mira');
    await visit('/now');
    const [mine] = await stateNames();
    await server.api('POST', '/accounts', { person: 'bo', displayName: 'Bo Lind' });
    await context.clearCookies();
    await followInvitation(server, page, 'bo');
    await visit('/now');
    await until(async () => !(await stateNames()).includes(mine ?? ''));
    const names = await page.evaluate(async () => {
      const texts: string[] = [];
      for (const name of (await caches.keys()).filter((each) => each.startsWith('state-'))) {
        const cache = await caches.open(name);
        for (const key of await cache.keys()) texts.push((await (await cache.match(key))?.text()) ?? '');
      }
      return texts.join('\n');
    });
    expect(names).toContain('Bo Lind');
    expect(names).not.toContain('"person":"mira","displayName"');
  });

  test('is an application that can be installed', async () => {
    const manifest = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
      const answer = await fetch(link?.href ?? '');
      return {
        type: answer.headers.get('content-type'),
        body: (await answer.json()) as { icons: { src: string }[] },
      };
    });
    expect(manifest.type).toContain('application/manifest+json');
    const icons = await Promise.all(
      manifest.body.icons.map(async ({ src }) => (await fetch(server.url + src)).headers.get('content-type')),
    );
    expect(icons).toEqual(['image/png', 'image/png', 'image/png']);
  });
});
