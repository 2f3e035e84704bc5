import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type Server as HttpServer } from 'node:http';
import { type Browser, type BrowserContext, type Page, type Worker } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPush } from '../../server/src/delivery/testing/open-push.ts';
import { freePort, onDuty, startServer, until, type Server } from '../rig.ts';
import { isMissing, openWholeBrowser } from './browser.ts';

let server: Server;
let pushService: HttpServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the push service was handed, as only the browser can read it. */
const pushed: string[] = [];
const keys = { keys: createECDH('prime256v1'), auth: randomBytes(16) };

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
}

/**
 * The browser's maker runs the service between server and browser; here a server of our own takes its place, decrypts with the
 * browser's keys what it was sent, and the very same text is delivered to the service worker as a push.
 */
async function startPushService(): Promise<string> {
  const port = await freePort();
  pushService = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      pushed.push(openPush(Buffer.concat(parts), keys));
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => pushService.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${port}/device`;
}

async function worker(): Promise<Worker> {
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker');
}

/** Delivers as the browser does when its push service hands it a message. */
async function deliver(data: string): Promise<void> {
  const session = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [own] = registrations;
      if (own) resolve(own.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: server.url,
    registrationId: await registered,
    data,
  });
  await session.detach();
}

async function shown(): Promise<Shown[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map((each) => ({
      title: each.title,
      body: each.body,
      actions: ('actions' in each && Array.isArray(each.actions) ? each.actions : []).map(
        ({ title }: { title: string }) => title,
      ),
    }));
  });
}

/** Presses a button of the one notification, as far as a script can: the event is ours, everything after it is real. */
async function press(action: string): Promise<void> {
  await (
    await worker()
  ).evaluate(async (pressed) => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      dispatchEvent(event: Event): void;
      NotificationEvent: new (type: string, init: object) => Event;
    };
    const [notification] = await scope.registration.getNotifications();
    const event = new scope.NotificationEvent('notificationclick', { notification, action: pressed });
    const work: Promise<unknown>[] = [];
    // Only a browser's own event may be kept alive.
    Object.defineProperty(event, 'waitUntil', { value: (each: Promise<unknown>) => work.push(each) });
    scope.dispatchEvent(event);
    await Promise.all(work);
  }, action);
}

async function stateOf(incident: string): Promise<string | undefined> {
  const { items } = await server.api<{ items: { state: string; incidentId: string }[] }>('GET', '/pages');
  return items.find((each) => each.incidentId === incident)?.state;
}

async function declared(title: string): Promise<string> {
  const before = pushed.length;
  const { id } = await server.api<{ id: string }>('POST', '/incidents', { title, severity: 'SEV1' });
  await until(async () => pushed.length > before);
  return id;
}

describe.skipIf(isMissing)('a page as a notification', () => {
  beforeAll(async () => {
    const endpoint = await startPushService();
    server = await startServer();
    await server.apply(
      onDuty('http://127.0.0.1:9/').replace(/contactMethods: \[.*?\]/, 'contactMethods: []'),
    );
    browser = await openWholeBrowser();
    context = await browser.newContext();
    await context.grantPermissions(['notifications'], { origin: server.url });
    page = await context.newPage();
    const { link } = await server.api<{ link: string }>('POST', '/people/mira/invitation');
    await page.goto(server.url + new URL(link).pathname);
    await page.getByRole('button').first().click();
    await page.waitForURL(/\/sign-in\/password$/);
    await page.goto(`${server.url}/now`);
    await page.evaluate(async () => navigator.serviceWorker.ready);
    const device = {
      label: 'This browser',
      endpoint,
      keys: { p256dh: keys.keys.generateKeys('base64url'), auth: keys.auth.toString('base64url') },
    };
    const added = await page.evaluate(async (body) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'device-1' };
      return (await fetch('/api/v1/me/devices', { method: 'POST', headers, body: JSON.stringify(body) }))
        .status;
    }, device);
    if (added !== 200) throw new Error(`the device was not taken: ${added}`);
  });
  afterAll(async () => {
    await browser?.close();
    pushService?.close();
    await server?.end();
  });

  test('shows what it is about with both answers, and Acknowledge acknowledges without opening anything', async () => {
    const incident = await declared('Case files do not open');
    await deliver(pushed.at(-1) ?? '');
    await until(async () => (await shown()).length === 1);
    const [notification] = await shown();
    expect(notification).toMatchObject({
      title: `[SEV1] ${incident} Case files do not open`,
      actions: ['Acknowledge', 'Cannot take it'],
    });
    expect(notification?.body).not.toContain('/p/');
    const pages = context.pages().length;
    await press('acknowledge');
    expect(await stateOf(incident)).toBe('acknowledged');
    expect(await shown()).toEqual([]);
    expect(context.pages()).toHaveLength(pages);
  });

  test('says who was faster where somebody has it already', async () => {
    const incident = await declared('Uploads hang');
    await deliver(pushed.at(-1) ?? '');
    await until(async () => (await shown()).length === 1);
    const { items } = await server.api<{ items: { id: string; incidentId: string }[] }>('GET', '/pages');
    const id = items.find((each) => each.incidentId === incident)?.id ?? '';
    await server.api('POST', `/pages/${id}/answer`, { answer: 'acknowledge' });
    await press('acknowledge');
    expect(await shown()).toEqual([
      expect.objectContaining({
        title: expect.stringMatching(/ has it: \[SEV1\] INC-\d+ Uploads hang$/) as unknown,
        actions: [],
      }),
    ]);
    await page.evaluate(async () => {
      for (const each of await (await navigator.serviceWorker.ready).getNotifications()) each.close();
    });
  });

  test('Cannot take it passes the page on', async () => {
    const incident = await declared('Search is slow');
    await deliver(pushed.at(-1) ?? '');
    await until(async () => (await shown()).length === 1);
    await press('cannot');
    expect(await stateOf(incident)).toBe('declined');
  });

  test('says loudly that an answer was not taken where the server is gone, and can be pressed again', async () => {
    const incident = await declared('Mail is late');
    await deliver(pushed.at(-1) ?? '');
    await until(async () => (await shown()).length === 1);
    await server.kill(false);
    await press('acknowledge');
    expect((await shown()).map(({ title }) => title)).toEqual([
      `Your answer was not taken: [SEV1] ${incident} Mail is late`,
    ]);
    await server.restart();
    expect(await stateOf(incident)).toBe('open');
  });

  test('says on the account what keeps this browser from taking notifications', async () => {
    await page.goto(`${server.url}/me`);
    await page.getByRole('button', { name: 'Use this device' }).click();
    await page
      .getByText(/This browser cannot reach its push service|Notifications were not allowed/)
      .waitFor();
  });
});
