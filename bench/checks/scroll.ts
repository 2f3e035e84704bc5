import { chromium as playwright, type Page } from '@playwright/test';
import { chromium } from '../../server/src/testing/debian.ts';
import { skip } from '../prerequisites.ts';
import { bootstrapToken } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';

/** Who looks; must be in the catalog. */
export const looker = 'lena';
/** In each frame: at 60 frames a second two screens of rows in a second, faster than anybody reads. */
const stepPx = 40;
/** In a round; together they come through two thirds of the rows. */
const framesMax = 240;
const rounds = 2;

/** How even the whole matrix scrolls, in a browser at its own speed: `url` serves the built screens. */
export async function measureScroll(url: string): Promise<void> {
  const found = await chromium();
  if ('missing' in found) return skip(`scrolling was not measured: ${found.missing}`);
  const browser = await playwright.launch({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await signIn(page, url);
    await page.goto(`${url}/checks?all=true`);
    await page.getByRole('link', { name: 'Somebody can do thing 0', exact: true }).waitFor();
    const cpu = await mainThread(page);
    const before = await cpu();
    const scrolls: Scroll[] = [];
    for (let index = 0; index < rounds; index += 1)
      scrolls.push(await page.evaluate(scrollOn, { step: stepPx, count: framesMax }));
    tell(scrolls, (await cpu()) - before);
  } finally {
    await browser.close();
  }
}

/** Seconds of CPU that the page's own thread has used, which others on the machine do not change. */
async function mainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
}

function tell(scrolls: readonly Scroll[], cpuS: number): void {
  const frames = scrolls.flatMap(({ framesMs }) => framesMs);
  const blank = scrolls.reduce((sum, each) => sum + each.blank, 0);
  const late = frames.filter((ms) => ms > 34).length;
  console.log(
    `scrolling the matrix, ${stepPx} px in each frame: ${frames.length} frames, p50 ${round(quantile(frames, 0.5))} ms, p99 ${round(quantile(frames, 0.99))} ms; ${late} late by a frame or more, ${blank} with rows missing; at most ${Math.max(...scrolls.map(({ rows }) => rows))} rows in the page`,
  );
  judge({
    name: 'scrolling, the page’s own CPU for a frame, ms',
    value: (cpuS * 1_000) / frames.length,
    most: 1_000 / 60,
  });
  judge({ name: 'scrolling, a frame, p95 ms', value: quantile(frames, 0.95), most: 34 });
  judge({ name: 'scrolling, the longest frame ms', value: Math.max(...frames), most: 100 });
  judge({ name: 'scrolling, frames with rows missing', value: blank, most: 0 });
}

async function signIn(page: Page, url: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/people/${looker}/invitation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bootstrapToken}`, 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) throw new Error(`invitation: ${response.status} ${await response.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
  const { link } = (await response.json()) as { link: string };
  await page.goto(url + new URL(link).pathname);
  await page.getByRole('button').first().click();
  await page.waitForURL(/\/sign-in\/password$/);
}

interface Scroll {
  framesMs: number[];
  /** Frames in which the middle of the table showed no row. */
  blank: number;
  /** In the page at the same time. */
  rows: number;
}

/** Runs in the page. */
async function scrollOn({ step, count }: { step: number; count: number }): Promise<Scroll> {
  const table = document.querySelector('.ui-table-scroll');
  if (table === null) throw new Error('There is no table.');
  const frame = async (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  const { left, top, width, height } = table.getBoundingClientRect();
  const scroll: Scroll = { framesMs: [], blank: 0, rows: 0 };
  let before = await frame();
  for (let index = 0; index < count; index += 1) {
    table.scrollTop += step;
    const now = await frame();
    scroll.framesMs.push(now - before);
    before = now;
    const middle = document.elementFromPoint(left + width / 2, Math.min(top + height / 2, innerHeight - 10));
    if (middle?.closest('tr:not(.ui-table-gap)') === null) scroll.blank += 1;
    scroll.rows = Math.max(scroll.rows, table.querySelectorAll('tbody tr').length);
  }
  return scroll;
}
