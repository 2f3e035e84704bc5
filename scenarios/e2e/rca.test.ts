import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, until, type Server } from '../rig.ts';
import { barriers, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;

async function signedIn(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  return followInvitation(server, await browser.newPage({ viewport: { width, height }, colorScheme }), 'lea');
}

async function over(title: string, severity: string): Promise<string> {
  const { id } = await server.api<{ id: string }>('POST', '/incidents', { title, severity });
  await server.api('POST', `/incidents/${id}/resolve`, { summary: 'It works again.' });
  await until(async () => (await server.api<{ flag: unknown }>('GET', `/incidents/${id}/rca`)).flag !== null);
  return id;
}

describe.skipIf(isMissing)('incidents that deserve a deeper look', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(`apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: lea }
spec: { displayName: Lea Lind, email: lea@example.org, roles: [lead] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: owls }
spec: { displayName: The owls, members: [lea] }
`);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('are told in the room with entries that show why, sent to a team, dismissed with a reason, and counted on the card', async () => {
    const first = await over('Card payments fail in two environments', 'SEV1');
    const second = await over('Search is slow for some users', 'SEV2');
    const wide = await signedIn(1440, 900, 'light');
    await settle(wide, `${server.url}/incidents/${first}`);
    const panel = wide.getByRole('region', { name: 'Deep root cause analysis' });
    await panel.getByText('It had the worst severity.').waitFor();
    await panel.getByRole('button', { name: 'Analyse in depth' }).click();
    const dialog = wide.getByRole('dialog');
    await dialog.getByText(/Which single change/).waitFor();
    expect(await barriers(wide, 'sending')).toEqual([]);
    await dialog.getByRole('combobox', { name: 'Team' }).fill('owl');
    await wide.getByRole('option', { name: 'The owls' }).click();
    await dialog.getByLabel('Due').fill('2031-01-15');
    await dialog.getByRole('button', { name: 'Send to the team' }).click();
    await panel.getByText(/To be analysed by The owls, due 2031-01-15/).waitFor();
    expect(await barriers(wide, 'the room')).toEqual([]);

    const narrow = await signedIn(360, 800, 'dark');
    await settle(narrow, `${server.url}/rca`);
    const card = narrow.getByRole('listitem').filter({ hasText: second }).first();
    await card.getByText('Rule', { exact: true }).first().waitFor();
    expect(await barriers(narrow, 'the list')).toEqual([]);
    await card.getByRole('button', { name: 'Not needed' }).click();
    await narrow.getByLabel('Why').selectOption('already-analysed');
    expect(await barriers(narrow, 'dismissing')).toEqual([]);
    await narrow.getByRole('dialog').getByRole('button', { name: 'Not needed' }).click();
    await narrow.getByText('No incident waits for a verdict.').waitFor();

    for (const page of [wide, narrow]) {
      await settle(page, `${server.url}/rca/model`);
      await page.getByText(/2 have a verdict that teaches; wanted of these: 1/).waitFor();
      expect(await barriers(page, 'the card')).toEqual([]);
    }
  });
});
