import { countedBehind } from '@fieldmarshal/contract/insights/hand-counted-behind';
import {
  countedLoad,
  countedNoise,
  countedOverview,
  countedTold,
  countedBudgets,
  countedFractions,
} from '@fieldmarshal/contract/insights/hand-counted';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { liveKey } from '../app/live.ts';
import { behindWords } from './insight-words.ts';
import { LoadView } from './LoadView.tsx';
import { NoiseView } from './NoiseView.tsx';
import { OverviewView } from './OverviewView.tsx';
import { SloView } from './slo/SloView.tsx';

beforeAll(() => vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-01T12:00:00Z') }));
afterAll(() => void vi.useRealTimers());

/** What a page says, in the order in which it says it, when the server has answered what was counted by hand. Instants are left out. */
async function shown(page: ReactNode): Promise<{ html: string; text: string[]; behind: string[] }> {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const keep = (key: readonly unknown[], answer: unknown) => client.setQueryData(key, answer);
  keep(liveKey(['insights'], 'insights', '', ''), countedOverview);
  keep(liveKey(['insights'], 'insights', '/load', ''), countedLoad);
  keep(liveKey(['insights'], 'insights', '/noise', ''), countedNoise);
  keep(liveKey(['communications'], 'comms-numbers', '16'), countedTold);
  keep(liveKey(['insights', 'catalog'], 'slos'), {
    at: '2026-12-01T12:00:00Z',
    items: countedBudgets.map((budget, index) => ({
      ...budget,
      ...(index === 1 ? countedFractions : { allowed: 0, left: null, spentInHours: null, burn: noBurn }),
    })),
  });
  const route = createRootRoute({ component: () => page });
  const router = createRouter({ routeTree: route, history: createMemoryHistory({ initialEntries: ['/'] }) });
  await router.load();
  const html = renderToString(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  const links = [...html.matchAll(/[?&;]behind=([^"&]+)/gu)];
  return {
    html,
    text: wordsOf(html),
    behind: links.map(([, name = '']) => decodeURIComponent(name)),
  };
}

function wordsOf(html: string): string[] {
  return html
    .replaceAll(/<time.*?<\/time>|<!--.*?-->/gu, '')
    .replaceAll(/<\/(?:td|th|dt|dd|li|p|h2)>/gu, ' | ')
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .split('|')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** One digit for each band. */
const bands = (digits: string): string[] => digits.split('');

const none = { rate: null, bad: 0, of: 0 };
const noBurn = { hour: none, sixHours: none, threeDays: none };

test('the overview shows every number', async () => {
  const { text } = await shown(<OverviewView search={{}} />);
  expect(text).toEqual([
    '6 incidents declared 2026-11-16 to 2026-11-29 (UTC), 2 in as many days before. Drills and duplicates count in nothing.',
    ...[
      'Found before users told us',
      '4 of 6 (67 %) 2 by our checks, 2 by other monitoring, 2 by people; before: 1 of 2 (50 %)',
    ],
    ...['Incidents', '6 2 still open'],
    ...['Came back after the end', '1 of 4 (25 %) before: 0 of 2 (0 %)'],
    ...['Reviewed', '1 of 4 (25 %) 3 wait for it; before: 1 of 2 (50 %)'],
    ...['How long it takes', 'Times as CSVTime to', 'Median', '90 %', 'Of'],
    ...['Up to 1 min · 5 min · 15 min · 1 h · 4 h · 1 d · more', 'Before'],
    ...['Detect', '2m', '10m', '3 few, 2 not, 1 below zero', ...bands('1110000'), '3m, 3m (of 1)'],
    ...['Acknowledge', '3m', '22h 31m', '6 few', ...bands('2210010'), '2m, 5m (of 2)'],
    ...['Field Marshal', '5m', '10m', '3 few, 3 not', ...bands('0210000'), 'nothing'],
    ...['First assessment', '0 ms', '12m', '3 few, 3 not', ...bands('2010000'), '0 ms, 0 ms (of 1)'],
    ...['First message', '25m', '25m', '1 few, 5 not', ...bands('0001000'), 'nothing'],
    ...['Mitigate', '30m', '2h 00m', '4 few, 2 not', ...bands('0003100'), '30m, 1h 30m (of 2)'],
    ...['Resolve', '30m', '2h 00m', '4 few, 2 not', ...bands('0003100'), '30m, 1h 30m (of 2)'],
    expect.stringContaining('nearest rank'),
    'First assessment and messages, the latter of the last 16 days whatever the filters; edits by template',
    ...[
      'First assessment against the last',
      '0 % right, 100 % found half of 2 and of 1, few had as much or more; nine of ten 0 % and 100 %; 2 incidents that are over',
    ],
    ...['To the first draft', '5m half of 3, few; nine of ten within 10m'],
    ...['To the first approval', '20m half of 2, few; nine of ten within 31m'],
    ...['To the first delivery', '25m half of 1, few; nine of ten within 25m'],
    ...['Promised updates that were late', '2 of 3 (67 %) of those that came due'],
    'What came again 1 of 4 incidents whose cause is known had been there before',
    ...['Causes as CSVCause', 'Times', 'Last', 'search product', '2'],
    ...['What it cost users 900 user-minutes; known for 2 of 6 incidents', 'Impact as CSVBy product'],
    ...['Incidents', 'User-minutes', 'Search', '1', '800', 'Files', '1', '100'],
    ...['By customer', 'Incidents', 'User-minutes', 'Acme', '2', '700', 'Globex', '1', '200'],
    ...['What came of it', 'Actions overdue', '1 of 2 unfinished 4 agreed, 1 done, 1 dropped; all actions'],
    ...['Over without any action', '3 of 4 (75 %) before: 2 of 2 (100 %)'],
    ...['Flagged for a deep analysis', '4 of 5 (80 %) 5 looked at, 1 waiting, 1 not needed'],
    ...['Deep analyses done', '1 of 2 (50 %) 2 asked for, 1 overdue'],
  ]);
});

test('the load on people shows every number', async () => {
  const { text } = await shown(<LoadView search={{}} />);
  const dots = (n: number) => Array.from({ length: n }, () => '·');
  expect(text).toEqual([
    expect.stringMatching(/^8 pages to 3 people about incidents declared 2026-11-16 to 2026-11-29/),
    ...[
      'When pages came',
      'Hubs as CSVHub',
      ...Array.from({ length: 24 }, (_, hour) => String(hour)),
      'Pages',
    ],
    ...['At night', 'Interruptions', 'People'],
    ...['Americas', ...dots(23), '1', '1', '1', '1', '1'],
    ...['Europe', ...dots(6), '1', ...dots(3), '1', '·', '1', ...dots(9), '1', '1', '5', '3', '5', '1'],
    ...['No hub', ...dots(9), '2', ...dots(14), '2', '0', '1', '1'],
    ...['Who was paged', 'People as CSVPerson', 'Pages', 'Interruptions', 'At night', 'Nights', 'In a row'],
    ...['Least rest', 'Out of hours', 'Answered: median, 90 %'],
    ...['bo displayed emea', '5', '5', '3', '3', '2', '7h 01m', '3', '2m, 4m 4 of 5, few'],
    ...['cy displayed no hub', '2', '1', '0', '0', '0', '–', '2', '30 s, 1m 2 of 2, few'],
    ...['ada displayed amer', '1', '1', '1', '1', '1', '7h 30m', '1', '–, – 0 of 1'],
    expect.stringContaining('Night is 22 to 7'),
    ...['Handovers of every hub in these days', 'Accepted', '3 of 5 (60 %) 2 escalated'],
    ...['Late', '3 of 5 (60 %) not accepted within their limit'],
    ...['Without a word', '2 of 5 (40 %) no note for who came'],
    ...['Accepted after the change of watch', 'median 20m 90 % 40m, of 3, few; below zero is before it'],
  ]);
});

test('noise and checks show every number', async () => {
  const { text } = await shown(<NoiseView search={{}} />);
  expect(text).toEqual([
    'Alerts and checks of 2026-11-16 to 2026-11-29 (UTC), counted once an hour.',
    ...['False alarms', '2 of 3 (67 %) incidents from alerts, over, in which people found nothing'],
    ...['What they cost', '40 person-minutes 3 pages to 2 people, 2 at night'],
    ...['Precision of checks', '1 of 2 (50 %) of the failures that were judged, real'],
    ...['Recall of checks', '3 of 4 (75 %) of the incidents a check is there for, seen by it'],
    ...['Alerts by rule 1 of 3 never led to anything', 'Rules as CSVRule', 'Alerts', 'Silenced', 'Incidents'],
    ...['Real', 'FindFails', '3', '1', '2', '1', 'DiskFull never led to anything', '2', '0', '1', '0'],
    ...['QueueLag', '1', '0', '1', '0'],
    ...[
      'What checks are worth filtered by days only',
      'Checks as CSVCheck',
      'Failed',
      'Right when it failed',
    ],
    ...['Incidents it saw', 'Before people', 'Find', '3', '1 of 2 (50 %)', '3 of 4 (75 %)', '2 of 4 (50 %)'],
  ]);
});

test('objectives show every number', async () => {
  const { text, html } = await shown(<SloView />);
  expect(text).toEqual([
    expect.stringMatching(/^2 error budgets as of/),
    ...[
      'Objectives as CSVObjective',
      'Budget left',
      'Failed, allowed',
      'Burn 1 h · 6 h · 3 d',
      'Spent in',
      'Failed runs by day',
    ],
    ...['Finding works there us Find a person, 99 % in 28 d', 'no check', '0 of 0, 0 allowed'],
    ...['– · – · –', '–'],
    ...['Finding works eu Find a person, 90 % in 7 d', '29 %', '3 of 42, 4.2 allowed 1 not counted'],
    ...['0 · 2.5 · 2.0', '1d 0h'],
    expect.stringContaining('Burn 1 spends exactly the whole budget'),
  ]);
  expect(html).toContain('aria-label="2026-11-25: 1 of 32, 2026-11-30: 1 of 6, 2026-12-01: 1 of 4"');
});

test('every number that leads to its incidents is one of which they were counted', async () => {
  const pages = [
    <OverviewView key="" search={{}} />,
    <LoadView key="" search={{}} />,
    <NoiseView key="" search={{}} />,
  ];
  const names = await Promise.all(pages.map(async (page) => (await shown(page)).behind));
  expect(names.flat().length).toBeGreaterThan(60);
  expect(names.flat().filter((name) => !Object.hasOwn(countedBehind, name))).toEqual([]);
});

test.each([
  ['resolve', 'Resolve'],
  ['resolve:3', 'Resolve, up to 1 h'],
  ['resolve:6', 'Resolve, more than 1 d'],
  ['detect:negative', 'Detect, below zero'],
  ['message:none', 'First message, did not happen or nobody knows'],
  ['person:bo:night', 'pages of bo at night'],
  ['hub::9', 'pages of people of no hub between 9 and 10'],
  ['cause:product:search', 'caused by search'],
  ['rule:A:b', 'alerts of A:b'],
  ['product:', 'user-minutes of no product'],
  ['actions-overdue', 'actions overdue'],
  ['open', 'still open'],
])('the list behind %s is called %s', (name, words) => {
  expect(behindWords(name)).toBe(words);
});
