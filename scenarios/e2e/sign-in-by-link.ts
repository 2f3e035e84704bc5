import type { Page } from '@playwright/test';
import type { Server } from '../rig.ts';

/** Somebody who was invited follows the link: signed in from then on, and asked for a password, which may wait. */
export async function followInvitation(server: Server, page: Page, person: string): Promise<Page> {
  const { link } = await server.api<{ link: string }>('POST', `/people/${person}/invitation`);
  await page.goto(server.url + new URL(link).pathname);
  await page.getByRole('button').first().click();
  await page.waitForURL(/\/sign-in\/password$/);
  return page;
}

/** {@link followInvitation}, with a password chosen, up to the first screen. */
export async function signIn(server: Server, page: Page, person: string): Promise<Page> {
  await followInvitation(server, page, person);
  for (const field of await page.locator('input[type=password]').all())
    await field.fill('correct horse battery 9');
  await page.locator('button[type=submit], button').last().click();
  await page.waitForURL(/\/now$/);
  return page;
}
