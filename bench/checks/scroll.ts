import { chromium as playwright, type Page } from '@playwright/test';
import { chromium } from '../../server/src/testing/debian.ts';
import { skip } from '../prerequisites.ts';
import { bootstrapToken } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';

/** Who looks; must be in the catalog. */
export const looker = 'lena';
/** In each frame: at 60 frames a second two screens of rows in a second, faster than anybody reads. */
const stepPx = 40;
const rounds = 3;

/** How even the whole matrix scrolls, from its first row to its last, in a browser at its own speed: `url` serves the built screens. */
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
    const scrolls: Scroll[] = [];
    for (let index = 0; index < rounds; index += 1) scrolls.push(await page.evaluate(scrollThrough, stepPx));
    tell(scrolls);
  } finally {
    await browser.close();
  }
}

function tell(scrolls: readonly Scroll[]): void {
  const frames = scrolls.flatMap(({ framesMs }) => framesMs);
  const blank = scrolls.reduce((sum, each) => sum + each.blank, 0);
  const late = frames.filter((ms) => ms > 34).length;
  console.log(
    `scrolling the whole matrix, ${stepPx} px in each frame: ${frames.length} frames, p50 ${round(quantile(frames, 0.5))} ms, p99 ${round(quantile(frames, 0.99))} ms; ${late} late by a frame or more, ${blank} with rows missing; at most ${Math.max(...scrolls.map(({ rows }) => rows))} rows in the page`,
  );
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
async function scrollThrough(step: number): Promise<Scroll> {
  const table = document.querySelector('.ui-table-scroll');
  if (table === null) throw new Error('There is no table.');
  table.scrollTop = 0;
  const frame = async (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  const { left, top, width, height } = table.getBoundingClientRect();
  const scroll: Scroll = { framesMs: [], blank: 0, rows: 0 };
  for (let before = await frame(); table.scrollTop + table.clientHeight < table.scrollHeight - 1;) {
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
