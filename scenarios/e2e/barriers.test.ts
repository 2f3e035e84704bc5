import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../rig.ts';
import { barriers, go, openLayer, paleParts, settle } from './barriers.ts';
import { isMissing, openBrowser } from './browser.ts';
import { deskScreens, dutyScreens, layers, rotaScreens, siteScreens } from './screens.ts';
import { startHouse, type House } from './walked-house.ts';
import { followInvitation } from './sign-in-by-link.ts';

let house: House;
let browser: Browser;

/** Mira, signed in at a server with a one-time link. */
async function signedIn(server: Server): Promise<Page> {
  const page = await followInvitation(server, await browser.newPage(), 'mira');
  await settle(page, `${server.url}/now`);
  return page;
}

interface View {
  readonly theme: 'light' | 'dark';
  readonly other: 'light' | 'dark';
  readonly width: number;
}
const views: readonly View[] = [
  { theme: 'light', other: 'dark', width: 1440 },
  { theme: 'dark', other: 'light', width: 360 },
];
/** Ends what hangs; a busy machine is not a fault. */
const limitMs = 400_000;

test('every screen that has an address is walked here or with the rota', () => {
  const router = readFileSync(new URL('../../web/src/app/router.tsx', import.meta.url), 'utf8');
  const addresses = [...router.matchAll(/^ {2}screen\(\s*'([^']+)'/gmu)].map(([, address = '']) => address);
  const names = { run: 'run', drill: 'DR-1', siteIncident: 'INC-1' };
  const walked = [
    ...dutyScreens,
    ...deskScreens(names),
    ...siteScreens(names),
    ...rotaScreens({ schedule: 'all', policy: 'all', page: '1' }),
    // With two people in it: `handover.test.ts`.
    '/handover/1',
    // With a group in it: `failing-group.test.ts`.
    ...['/causes/failing/1', '/causes/failing/1/replay'],
    // With objects in them: `editors.test.ts`.
    ...[
      'link-templates',
      'metrics-panels',
      'metrics-sources',
      'traces-sources',
      'logs-sources',
      'product-metrics',
      'model-providers',
    ].map((kind) => `/${kind}/any/edit`),
  ].map((address) => address.replace(/\?.*/u, ''));
  const isWalked = (address: string): boolean => {
    const pattern = new RegExp(`^${address.replaceAll(/\$\w+/gu, '[^/]+')}$`, 'u');
    return walked.some((each) => pattern.test(each));
  };
  expect(addresses.length).toBeGreaterThan(60);
  expect(addresses.filter((address) => !isWalked(address))).toEqual([]);
});

describe.skipIf(isMissing)('somebody who sees or points otherwise', { timeout: limitMs }, () => {
  let own: Page;
  let far: Page;
  beforeAll(async () => {
    [house, browser] = await Promise.all([startHouse(), openBrowser()]);
    [own, far] = await Promise.all([signedIn(house.server), signedIn(house.site)]);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.end();
  });

  /** What axe finds in one theme, what scrolls sideways, and for `both` what is pale in the other theme. */
  async function walk(
    page: Page,
    paths: readonly string[],
    { theme, other, width, both }: View & { both: boolean },
  ): Promise<string[]> {
    await page.setViewportSize({ width, height: width === 360 ? 800 : 900 });
    const faults: string[] = [];
    for (const path of paths) {
      await page.emulateMedia({ colorScheme: theme });
      await go(page, path);
      expect(new URL(page.url()).pathname).toBe(path.replace(/\?.*/u, ''));
      faults.push(...(await barriers(page, `${path} ${theme}`)));
      if (!both) continue;
      await page.emulateMedia({ colorScheme: other });
      faults.push(...(await paleParts(page, `${path} ${other}`)));
    }
    return faults;
  }

  test.each(views)('meets no barrier on duty ($theme and $other, $width px)', async (view) => {
    expect(await walk(own, dutyScreens, { ...view, both: true })).toEqual([]);
  });

  // What is pale does not hang on how wide the screen is: at a desk the colours of both themes are looked at once.
  test.each(views)('meets no barrier at a desk ($theme, $width px)', async (view) => {
    const both = view.width > 360;
    expect(await walk(own, deskScreens(house), { ...view, both })).toEqual([]);
    expect(await walk(far, siteScreens(house), { ...view, both })).toEqual([]);
  });

  test.each(views)(
    'meets no barrier in what opens over a screen ($theme, $width px)',
    async ({ theme, width }) => {
      await own.emulateMedia({ colorScheme: theme });
      await own.setViewportSize({ width, height: width === 360 ? 800 : 900 });
      const faults: string[] = [];
      for (const layer of layers) {
        // Anew: whatever the one before left open is gone.
        await settle(own, house.server.url + layer.on);
        await openLayer(own, layer);
        faults.push(...(await barriers(own, `${layer.on} ${String(layer.open)}`)));
      }
      expect(faults).toEqual([]);
    },
  );
});
