import { chromium as playwright, type Browser } from '@playwright/test';
import { chromium, headlessChromium } from '../../server/src/testing/debian.ts';

const found = await headlessChromium();
if ('missing' in found) console.warn(`The browser tests are skipped: ${found.missing}.`);

/** Whether there is no browser here, and none may be installed. */
export const isMissing = 'missing' in found;

export async function openBrowser(): Promise<Browser> {
  return launch('path' in found ? found.path : '');
}

/** One that knows notifications. */
export async function openWholeBrowser(): Promise<Browser> {
  const whole = await chromium();
  if ('missing' in whole) throw new Error(whole.missing);
  return launch(whole.path);
}

async function launch(executablePath: string): Promise<Browser> {
  return playwright.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
}
