import type { BrowserContext, Page } from '@playwright/test';

export interface Measure {
  readonly name: 'LCP' | 'CLS' | 'FCP' | 'TTFB';
  readonly value: number;
  readonly unit: 'ms' | '';
}

/**
 * Core Web Vitals as the browser itself measures them (https://www.w3.org/TR/largest-contentful-paint/, layout-instability, paint-timing),
 * of the last page that was opened. INP needs a person's rhythm and is left out.
 */
export function watchVitals(context: BrowserContext): { read(): Promise<Measure[]> } {
  let last: Page | null = null;
  context.on('page', (page) => {
    last = page;
  });
  return {
    read: async () => {
      const page = last ?? context.pages().at(-1);
      if (!page || page.isClosed()) return [];
      // A page in the middle of going elsewhere, or one without scripts, has none.
      return page.evaluate(readVitals).catch(() => []);
    },
  };
}

/** Runs in the page; `buffered` entries were kept by the browser since it was opened. */
async function readVitals(): Promise<Measure[]> {
  const entries = async (type: string): Promise<PerformanceEntry[]> =>
    new Promise((resolve) => {
      const found: PerformanceEntry[] = [];
      try {
        const observer = new PerformanceObserver((list) => found.push(...list.getEntries()));
        observer.observe({ type, buffered: true });
        setTimeout(() => {
          found.push(...observer.takeRecords());
          observer.disconnect();
          resolve(found);
        }, 0);
      } catch {
        resolve(found);
      }
    });
  const [navigation, paints, largest, shifts] = await Promise.all([
    entries('navigation'),
    entries('paint'),
    entries('largest-contentful-paint'),
    entries('layout-shift'),
  ]);
  const measures: Measure[] = [];
  const first = navigation[0];
  if (first && 'responseStart' in first && typeof first.responseStart === 'number') {
    measures.push({ name: 'TTFB', value: first.responseStart, unit: 'ms' });
  }
  const painted = paints.find(({ name }) => name === 'first-contentful-paint');
  if (painted) measures.push({ name: 'FCP', value: painted.startTime, unit: 'ms' });
  const shown = largest.at(-1);
  if (shown) measures.push({ name: 'LCP', value: shown.startTime, unit: 'ms' });
  let shift = 0;
  for (const one of shifts) {
    if ('value' in one && typeof one.value === 'number' && !('hadRecentInput' in one && one.hadRecentInput))
      shift += one.value;
  }
  measures.push({ name: 'CLS', value: shift, unit: '' });
  return measures;
}
