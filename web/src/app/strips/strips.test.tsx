import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FireStrip } from './FireStrip.tsx';
import { stripsHtml } from './first-paint.ts';
import type { StripsData } from './strips.ts';

const noStrips: StripsData = {
  fire: [],
  fireCount: 0,
  openAtSites: 0,
  lastClosed: null,
  fieldMarshal: null,
  products: [],
  productCount: 0,
  hubs: [
    { name: 'APAC', zone: 'Australia/Sydney', duty: 'off' },
    { name: 'EMEA', zone: 'Europe/London', duty: 'off' },
    { name: 'AMER', zone: 'America/Denver', duty: 'off' },
  ],
};

const openedAt = new Date(Date.now() - 12 * 60_000 - 5000).toISOString();
const burning: StripsData = {
  ...noStrips,
  fireCount: 4,
  fire: [
    {
      id: 'INC-2041',
      title: 'Card <b>payments</b> & more',
      severity: 'SEV1',
      openedAt,
      fieldMarshal: 'Jun Tan',
      updateDueAt: null,
    },
    { id: 'INC-2040', title: 'Search slow', severity: null, openedAt, fieldMarshal: null, updateDueAt: null },
    { id: 'INC-2039', title: 'Not shown', severity: 'SEV4', openedAt, fieldMarshal: null, updateDueAt: null },
  ],
};

async function fireText(strips: StripsData): Promise<string> {
  const route = createRootRoute({ component: () => <FireStrip strips={strips} /> });
  const router = createRouter({ routeTree: route, history: createMemoryHistory({ initialEntries: ['/'] }) });
  await router.load();
  return wordsOf(
    renderToString(
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>,
    ).replaceAll(/<span class="strip-more">.*?<\/span>/gu, ''),
  );
}

function wordsOf(html: string): string {
  const fire = /<section class="strip strip-fire".*?<\/section>/u.exec(html)?.[0] ?? '';
  return fire
    .replaceAll(/<!--.*?-->/gu, '')
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll(/\s+/gu, ' ');
}

test.each([
  [
    'nothing on fire',
    { ...noStrips, lastClosed: { id: 'INC-9', at: new Date(Date.now() - 260_000_000).toISOString() } },
  ],
  ['more on fire than fits', burning],
  ['something open at a site only', { ...noStrips, openAtSites: 2 }],
  ['something open at a site, too', { ...burning, openAtSites: 1 }],
  [
    'only a drill',
    { ...burning, fireCount: 0, fire: burning.fire.slice(0, 1).map((item) => ({ ...item, drill: true })) },
  ],
])('the first paint says what the application says: %s', async (_name, strips) => {
  expect(wordsOf(stripsHtml(strips, Date.now()))).toBe(await fireText(strips));
});

test('nothing is calm while something is open at a site', async () => {
  expect(await fireText({ ...noStrips, openAtSites: 2 })).toBe('Nothing on fire here, 2 at sites');
  expect(await fireText({ ...burning, openAtSites: 1 })).toMatch(/^On fire: 4 here, 1 at a site/);
});

test('titles are escaped in the first paint', () => {
  expect(stripsHtml(burning, Date.now())).toContain('Card &lt;b&gt;payments&lt;/b&gt; &amp; more');
});

test('a drill is shown and not counted as on fire', async () => {
  const [real, drill] = burning.fire;
  if (real === undefined || drill === undefined) throw new Error('two are on fire');
  const fire = [real, { ...drill, drill: true }];
  expect(await fireText({ ...burning, fireCount: 1, fire })).toMatch(/^On fire 1.*DRILL Search slow/);
  const alone = { ...burning, fireCount: 0, fire: fire.slice(1) };
  expect(await fireText(alone)).toMatch(/^Nothing on fire\..*DRILL Search slow/);
});
