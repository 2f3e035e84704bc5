import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, until, type Server } from '../rig.ts';
import { barriers, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { failedRun } from './failed-run.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;

const house = `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: lea }
spec: { displayName: Lea Lind, email: lea@example.org, roles: [lead] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: owls }
spec: { displayName: The owls, members: [lea] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: shop }
spec: { displayName: The shop, owner: owls }
`;

async function signedIn(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = { width, height: 900 };
  return followInvitation(server, await browser.newPage({ viewport, colorScheme }), 'lea');
}

interface Group {
  readonly id: string;
  readonly incidentId: string | null;
}

describe.skipIf(isMissing)('checks that fail and are no incident', () => {
  let group: Group = { id: '', incidentId: null };
  let run = '';
  beforeAll(async () => {
    server = await startServer();
    await server.apply(house);
    browser = await openBrowser();
    run = await failedRun(server, []);
    await until(async () => {
      const { items } = await server.api<{ items: Group[] }>('GET', '/causes/failing');
      group = items[0] ?? group;
      const { state } =
        group.id === ''
          ? { state: 'pending' }
          : await server.api<{ state: string }>('GET', `/causes/failing/${group.id}`);
      return state === 'ready';
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('have a page of their cause, where it is named, and that is shown where they are listed and counted in the record', async () => {
    expect(group.incidentId).toBeNull();
    const page = await signedIn(1440, 'light');
    await settle(page, `${server.url}/checks`);
    await page.getByRole('region', { name: 'Failing, by likely cause' }).getByRole('link').first().click();
    await page.waitForURL(`**/causes/failing/${group.id}`);
    await page.getByText('Failing together in').waitFor();
    expect(await barriers(page, 'the cause of failing checks')).toEqual([]);

    await page.getByRole('button', { name: 'Correct…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What was the cause?').selectOption('product:shop');
    await dialog.getByLabel('What was wrong with it?').selectOption('bad-data');
    await dialog.getByLabel('How do you know?').fill('The basket is empty in the shop, too.');
    await dialog.getByRole('button', { name: 'Record' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const said = page.getByRole('region', { name: 'What people say' });
    await said.getByText('named by a person: The shop (It gives wrong data)').waitFor();
    await said.getByText('The basket is empty in the shop, too.').waitFor();
    await page.getByRole('button', { name: 'Declare an incident' }).click();
    const declaring = page.getByRole('dialog');
    expect(await declaring.getByRole('textbox').first().inputValue()).toBe('basket failing in eu');
    await page.keyboard.press('Escape');

    await settle(page, `${server.url}/checks`);
    await page.getByText(', named by a person').waitFor();
    await settle(page, `${server.url}/runs/${run}`);
    await page.getByRole('region', { name: 'What people say' }).getByText('named by a person').waitFor();

    await settle(page, `${server.url}/causes`);
    await page.getByText('The shop (named by a person by').waitFor();
    await page.getByRole('link', { name: `failing checks ${group.id}` }).click();
    await page.getByRole('heading', { name: 'Verdicts on failing checks' }).waitFor();
    await page.getByRole('region', { name: 'The same evidence by the weights of now' }).waitFor();
    expect(await barriers(page, 'verdicts on failing checks')).toEqual([]);
    const { byFaultKind } = await server.api<{ byFaultKind: { name: string }[] }>('GET', '/causes/record');
    expect(byFaultKind.map(({ name }) => name)).toEqual(['bad-data']);

    const narrow = await signedIn(360, 'dark');
    await settle(narrow, `${server.url}/causes/failing/${group.id}`);
    expect(await barriers(narrow, 'the cause of failing checks on a telephone')).toEqual([]);
  });
});
