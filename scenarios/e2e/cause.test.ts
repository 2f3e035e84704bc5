import { type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, until, type Server } from '../rig.ts';
import { barriers, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
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
spec: { displayName: The shop, owner: owls, dependsOn: [{ product: search, strength: hard }] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: search }
spec: { displayName: Search, owner: owls }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: shop, version: 2.0.0 }, { product: search, version: 7.1.0 }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: everything }
spec: { matchers: [], groupBy: [environment], severityMap: { critical: SEV2 } }
`;

async function signedIn(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = { width, height: 900 };
  return followInvitation(server, await browser.newPage({ viewport, colorScheme }), 'lea');
}

/** An incident that an alert of Search opened, once its cause is named. */
async function troubled(): Promise<string> {
  const labels = { alertname: 'SearchDown', product: 'search', environment: 'eu', severity: 'critical' };
  const answer = await fetch(`${server.intake}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels, annotations: {}, startsAt: new Date().toISOString() }]),
  });
  expect(answer.status).toBe(200);
  let id = '';
  await until(async () => {
    const { items } = await server.api<{ items: { id: string }[] }>('GET', '/incidents?open=true');
    id = items[0]?.id ?? '';
    if (id === '') return false;
    const { verdict } = await server.api<{ verdict: { suspects: unknown[] } | null }>(
      'GET',
      `/incidents/${id}/cause`,
    );
    return (verdict?.suspects.length ?? 0) > 0;
  });
  return id;
}

describe.skipIf(isMissing)('the cause', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(house);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('is confirmed in the room, what was wrong is added as it is resolved, and the record is narrowed to it', async () => {
    const id = await troubled();
    const page = await signedIn(1440, 'light');
    await settle(page, `${server.url}/incidents/${id}`);
    const panel = page.getByRole('region', { name: 'Likely cause' });
    await panel.getByRole('button', { name: 'Confirm Search' }).click();
    await panel.getByText('confirmed').first().waitFor();

    await settle(page, `${server.url}/incidents/${id}/cause`);
    await page.getByText('The shop, 1 away').waitFor();
    await page.getByLabel('Map of dependencies').getByText('The shop').waitFor();
    expect(await barriers(page, 'the cause')).toEqual([]);

    await settle(page, `${server.url}/incidents/${id}`);
    await page.getByRole('button', { name: /^Resolve/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What was wrong with it?').selectOption('deploy');
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const said = await server.api<{ answer: object }>('GET', `/incidents/${id}/cause`);
    expect(said.answer).toMatchObject({
      answer: 'confirmed',
      cause: { name: 'search' },
      faultKind: 'deploy',
    });

    await settle(page, `${server.url}/causes`);
    await page.getByRole('button', { name: 'A deploy' }).click();
    await page.getByText('Only A deploy').waitFor();
    expect(new URL(page.url()).searchParams.get('faultKind')).toBe('deploy');
    await page.getByRole('link', { name: id }).waitFor();
    expect(await barriers(page, 'the record')).toEqual([]);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByText('Only A deploy').waitFor({ state: 'hidden' });

    const narrow = await signedIn(360, 'dark');
    await settle(narrow, `${server.url}/causes?environment=eu`);
    await narrow.getByText('Only eu').waitFor();
    expect(await barriers(narrow, 'the record on a telephone')).toEqual([]);
    await settle(narrow, `${server.url}/incidents/${id}/cause`);
    expect(await barriers(narrow, 'the cause on a telephone')).toEqual([]);
  });
});
