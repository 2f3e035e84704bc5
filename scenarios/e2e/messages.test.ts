import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMailbox, type Mailbox } from '../mailbox.ts';
import { startServer, until, type Server } from '../rig.ts';
import { barriers } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;
let mailbox: Mailbox;

const house = `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org, roles: [lead] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: files }
spec: { members: [mira] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: objstore-7 }
spec: { owner: files }
---
apiVersion: fieldmarshal/v1
kind: Application
metadata: { name: hearth }
spec: { publicName: Hearthway, products: [objstore-7] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu-prod }
spec: { products: [{ product: objstore-7 }] }
---
apiVersion: fieldmarshal/v1
kind: Customer
metadata: { name: acme }
spec: { displayName: Acme, uses: [{ application: hearth }], contacts: [{ name: Desk, email: desk@acme.example }] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: queue-3 }
spec: { owner: files }
---
apiVersion: fieldmarshal/v1
kind: Application
metadata: { name: tide }
spec: { publicName: Tideway, products: [queue-3] }
${['en', 'de', 'fr'].map((locale) => customerOf(locale)).join('')}`;

/** One who uses Tideway and reads this language. */
function customerOf(locale: string): string {
  return `---
apiVersion: fieldmarshal/v1
kind: Customer
metadata: { name: tide-${locale} }
spec: { displayName: Tide ${locale}, locale: ${locale}, uses: [{ application: tide }], contacts: [{ name: Desk, email: ${locale}@tide.example }] }
`;
}

/** To customers: those who run the place are told other things. */
function outside(): { to: string; raw: string }[] {
  return mailbox.mails.filter(({ to }) => to !== 'mira@example.org');
}

async function signedIn(): Promise<Page> {
  return followInvitation(server, await browser.newPage({ viewport: { width: 1440, height: 900 } }), 'mira');
}

/** A reader of the status page: without scripts, of whom nobody knows anything. */
async function reader(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: true,
    colorScheme,
    viewport: { width, height: 800 },
  });
  return context.newPage();
}

describe.skipIf(isMissing)('what customers are told', () => {
  beforeAll(async () => {
    mailbox = await startMailbox();
    server = await startServer({ env: { FIELDMARSHAL_SMTP_URL: mailbox.url } });
    await server.apply(house);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
    await mailbox?.close();
  });

  test('is drafted at once, approved in one action, can be taken back, then arrives by mail and on the page', async () => {
    const page = await signedIn();
    const { id } = await server.api<{ id: string }>('POST', '/incidents', {
      title: 'Case files do not open',
      severity: 'SEV2',
      product: 'objstore-7',
    });
    await page.goto(`${server.url}/incidents/${id}`);
    const card = page.getByRole('article', { name: 'Customers of Hearthway, English' });
    await card.getByRole('button', { name: 'Approve and send' }).click();
    await card.getByText(/Leaves in/).waitFor();
    await card.getByRole('button', { name: 'Take back' }).click();
    await card.getByRole('button', { name: 'Approve and send' }).waitFor();
    expect(outside()).toEqual([]);
    expect(await barriers(page, 'a room with drafts')).toEqual([]);

    await page.keyboard.press('u');
    await page.keyboard.press('Enter');
    await until(async () => outside().length > 0);
    expect(outside().map(({ to }) => to)).toEqual(['desk@acme.example']);
    expect(outside()[0]?.raw).toContain('Hearthway');
    await page.getByText(/told Hearthway customers/).waitFor();

    const [light, dark] = await Promise.all([reader('light', 1440), reader('dark', 360)]);
    const response = await dark.goto(`${server.url}/status`);
    expect(response?.headers()['set-cookie']).toBeUndefined();
    await dark.getByText('Hearthway: we are looking into a problem').waitFor();
    expect(await barriers(dark, 'the status page on a phone')).toEqual([]);
    await light.goto(`${server.url}/status`);
    expect(await barriers(light, 'the status page')).toEqual([]);
    expect(await dark.content()).not.toMatch(/objstore-7|INC-|Mira/);

    for (const part of ['waiting', 'sent', 'subscribers', 'numbers']) {
      await page.goto(`${server.url}/comms?part=${part}`);
      await page.getByRole('heading', { name: 'Messages' }).waitFor();
      expect(await barriers(page, `messages, ${part}`)).toEqual([]);
    }
  }, 120_000);

  test('is approved in all languages with one button, each as it is shown, and corrected in all with one, which renames an incident that was called wrongly', async () => {
    const page = await signedIn();
    const { id } = await server.api<{ id: string }>('POST', '/incidents', {
      ...{ title: 'Orders are late', severity: 'SEV2', product: 'queue-3' },
    });
    await page.goto(`${server.url}/incidents/${id}`);
    const messages = page.getByRole('region', { name: 'Messages' });
    await messages.getByText(/^German, not sent with this one/).click();
    await messages.getByText('Wir untersuchen ein Problem mit Tideway.').first().waitFor();
    expect(await barriers(page, 'a message in three languages')).toEqual([]);
    await messages.getByRole('button', { name: 'Approve all 3 languages' }).click();
    await messages.getByRole('button', { name: 'Take back all 3 languages' }).waitFor();
    expect(await barriers(page, 'three languages that are about to leave')).toEqual([]);
    await page.keyboard.press('z');
    await messages.getByRole('button', { name: 'Approve all 3 languages' }).waitFor();

    const { items } = await server.api<{ items: { id: string }[] }>('GET', `/incidents/${id}/drafts`);
    await page.goto(`${server.url}/c/${items[0]?.id ?? ''}`);
    await page.getByText('Wir untersuchen ein Problem mit Tideway.').first().waitFor();
    expect(await barriers(page, 'three languages on a phone')).toEqual([]);
    await page.getByRole('button', { name: 'Approve all 3 languages' }).click();
    await page.getByRole('button', { name: 'Take back all 3 languages' }).click();
    await page.getByRole('button', { name: 'Approve all 3 languages' }).waitFor();

    await page.goto(`${server.url}/incidents/${id}`);
    await messages.getByRole('button', { name: 'Approve all 3 languages' }).click();
    const told = () => outside().flatMap(({ to }) => (to.endsWith('@tide.example') ? to : []));
    await until(async () => told().length === 3);
    expect(told().toSorted()).toEqual(['de@tide.example', 'en@tide.example', 'fr@tide.example']);

    await page.goto(`${server.url}/comms?part=sent`);
    const english = page.getByRole('article', { name: 'Customers of Tideway, English' });
    await english.getByRole('button', { name: 'Correct' }).click();
    const dialog = page.getByRole('dialog', { name: /^Correct COM-/ });
    await dialog.getByText('it stays “Tideway: we are looking into a problem”').waitFor();
    expect(await barriers(page, 'a correction that renames')).toEqual([]);
    for (const [language, text] of [
      ['English', 'Orders in Tideway arrive late. We are investigating.'],
      ['German', 'Bestellungen in Tideway kommen spät an. Wir untersuchen das Problem.'],
      ['French', 'Les commandes de Tideway arrivent en retard. Nous examinons le problème.'],
    ] as const)
      await dialog.getByRole('group', { name: language }).getByLabel('Text').fill(text);
    await dialog
      .getByRole('group', { name: 'English' })
      .getByLabel('Another name of the incident')
      .fill('Tideway: orders arrive late');
    expect(await barriers(page, 'a correction in three languages')).toEqual([]);
    await dialog.getByRole('button', { name: 'Draft the correction in English, German, French' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.goto(`${server.url}/comms`);
    await english.getByText('Renames the incident on the status page').waitFor();
    const together = page.locator('.ui-row').filter({ hasText: 'Customers of Tideway, correction' });
    await together.getByRole('button', { name: 'Approve all 3 languages' }).click();
    await together.getByRole('button', { name: 'Take back all 3 languages' }).click();
    await together.getByRole('button', { name: 'Approve all 3 languages' }).click();
    await until(async () => told().length === 6);
    const kommen = outside().filter(({ raw }) => raw.includes('Bestellungen in Tideway kommen'));
    expect(kommen.map(({ to }) => to)).toEqual(['de@tide.example']);
    const outsider = await reader('dark', 360);
    await until(async () => {
      await outsider.goto(`${server.url}/status`);
      return outsider.getByRole('heading', { name: 'Tideway: orders arrive late' }).isVisible();
    });
    await outsider.getByText(/it was called “Tideway: we are looking into a problem”/).waitFor();
    expect(await barriers(outsider, 'an incident that was renamed')).toEqual([]);
  }, 120_000);

  test('rests on what Y and N say of each line of the impact list, one key each, with the name of who said it', async () => {
    const page = await signedIn();
    const { id } = await server.api<{ id: string }>('POST', '/incidents', {
      title: 'Files are slow',
      product: 'objstore-7',
      environment: 'eu-prod',
    });
    await page.goto(`${server.url}/incidents/${id}?panel=impact`);
    const list = page.getByRole('dialog', { name: `Impact of ${id}` });
    await list.getByRole('button', { name: 'Hit hearth', exact: true }).waitFor();
    const rows = async () =>
      (
        await server.api<{ rows: { standing: string; decision: { by: string } | null }[] }>(
          'GET',
          `/incidents/${id}/impact`,
        )
      ).rows.flatMap(({ standing, decision }) => (decision === null ? [] : `${standing} by ${decision.by}`));
    await page.keyboard.press('y');
    await list.getByText(/^confirmed by Mira Khan/).waitFor();
    await page.keyboard.press('n');
    await list.getByText(/^rejected by Mira Khan/).waitFor();
    expect((await rows()).toSorted()).toEqual(['confirmed by Mira Khan', 'rejected by Mira Khan']);
    expect(await barriers(page, 'the impact list')).toEqual([]);
  }, 60_000);

  test('is read by a contact who signed in by mail: all they use, or one application, without a barrier at any step', async () => {
    for (const [theme, width] of [
      ['light', 1440],
      ['dark', 360],
    ] as const) {
      const desk = await reader(theme, width);
      await desk.goto(`${server.url}/status`);
      await desk.getByRole('link', { name: 'Sign in' }).click();
      expect(await barriers(desk, 'signing in')).toEqual([]);
      await desk.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''));
      await desk.getByLabel('Your e-mail address').fill('no address');
      await desk.getByRole('button', { name: 'Mail me a link' }).click();
      await desk.getByText('This is not an e-mail address.').waitFor();
      expect(await barriers(desk, 'signing in by what is no address')).toEqual([]);
      await desk.getByLabel('Your e-mail address').fill('desk@acme.example');
      await desk.getByRole('button', { name: 'Mail me a link' }).click();
      await desk.getByRole('heading', { name: 'Look into your mail' }).waitFor();
      expect(await barriers(desk, 'a link was mailed')).toEqual([]);
      const links = () =>
        mailbox.mails.flatMap(({ raw }) => [
          ...raw
            .replaceAll('=\r\n', '')
            .replaceAll('=3D', '=')
            .matchAll(/http:\S+(\/status\/sign-in\/\S+)/g),
        ]);
      await until(async () => links().length > 0);
      await desk.goto(server.url + (links().at(-1)?.[1] ?? ''));
      expect(await barriers(desk, 'the link of the mail')).toEqual([]);
      await desk.getByRole('button', { name: 'Yes, sign in' }).click();
      await desk.waitForURL(/\/status\/mine$/);
      expect(await barriers(desk, 'the page of a customer')).toEqual([]);
      await desk.getByRole('link', { name: 'Account' }).click();
      expect(await barriers(desk, 'the account')).toEqual([]);
      await desk.getByRole('link', { name: 'Hearthway' }).click();
      await desk.waitForURL(/\/status\/mine\/app\/\w+$/);
      expect(await barriers(desk, 'the page of one application')).toEqual([]);
      await desk.getByRole('link', { name: 'Account' }).click();
      await desk.getByRole('button', { name: 'Sign out' }).click();
      await desk.waitForURL(/\/status$/);
    }
  }, 120_000);

  test('of maintenance is moved and called off on screen by a correction of it', async () => {
    const page = await signedIn();
    await page.goto(`${server.url}/comms`);
    await page.getByRole('button', { name: 'Announce maintenance' }).click();
    const dialog = page.getByRole('dialog', { name: 'Announce maintenance' });
    await dialog.getByLabel('Application').selectOption('hearth');
    await dialog.getByLabel('Title').fill('Storage moves');
    await dialog.getByLabel('Text').fill('Hearthway is away for a while. Work in progress is kept.');
    const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
    await dialog.getByLabel('From').fill(from);
    await dialog.getByLabel('Until').fill(new Date(Date.now() + 90_000_000).toISOString().slice(0, 16));
    await dialog.getByRole('button', { name: 'Draft it' }).click();
    const waiting = page.getByRole('article', { name: 'Customers of Hearthway, English' });
    const own = waiting.filter({ hasText: 'Storage moves' });
    await own.getByRole('button', { name: 'Approve and send' }).click();
    await own.getByRole('button', { name: 'Take back' }).waitFor();
    await page.goto(`${server.url}/comms?part=sent`);
    await own.getByRole('button', { name: 'Correct' }).click();
    const correction = page.getByRole('dialog', { name: /^Correct COM-/ });
    expect(await barriers(page, 'correcting maintenance')).toEqual([]);
    await correction.getByLabel('Text').fill('Hearthway stays: the work on storage is put off.');
    await correction.getByLabel('It is called off').check();
    await correction.getByRole('button', { name: 'Draft the correction' }).click();
    await correction.waitFor({ state: 'hidden' });
    await page.goto(`${server.url}/comms`);
    await own.getByText('Called off.').waitFor();
    await own.getByRole('button', { name: 'Approve and send' }).click();
    const outsider = await reader('light', 360);
    await until(async () => {
      await outsider.goto(`${server.url}/status`);
      return outsider.getByText(/Called off: it was planned for/).isVisible();
    });
    expect(await barriers(outsider, 'maintenance that is called off')).toEqual([]);
  }, 120_000);

  test('reaches a stranger only after they answered the mail that asks them, and no more once they said so', async () => {
    const stranger = await reader('light', 360);
    await stranger.goto(`${server.url}/status/subscribe`);
    expect(await barriers(stranger, 'subscribing')).toEqual([]);
    await stranger.getByLabel('Your e-mail address').fill('sam@example.org');
    await stranger.getByRole('button', { name: 'Subscribe' }).click();
    await stranger.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await until(async () => mailbox.mails.some(({ to }) => to === 'sam@example.org'));
    const raw = (mailbox.mails.find(({ to }) => to === 'sam@example.org')?.raw ?? '')
      .replaceAll('=\r\n', '')
      .replaceAll('=3D', '=');
    const [link = ''] = /http:\S+\/status\/confirm\/\S+/.exec(raw) ?? [];
    await stranger.goto(server.url + new URL(link).pathname);
    const listed = async () =>
      (
        await server.api<{ items: { destination: string; state: string }[] }>('GET', '/subscribers')
      ).items.find(({ destination }) => destination === 'sam@example.org')?.state;
    expect(await listed()).toBe('pending');
    await stranger.getByRole('button', { name: 'Yes, subscribe' }).click();
    await stranger.getByRole('heading', { name: 'You are subscribed' }).waitFor();
    expect(await listed()).toBe('active');
  });
});
