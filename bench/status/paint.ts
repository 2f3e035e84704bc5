import { chromium as playwright } from '@playwright/test';
import { chromium } from '../../server/src/testing/debian.ts';

/** As Lighthouse throttles for "slow 4G": 1.6 Mbit/s down, 150 ms for a round trip, of which a request takes more than one, and a CPU four times slower. */
const slow4g = {
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8,
  uploadThroughput: (750 * 1024 * 0.9) / 8,
} as const;
const slowerCpu = 4;
const rounds = 7;

/** Milliseconds until the largest part of a page is painted, each time with an empty cache; null where there is no browser. */
export async function largestPaintMs(url: string): Promise<number[] | null> {
  const found = await chromium();
  if ('missing' in found) {
    console.log(`largest paint: not measured, ${found.missing}`);
    return null;
  }
  const browser = await playwright.launch({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
      const page = await context.newPage();
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', slow4g);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slowerCpu });
      await page.goto(url, { waitUntil: 'networkidle' });
      times.push(await page.evaluate(largestPaint));
      await context.close();
    }
    return times;
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function largestPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    });
  });
}
