import { type Browser, type Locator, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  alertsOf,
  onDuty,
  postAlerts,
  startReceiver,
  startServer,
  until,
  type Receiver,
  type Server,
} from '../rig.ts';
import { barriers, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { rotaScreens } from './screens.ts';

const people = ['ada', 'bo'] as const;
let server: Server;
/** Where each person's pages arrive. */
let receivers: Record<(typeof people)[number] | 'mira', Receiver>;
let browser: Browser;
let page: Page;
const password = 'a long enough passphrase 7';

const person = (name: string, url: string): string => `---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { displayName: ${name === 'ada' ? 'Ada Lovelace' : 'Bo Lindqvist'}, email: ${name}@example.org, roles: [responder], contactMethods: [{ channel: webhook, url: "${url}" }] }
`;

describe.skipIf(isMissing)('a lead in a browser', () => {
  beforeAll(async () => {
    const [made, mira, ada, bo] = await Promise.all([
      startServer(),
      startReceiver(),
      startReceiver(),
      startReceiver(),
    ]);
    server = made;
    receivers = { mira, ada, bo };
    const [lead = ''] = onDuty(mira.url).split('---');
    await server.apply(
      lead.replace('[field-marshal]', '[lead]') + person('ada', ada.url) + person('bo', bo.url),
    );
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const { link } = await server.api<{ link: string }>('POST', '/people/mira/invitation');
    await page.goto(server.url + new URL(link).pathname);
    await page.getByRole('button').first().click();
    for (const field of await page.locator('input[type=password]').all()) await field.fill(password);
    await page.locator('button[type=submit], button').last().click();
    await page.waitForURL(/\/now$/);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.end(), ...Object.values(receivers ?? {}).map(async (each) => each.close())]);
  });

  test('makes a schedule from nothing, by keys alone where people are chosen, and sees what it would mean before it is saved', async () => {
    await page.goto(`${server.url}/oncall`);
    await page.getByRole('link', { name: 'New schedule' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Édge primary');
    await page.getByLabel('Time zone of the schedule').fill('Europe/London');
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('edge-primary');
    await page.getByText('Choose who takes turns to see who would be on when.').waitFor();
    await choose(combobox('Add a turn for'), 'Bo');
    await choose(combobox('Add a turn for'), 'Ada');
    await page.getByRole('button', { name: 'Move turn 2 up' }).press('Enter');
    const meaning = page.getByRole('region', { name: 'What it would mean' });
    await meaning.getByText('No hole in 52 weeks').waitFor();
    const lane = meaning.getByRole('list', { name: 'Who would be on' });
    await lane
      .getByText(/^Ada L/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/oncall\/edge-primary$/);
    const stored = await server.api<{ spec: { layers: unknown[] } }>('GET', '/catalog/Schedule/edge-primary');
    expect(stored.spec.layers).toMatchObject([
      { name: 'Primary', handoff: { type: 'weekly', length: 1 }, participants: ['ada', 'bo'] },
    ]);
  });

  test('is told in the field what cannot be, and by a banner that somebody else changed it, and loses nothing', async () => {
    await page.getByRole('link', { name: 'Edit its rules' }).click();
    await page.getByRole('heading', { name: 'Edit Édge primary' }).waitFor();
    const zone = page.getByLabel('Time zone', { exact: true });
    await zone.fill('Mars/Olympus');
    await page.getByText('must be an IANA time zone such as "Europe/London"').first().waitFor();
    expect(await zone.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Go to it' }).press('Enter');
    expect(await zone.evaluate((field) => field === document.activeElement)).toBe(true);
    await zone.fill('');
    await page.getByLabel('Name', { exact: true }).fill('Edge, first line');
    const { spec, generation } = await server.api<{ spec: object; generation: number }>(
      'GET',
      '/catalog/Schedule/edge-primary',
    );
    await server.api('PUT', '/catalog/Schedule/edge-primary', { spec: { ...spec, staff: 1 }, generation });
    await page.getByText('Somebody else changed it').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Edge, first line');
    await page.getByRole('button', { name: 'Start again from theirs' }).click();
    expect(await page.getByLabel('People on at once').inputValue()).toBe('1');
    await page.getByLabel('Name', { exact: true }).fill('Edge, first line');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Edge, first line' }).waitFor();
  });

  test('changes the people from a moment on, and sees who would be on instead of whom', async () => {
    await page.getByRole('link', { name: 'Edit its rules' }).click();
    await page.getByRole('button', { name: 'Change people from …' }).click();
    await page.getByRole('button', { name: /^End this layer then/ }).click();
    await page.getByRole('button', { name: 'Remove turn 1' }).last().click();
    const changes = page.getByRole('region', { name: 'What changes' });
    await changes.getByText('Ada Lovelace → Bo Lindqvist').first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Edge, first line' }).waitFor();
  });

  test('makes an escalation policy on it, sees who would be paged, and the page goes to that person', async () => {
    await page.goto(`${server.url}/new/escalation-policy`);
    await page.getByLabel('Name', { exact: true }).fill('Edge duty');
    await choose(combobox('Schedule'), 'Edge');
    await page.getByLabel('Minutes to answer').fill('60');
    const walk = page.getByRole('list', { name: 'Minute by minute' });
    await walk.getByText('Ada Lovelace').first().waitFor();
    await page.getByLabel('The default policy').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/escalation\/edge-duty$/);
    await postAlerts(server, alertsOf(['QueueLag']));
    await until(async () => receivers.ada.received.length > 0);
    expect(receivers.ada.received[0]?.body).toContain('QueueLag');
    expect([receivers.bo.received, receivers.mira.received]).toEqual([[], []]);
    await page.goto(`${server.url}/oncall`);
    await page.getByRole('cell', { name: 'Ada Lovelace' }).waitFor();
  });

  test('chooses when what rings, and quiet hours, in a form that is longer than the screen; the screen stays, and they hold', async () => {
    await page.goto(`${server.url}/me`);
    await page.getByRole('button', { name: 'Change when what rings' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a rule' }).click();
    await dialog.getByLabel('I have quiet hours').check();
    await dialog.getByText(/nothing rings you for SEV2/).waitFor();
    expect(await barriers(page, 'own rules')).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Pages ring you so from now on.').last().waitFor();
    await page.getByText('As you chose it.').waitFor();
    // Mira signed in by a link, and the token of the API belongs to nobody: what holds shows where she is told so herself.
    await page.reload();
    await page
      .getByText(/In quiet hours: nothing rings\./)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Back to the usual' }).click();
    await page.getByText(/^The usual rules/).waitFor();
  });

  test('a card that comes late pushes no button from under the finger: none is drawn before it, for a second at most', async () => {
    const storageState = await page.context().storageState();
    const context = await browser.newContext({ storageState, serviceWorkers: 'block' });
    const late = await context.newPage();
    // Time passes when it is told to.
    await late.clock.install();
    await late.clock.pauseAt(Date.now() + 60_000);
    await late.route('**/api/v1/me/contact-methods', () => undefined);
    await late.goto(`${server.url}/me`);
    const button = late.getByText('Change when what rings', { exact: true });
    await until(async () => {
      await late.clock.runFor(10);
      return (await button.count()) === 1;
    });
    await late.clock.runFor(100);
    expect(await button.isVisible()).toBe(false);
    await late.clock.runFor(1000);
    expect(await button.isVisible()).toBe(true);
    await context.close();
  });

  test('brings a calendar file, sees what becomes of each event, and then who is on', async () => {
    const event = (uid: string, title: string): string =>
      `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:${hoursOn(24)}\r\nDTEND:${hoursOn(26)}\r\nSUMMARY:${title}\r\nEND:VEVENT\r\n`;
    const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\n${event('1', 'Bo Lindqvist')}${event('2', 'somebody')}END:VCALENDAR\r\n`;
    await page.goto(`${server.url}/oncall/edge-primary`);
    await page.getByRole('button', { name: 'Import a calendar' }).click();
    const dialog = page.getByRole('dialog');
    const file = { name: 'rota.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) };
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByText('1 of 2 events become overrides; 1 is left out.').waitFor();
    expect(await barriers(page, 'calendar file')).toEqual([]);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('“From a calendar: Bo Lindqvist”').waitFor();
  });

  test.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)(
    'swaps a shift with several: chooses what to give, and offers what they have (%s, %i px)',
    async (colorScheme, width) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: width === 360 ? 800 : 900 });
      const rota = '/schedules/edge-primary';
      const at = (hours: number) =>
        new Date(Math.ceil(Date.now() / 3_600_000 + hours) * 3_600_000).toISOString();
      const first = width === 360 ? 200 : 100;
      const span = (from: number, to: number) => ({ start: at(first + from), end: at(first + to) });
      await server.api('POST', `${rota}/overrides`, {
        kind: 'take',
        user: 'mira',
        ...span(10, 20),
        why: 'swaps',
      });
      await server.api('POST', `${rota}/overrides`, {
        kind: 'take',
        user: 'bo',
        ...span(0, 4),
        why: 'swaps',
      });
      const offer = { person: 'bo', ...span(0, 4), reason: 'school play', swapWithin: span(8, 24) };
      const { cover } = await server.api<{ cover: { id: string } }>('POST', `${rota}/covers`, offer);
      await page.goto(`${server.url}/me/shifts`);
      await page.getByRole('button', { name: 'Choose what you give' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('The part from').waitFor();
      expect(await barriers(page, 'what is given')).toEqual([]);
      await dialog.getByRole('button', { name: 'Swap', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      const { items } = await server.api<{ items: object[] }>('GET', '/covers?state=all&limit=1');
      expect(items).toMatchObject([
        { id: cover.id, state: 'accepted', swap: { person: 'mira', ...span(10, 14) } },
      ]);

      await page.getByRole('button', { name: 'Find cover or swap' }).first().click();
      await dialog.getByLabel('What you ask for').selectOption({ label: 'Swap with the first who accepts' });
      await dialog.getByLabel('Why').fill('moving house');
      expect(await barriers(page, 'a swap is offered')).toEqual([]);
      await dialog.getByRole('button', { name: 'Offer' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.getByText(/moving house · offered to/).waitFor();
      await page.getByRole('button', { name: 'Take back' }).click();
      await page.getByText('Nobody asks for cover or a swap at the moment.').waitFor();
    },
  );

  test.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)('meets no barrier on the screens of the rota (%s, %i px)', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: width === 360 ? 800 : 900 });
    const { items } = await server.api<{ items: { id: string }[] }>('GET', '/pages');
    const screens = rotaScreens({ schedule: 'edge-primary', policy: 'edge-duty', page: items[0]?.id ?? '' });
    const faults: string[] = [];
    for (const screen of screens) {
      await settle(page, server.url + screen);
      faults.push(...(await barriers(page, screen)));
    }
    expect(faults).toEqual([]);
  });
});

/** So many hours from now, as a calendar writes it. */
function hoursOn(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function combobox(name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

/** As somebody does who has no pointer: type, go down, Enter. */
async function choose(field: Locator, words: string): Promise<void> {
  await field.focus();
  await field.pressSequentially(words);
  await field.page().getByRole('option').filter({ visible: true }).first().waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
  await field.press('Tab');
}
