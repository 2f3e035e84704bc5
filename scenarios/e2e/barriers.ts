import type { Page, Request } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';
import { until } from '../rig.ts';
import type { Layer } from './screens.ts';

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** Opens an address and waits until it has what it asked for. What the page before had asked is none of its business. */
export async function settle(page: Page, address: string): Promise<void> {
  await asked(page, async () => {
    await page.goto(address);
    await page.locator('h1').first().waitFor();
  });
}

/** Goes to another screen of the same tab as a link does, without loading everything again, and waits until it has what it asked for. */
export async function go(page: Page, path: string): Promise<void> {
  await asked(page, async () => page.evaluate((to) => window.history.pushState(null, '', to), path));
  await page.locator('h1').first().waitFor();
}

async function asked(page: Page, move: () => Promise<void>): Promise<void> {
  const asking = new Set<Request>();
  const ask = (request: Request): void => {
    if (['fetch', 'script'].includes(request.resourceType())) asking.add(request);
  };
  const answer = (request: Request): void => {
    asking.delete(request);
  };
  page.on('request', ask).on('requestfinished', answer).on('requestfailed', answer);
  await move();
  // What has come may ask for more once it is drawn.
  let quiet = 0;
  await until(async () => {
    await page.evaluate(async () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 200 })));
    quiet = asking.size === 0 ? quiet + 1 : 0;
    return quiet === 2;
  });
  page.off('request', ask).off('requestfinished', answer).off('requestfailed', answer);
}

export async function openLayer(page: Page, { open, role }: Layer): Promise<void> {
  if (typeof open === 'string') await page.keyboard.press(open);
  else await page.getByRole('button', { name: open }).first().click();
  await page.getByRole(role).first().waitFor();
}

/** What keeps somebody from using what is on screen now: what axe finds, and what only scrolling sideways would show. */
export async function barriers(page: Page, name: string): Promise<string[]> {
  // From its top: what the strips lie over while somebody scrolls is no fault of the screen.
  await page.evaluate(() => window.scrollTo(0, 0));
  const violations = await faultsOf(page, {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  });
  const isWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [
    ...violations.map((violation) => `${name}: ${violation}`),
    ...(isWide ? [`${name}: scrolls sideways`] : []),
  ];
}

/** Of the screen that {@link barriers} saw in the other theme: a theme changes colours and nothing else. */
export async function paleParts(page: Page, name: string): Promise<string[]> {
  const violations = await faultsOf(page, { type: 'rule', values: ['color-contrast'] });
  return violations.map((violation) => `${name}: ${violation}`);
}

/** Of what is well nothing is told: describing every part of a screen takes longer than judging it. */
async function faultsOf(page: Page, runOnly: NonNullable<RunOptions['runOnly']>): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async (options: RunOptions) => {
      const { violations } = await window.axe.run(document, options);
      return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`);
    },
    { runOnly, resultTypes: ['violations'] } satisfies RunOptions,
  );
}
