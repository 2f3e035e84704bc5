import { type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  alertsOf,
  onDuty,
  postAlerts,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let receiver: Receiver;
let browser: Browser;
let first: BrowserContext;
let page: Page;
const password = 'a long enough passphrase 7';

describe.skipIf(isMissing)('a person in a browser', () => {
  beforeAll(async () => {
    [server, receiver] = await Promise.all([startServer(), startReceiver()]);
    await server.apply(onDuty(receiver.url).replace('[field-marshal]', '[admin, field-marshal]'));
    browser = await openBrowser();
    first = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await first.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.end(), receiver?.close()]);
  });

  test('is led to the sign-in page, and signs in with a one-time link and a password of their own', async () => {
    await page.goto(`${server.url}/incidents`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    const { link } = await server.api<{ link: string }>('POST', '/people/mira/invitation');
    await page.goto(server.url + new URL(link).pathname);
    await page.getByRole('button').first().click();
    for (const field of await page.locator('input[type=password]').all()) await field.fill(password);
    await page.locator('button[type=submit], button').last().click();
    await page.waitForURL(/\/now$/);
  });

  test('declares an incident by key and works it in the room', async () => {
    await page.getByRole('button', { name: /Declare/ }).waitFor();
    await page.keyboard.press('c');
    await page.getByLabel(/What is wrong/).fill('Case files do not open');
    await page.getByRole('dialog').getByLabel('Severity').selectOption('SEV2');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/incidents\/INC-\d+$/);
    await page.getByRole('heading', { name: 'Case files do not open' }).waitFor();
    await page.getByPlaceholder(/Write a note/).fill('Seen in eu-prod since ten');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText('Seen in eu-prod since ten').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('t');
    await page.getByLabel(/What is to be done/).fill('Roll back files');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: /Roll back files/ }).waitFor();
  });

  test('sees in a second browser, without touching it, what is done in the first', async () => {
    const second = await browser.newContext({ viewport: { width: 360, height: 800 } });
    await second.addCookies(await first.cookies());
    const watcher = await second.newPage();
    await watcher.goto(page.url());
    await watcher.getByRole('heading', { name: 'Case files do not open' }).waitFor();
    await page.getByRole('button', { name: /^State/ }).click();
    await page.getByRole('menuitem', { name: 'Mitigating' }).click();
    await watcher.getByText('Mitigating', { exact: true }).first().waitFor({ timeout: 5_000 });
    await second.close();
  });

  test('sees an alert arrive on Now, and resolves the incident', async () => {
    await page.goto(`${server.url}/now`);
    await page.getByRole('heading', { name: /Open incidents/ }).waitFor();
    await postAlerts(server, alertsOf(['QueueLag']));
    await page
      .getByRole('link', { name: /QueueLag is broken/ })
      .first()
      .waitFor({ timeout: 10_000 });
    await page.goto(`${server.url}/incidents/INC-1`);
    await page.getByRole('button', { name: /^Resolve/ }).click();
    await page.getByLabel(/What fixed it/).fill('Rolled back');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Resolved', { exact: true }).first().waitFor();
  });

  test('finds by typing, links an alert in the room, takes it back with Z, and reads it in the record', async () => {
    await page.goto(`${server.url}/now`);
    await page.getByRole('heading', { name: /Open incidents/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('inc-1');
    await page
      .getByRole('option', { name: /INC-1 / })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/INC-1$/);
    await page.getByRole('button', { name: /^Open again/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Open again' }).click();
    await page.getByRole('button', { name: 'Link an alert' }).click();
    await page.getByRole('button', { name: /: QueueLag is broken/ }).click();
    await page.getByRole('button', { name: 'Unlink QueueLag is broken' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('z');
    await page
      .getByRole('button', { name: 'Unlink QueueLag is broken' })
      .waitFor({ state: 'detached', timeout: 5_000 });
    await page.keyboard.press('l');
    await page.waitForURL(/INC-1\/log$/);
    await page.getByRole('button', { name: 'Alerts', exact: true }).waitFor();
    await page.getByRole('cell', { name: /linked alert “QueueLag is broken”/ }).waitFor();
  });

  test('is on it in the room also where people are paged again: it was opened again', async () => {
    await page.goto(`${server.url}/incidents/INC-1`);
    const paging = page.getByText('People are being paged');
    await paging.waitFor();
    await page.getByRole('button', { name: 'I am on it' }).click();
    await paging.waitFor({ state: 'detached' });
    expect(await server.api('GET', '/incidents/INC-1/paging')).toEqual({ items: [] });
  });

  test('tries a sender, and is told when its test has arrived', async () => {
    await page.goto(`${server.url}/admin`);
    await page.getByRole('button', { name: 'Add an integration' }).click();
    await page.getByLabel('Name').fill('Prometheus eu-prod');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('Arrived').waitFor({ timeout: 10_000 });
  });

  test('signs out a browser that was left behind, is told so, and goes on from the list by keys', async () => {
    const behind = await browser.newContext();
    const left = await followInvitation(server, await behind.newPage(), 'mira');
    await page.goto(`${server.url}/me`);
    await page.getByRole('button', { name: 'Sign out there' }).click();
    await page.getByText('That browser is signed out.').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'detached' });
    const focused = page.locator(':focus');
    expect(await focused.textContent()).toBe('Where you are signed in');
    await left.goto(`${server.url}/now`);
    expect(new URL(left.url()).pathname).toBe('/sign-in');
    await page.goto(`${server.url}/now`);
    await page.getByRole('heading', { name: /Open incidents/ }).waitFor();
    await behind.close();
  });
});
