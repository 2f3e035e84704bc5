import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type Server } from '../rig.ts';
import { isMissing, openBrowser } from './browser.ts';
import { followInvitation } from './sign-in-by-link.ts';

let server: Server;
let browser: Browser;

/** A browser of its own, as on another device. */
async function signedIn(): Promise<Page> {
  return followInvitation(server, await browser.newPage(), 'lea');
}

describe.skipIf(isMissing)('where one is signed in', () => {
  beforeAll(async () => {
    server = await startServer();
    await server.apply(
      'apiVersion: fieldmarshal/v1\nkind: Person\nmetadata: { name: lea }\nspec: { displayName: Lea Lind, email: lea@example.org, roles: [responder] }\n',
    );
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('browsers are signed out one by one and all at once, told each time, and the keyboard goes on from there', async () => {
    const [page, ...others] = [await signedIn(), await signedIn(), await signedIn(), await signedIn()];
    await page.goto(`${server.url}/me`);
    const list = page.getByRole('region', { name: 'Where you are signed in' });
    const heading = list.locator('h2:focus');
    await list.getByRole('listitem').nth(3).waitFor();

    await list.getByText(/Chrom/).first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.getByRole('tooltip').getByText('Mozilla/5.0').waitFor();

    await list.getByRole('button', { name: 'Sign out there' }).first().press('Enter');
    await page.getByText('That browser is signed out.').waitFor();
    await heading.waitFor();

    await list.getByRole('button', { name: 'Sign out everywhere else' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out there' }).press('Enter');
    await page.getByText('You are signed in here only.').waitFor();
    await heading.waitFor();
    expect(await list.getByRole('listitem').count()).toBe(1);
    expect(await list.getByRole('button').count()).toBe(0);

    for (const other of others) {
      await other.goto(`${server.url}/me`);
      await other.waitForURL(/\/sign-in/);
    }
  });
});
