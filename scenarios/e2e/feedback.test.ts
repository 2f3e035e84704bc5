import { createServer, type IncomingHttpHeaders, type Server as HttpServer } from 'node:http';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, startServer, until, type Server } from '../rig.ts';
import { barriers } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { signIn } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;
/** A dashboard of somebody else, on an origin that the file names, and the same page on one that it does not. */
let named: Elsewhere;
let stranger: Elsewhere;

interface Elsewhere {
  readonly url: string;
  readonly server: HttpServer;
}

/** A page of another origin with a strict policy: nothing but our script and our server, and no style of its own. */
async function elsewhere(port: number, policy: () => string): Promise<Elsewhere> {
  const http = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', policy());
    const script = `<script src="${server.url}/feedback/embed.js" data-dashboard="sales" data-release="1.4" defer></script>`;
    response.end(
      `<!doctype html><html lang="en"><title>Sales</title><main><h1>Sales of the week</h1></main>${script}${script}`,
    );
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}`, server: http };
}

const strict = (): string =>
  `default-src 'none'; script-src ${server.url}; connect-src ${server.url}; require-trusted-types-for 'script'`;

interface Answer {
  readonly words: string;
  readonly screen: string;
  readonly release: string;
  readonly task: string;
  readonly by: unknown;
}

async function answers(): Promise<Answer[]> {
  return (await server.api<{ items: Answer[] }>('GET', '/feedback?limit=200')).items;
}

/** How often an answer with these words was taken. */
async function times(words: string): Promise<number> {
  return (await answers()).filter((answer) => answer.words === words).length;
}

interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What requests to the server carried, and those that are over, one way or the other. */
  readonly sent: IncomingHttpHeaders[];
  readonly ended: string[];
}

/** Opens the page in a context of its own. */
async function visit(of: Elsewhere, path: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const [sent, ended]: [IncomingHttpHeaders[], string[]] = [[], []];
  page.on('request', (request) => {
    if (request.url().startsWith(server.url)) sent.push(request.headers());
  });
  page.on('requestfinished', (request) => void ended.push(request.url()));
  page.on('requestfailed', (request) => void ended.push(request.url()));
  await page.goto(of.url + path);
  return { page, context, sent, ended };
}

describe.skipIf(isMissing)('feedback on a dashboard of another origin', () => {
  beforeAll(async () => {
    server = await startServer();
    const [port, other] = [await freePort(), await freePort()];
    await server.apply(`
apiVersion: fieldmarshal/v1
kind: Dashboard
metadata: { name: sales }
spec: { displayName: Sales, collect: true, origins: ['http://127.0.0.1:${port}'], tasks: [Find a customer] }
---
apiVersion: fieldmarshal/v1
kind: Dashboard
metadata: { name: fieldmarshal }
spec: { collect: true }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: vic }
spec: { displayName: Vic Moe, email: vic@example.org, roles: [viewer] }
`);
    named = await elsewhere(port, strict);
    stranger = await elsewhere(other, strict);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    for (const each of [named, stranger]) each?.server.close();
    await server?.end();
  });

  test('is asked for and taken under a strict policy, without cookies, and what was said is text', async () => {
    const { page, context, sent } = await visit(named, '/boards/17?customer=acme#q');
    const button = page.getByRole('button', { name: 'Feedback' });
    await button.waitFor();
    // The script stands in the page twice.
    expect(await button.count()).toBe(1);
    expect(await button.evaluate((element) => getComputedStyle(element).cursor)).toBe('pointer');
    await button.click();
    await page.getByLabel('What did you come for?').selectOption('Find a customer');
    await page.getByLabel('Partly').check();
    const words = '<img src=x onerror="document.title=1"><b>bold</b>';
    await page.getByLabel(/In your words/).fill(words);
    expect(await barriers(page, 'the form on another page')).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you.').waitFor();
    expect(await answers()).toMatchObject([
      { words, screen: '/boards/*', release: '1.4', task: 'Find a customer', by: null },
    ]);
    expect(await context.cookies()).toEqual([]);
    expect(sent.filter(({ cookie, authorization }) => cookie ?? authorization)).toEqual([]);
    await context.close();
  });

  test('keeps what could not be sent, says so, and sends it once the network is back', async () => {
    const { page, context } = await visit(named, '/later');
    await page.getByRole('button', { name: 'Feedback' }).click();
    await page.getByLabel('No', { exact: true }).check();
    await page.getByLabel(/In your words/).fill('too slow');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('The server cannot be reached. What you said is kept in this browser').waitFor();
    await page.getByText(/1 not sent, kept in this browser/).waitFor();
    expect(await barriers(page, 'what waits on another page')).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Feedback (1 not sent)' }).waitFor();
    expect(await times('too slow')).toBe(0);
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Feedback', exact: true }).waitFor();
    expect(await times('too slow')).toBe(1);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await context.close();
  });

  test('counts once what was taken while its answer was lost, also when another page sends it again', async () => {
    const { page, context } = await visit(named, '/lost');
    await page.route('**/feedback/embed', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Feedback' }).click();
    await page.getByLabel('No', { exact: true }).check();
    await page.getByLabel(/In your words/).fill('half said');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('The server cannot be reached.').waitFor();
    expect(await times('half said')).toBe(1);
    await page.close();
    const next = await context.newPage();
    const sentAgain = next.waitForResponse(
      (response) => response.url().endsWith('/feedback/embed') && response.request().method() === 'POST',
    );
    await next.goto(`${named.url}/lost`);
    expect((await sentAgain).status()).toBe(200);
    await next.getByRole('button', { name: 'Feedback', exact: true }).waitFor();
    expect(await next.evaluate(() => localStorage.length)).toBe(0);
    expect(await times('half said')).toBe(1);
    await context.close();
  });

  test('waits on these screens, too, while the server cannot be reached, and is sent from the next page', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await signIn(server, await context.newPage(), 'vic');
    await page.getByRole('button', { name: 'Found it?' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Did you find it?').selectOption('no');
    await form.getByLabel('In your words').fill('Where is it?');
    await context.setOffline(true);
    await form.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Not sent yet: the server cannot be reached.').first().waitFor();
    await page.getByRole('button', { name: /1 not sent/ }).click();
    await form.getByText('1 answer is not sent yet.').waitFor();
    await form.getByText(/Where is it\?/).waitFor();
    expect(await barriers(page, 'what waits here')).toEqual([]);
    expect(await times('Where is it?')).toBe(0);
    await page.close();
    await context.setOffline(false);
    const next = await context.newPage();
    await next.goto(`${server.url}/now`);
    await until(async () => (await times('Where is it?')) === 1);
    await next.getByRole('button', { name: /not sent/ }).waitFor({ state: 'detached' });
    await context.close();
  });

  test('looks like nothing on an origin that the file does not name, and nothing is taken from there', async () => {
    const { page, context, ended } = await visit(stranger, '/boards/1');
    await until(async () => ended.some((url) => url.includes('/feedback/embed?')));
    const tried = await page.evaluate(async (url) => {
      const body = JSON.stringify({
        dashboard: 'sales',
        release: '',
        screen: '/',
        task: '',
        seconds: null,
        found: 'no',
        words: 'spam',
      });
      const simple = { method: 'POST', headers: { 'content-type': 'text/plain' }, body } as const;
      const seen = await fetch(`${url}/feedback/embed`, simple).then(
        () => 'read',
        () => 'not readable',
      );
      await fetch(`${url}/feedback/embed`, { ...simple, mode: 'no-cors' }).catch(() => null);
      return seen;
    }, server.url);
    expect(tried).toBe('not readable');
    expect(await page.getByRole('button').count()).toBe(0);
    expect((await answers()).map(({ words }) => words)).not.toContain('spam');
    await context.close();
  });

  test('is refused in words where one address says too much, and too much at once', async () => {
    const { page, context } = await visit(named, '/flood');
    await page.getByRole('button', { name: 'Feedback' }).click();
    await page.getByLabel('Yes').check();
    await page.getByLabel(/In your words/).fill('the last of many');
    const statuses = await page.evaluate(async (url) => {
      const post = async (words: string, body?: string): Promise<number> => {
        const said = {
          dashboard: 'sales',
          release: '',
          screen: '/flood',
          task: '',
          seconds: null,
          found: 'yes',
          words,
        };
        const response = await fetch(`${url}/feedback/embed`, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: body ?? JSON.stringify(said),
        }).catch(() => null);
        return response?.status ?? 0;
      };
      const wrong = [await post('x'.repeat(2_001)), await post('', 'x'.repeat(20_000)), await post('', '{')];
      // However many of them fall into the hour before.
      const rest: number[] = [];
      while (rest.at(-1) !== 429 && rest.length < 130) rest.push(await post(''));
      return { wrong, rest };
    }, server.url);
    expect(statuses.wrong.filter((status) => status === 200)).toEqual([]);
    expect([statuses.rest[0], statuses.rest.at(-1)]).toEqual([200, 429]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('It was not taken. Please try again later.').waitFor();
    expect(await page.getByLabel(/In your words/).inputValue()).toBe('the last of many');
    expect((await answers()).map(({ words }) => words)).not.toContain('the last of many');
    await context.close();
  });
});
