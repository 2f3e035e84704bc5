import type { Page } from '@playwright/test';
import type { Server } from '../rig.ts';

/** Signs the page in as somebody who was invited, up to the first screen. */
export async function signIn(server: Server, page: Page, person = 'mira'): Promise<void> {
  const { link } = await server.api<{ link: string }>('POST', `/people/${person}/invitation`);
  await page.goto(server.url + new URL(link).pathname);
  await page.getByRole('button').first().click();
  for (const field of await page.locator('input[type=password]').all())
    await field.fill('correct horse battery 9');
  await page.locator('button[type=submit], button').last().click();
  await page.waitForURL(/\/now$/);
}
