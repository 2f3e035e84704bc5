import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMailbox, type Mailbox } from '../mailbox.ts';
import { startServer, until, type Server } from '../rig.ts';
import { barriers, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { signIn } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;
let mailbox: Mailbox;

const house = `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: lea }
spec: { displayName: Lea Lind, email: lea@example.org, roles: [lead] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: vic }
spec: { displayName: Vic Moe, email: vic@example.org, roles: [viewer] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: owls }
spec: { displayName: The owls, members: [lea] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: files }
spec: { displayName: Files, owner: owls }
`;

interface Report {
  readonly part: string;
  readonly filter: unknown;
  readonly every: string;
  readonly people: readonly string[];
}

async function stored(): Promise<Report[]> {
  return (await server.api<{ items: Report[] }>('GET', '/insights/reports')).items;
}

/** Mails of insights, as `to subject`. */
function reports(): string[] {
  return mailbox.mails.flatMap(({ to, raw }) => {
    const [, subject] = /^Subject: (Insights of .*)$/m.exec(raw) ?? [];
    return subject === undefined ? [] : [`${to} ${subject}`];
  });
}

async function signedIn(person: string, width: number): Promise<Page> {
  return signIn(server, await browser.newPage({ viewport: { width, height: 900 } }), person);
}

describe.skipIf(isMissing)('insights by mail', () => {
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

  test('go out as the page is filtered, are tried at once, left by who gets them, and ended by a lead', async () => {
    const lead = await signedIn('lea', 1440);
    await settle(lead, `${server.url}/insights?part=load&product=files`);
    await lead.getByRole('button', { name: /^Send by mail/ }).click();
    const dialog = lead.getByRole('dialog');
    await dialog.getByText('Nothing is sent yet.').waitFor();
    // What is sent is said in words before anybody is chosen.
    await dialog.getByText(/product files/).waitFor();
    await dialog.getByRole('combobox', { name: 'To' }).fill('vic');
    await lead.getByRole('option', { name: 'Vic Moe' }).click();
    await dialog.getByRole('combobox', { name: 'To' }).fill('lea');
    await lead.getByRole('option', { name: 'Lea Lind' }).click();
    await dialog.getByLabel('How often').selectOption('month');
    await dialog.getByRole('button', { name: 'Send it by mail' }).click();
    await dialog.getByText(/every month, to/).waitFor();
    expect(await stored()).toMatchObject([
      { part: 'load', filter: { product: 'files' }, every: 'month', people: ['vic', 'lea'] },
    ]);
    expect(await barriers(lead, 'reports')).toEqual([]);
    await dialog.getByRole('button', { name: 'Send it to me now' }).click();
    await until(async () => reports().length > 0);
    expect(reports()).toEqual([
      expect.stringMatching(/^lea@example\.org Insights of the month: Load on people/),
    ]);

    const viewer = await signedIn('vic', 360);
    await settle(viewer, `${server.url}/insights`);
    await viewer.getByRole('button', { name: /^Send by mail/ }).click();
    const own = viewer.getByRole('dialog');
    await own.getByText(/every month, to/).waitFor();
    expect(await own.getByRole('button', { name: 'End it', exact: true }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    expect(await barriers(viewer, 'reports on a phone')).toEqual([]);
    await own.getByRole('button', { name: 'Not to me' }).click();
    await own.getByText('Nothing is sent to you.').waitFor();
    expect(await stored()).toMatchObject([{ people: ['lea'] }]);

    // The lead sees it without asking again, and ends it.
    await dialog.getByText(/every month, to Lea Lind/).waitFor();
    await dialog.getByRole('button', { name: 'End it', exact: true }).click();
    await lead.getByRole('button', { name: 'End the report' }).click();
    await dialog.getByText('Nothing is sent yet.').waitFor();
    expect(await stored()).toEqual([]);
  }, 120_000);
});
