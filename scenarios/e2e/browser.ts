import { chromium as playwright, type Browser } from '@playwright/test';
import { chromium } from '../../server/src/testing/debian.ts';

const found = await chromium();
if ('missing' in found) console.warn(`The browser tests are skipped: ${found.missing}.`);

/** Whether there is no browser here, and none may be installed. */
export const isMissing = 'missing' in found;

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: 'path' in found ? found.path : '',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
}
