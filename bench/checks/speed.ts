import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { orderFor } from '../../runner/src/testing/orders.ts';
import { installed, openWorkshop, type Workshop } from '../../runner/src/testing/workshop.ts';
import { judge, quantile } from '../verdict.ts';
import { cpuOfTrees } from './cpu.ts';
import { startSite } from './site.ts';

const tests = 20;
const rounds = 3;
const coldRuns = 5;

const spec = Array.from(
  { length: tests },
  (_, index) => `test('greets ${index}', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Name').fill('Ada ${index}');
  await page.getByRole('button', { name: 'Greet' }).click();
  await expect(page.locator('h1')).toHaveText('Hello');
  await expect(page.locator('output')).toHaveText('Hello Ada ${index}');
});`,
).join('\n');

/** The same tests, warm in a lane and cold by `npx playwright test` one by one, both with a trace kept on failure. */
export async function measureSpeed(): Promise<void> {
  const site = await startSite();
  const workshop = openWorkshop();
  try {
    const cold = await median(coldRuns, (index) => coldCpu(workshop, { url: site.url, index }));
    const warm = await median(rounds, () => warmCpu(workshop, { url: site.url, filmStrip: false }));
    const filmed = await warmCpu(workshop, { url: site.url, filmStrip: true });
    console.log(`browser                       ${installed.browser ?? ''}`);
    console.log(
      `npx playwright test, cold     ${cold.toFixed(2)} CPU-s/run   ${(60 / cold).toFixed(0)} runs/min/core`,
    );
    console.log(
      `a lane, warm, batches of ${tests}   ${warm.toFixed(2)} CPU-s/run   ${(60 / warm).toFixed(0)} runs/min/core`,
    );
    console.log(
      `the same after a failure        ${filmed.toFixed(2)} CPU-s/run   ${(60 / filmed).toFixed(0)} runs/min/core (with a film strip in the trace)`,
    );
    judge({
      name: 'warm runs per minute and core',
      value: cold / warm,
      least: 4,
      of: 'cold npx playwright test',
    });
  } finally {
    workshop.close();
    site.stop();
  }
}

async function warmCpu(
  workshop: Workshop,
  { url, filmStrip }: { url: string; filmStrip: boolean },
): Promise<number> {
  const bundle = await workshop.bundle({
    'package.json': '{ "name": "shop" }',
    'shop.spec.ts': `import { test, expect } from '@playwright/test';\n${spec}`,
  });
  const orders = Array.from({ length: tests }, (_, index) =>
    orderFor(['shop.spec.ts', `greets ${index}`], { variables: { baseUrl: url }, timeoutMs: 60_000 }),
  );
  const before = cpuHere();
  const finished = await workshop.run(bundle, orders, { filmStrip });
  const failed = [...finished.values()].filter(({ report }) => report.verdict !== 'passed');
  if (finished.size !== tests || failed.length > 0)
    throw new Error(`A warm run failed: ${failed[0]?.report.error?.message}`);
  return (cpuHere() - before) / tests;
}

/** Of this process and all that it started: the site, Playwright, and the warm browser, which outlives a batch. */
function cpuHere(): number {
  return cpuOfTrees([process.pid]);
}

async function coldCpu(
  { directory }: Workshop,
  { url, index }: { url: string; index: number },
): Promise<number> {
  const project = join(directory, 'cold');
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '@playwright'), { recursive: true });
  const playwright = dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json'));
  const link = join(modules, '@playwright/test');
  if (index === 0) symlinkSync(playwright, link);
  writeFileSync(join(project, 'package.json'), '{ "name": "shop" }');
  writeFileSync(join(project, 'shop.spec.ts'), `import { test, expect } from '@playwright/test';\n${spec}`);
  writeFileSync(
    join(project, 'playwright.config.ts'),
    `export default { workers: 1, reporter: 'json', timeout: 60_000, use: { baseURL: '${url}', trace: 'retain-on-failure', screenshot: 'only-on-failure', launchOptions: { executablePath: ${JSON.stringify(installed.browser)} } } };`,
  );
  const before = cpuHere();
  await new Promise<void>((resolve, reject) => {
    const npx = ['playwright', 'test', '-g', `greets ${index}$`];
    execFile(
      'npx',
      npx,
      {
        cwd: project,
        env: { ...process.env, PATH: `${join(playwright, '../../.bin')}:${process.env['PATH']}` },
      },
      (error, stdout) => (error ? reject(new Error(stdout)) : resolve()),
    );
  });
  return cpuHere() - before;
}

async function median(count: number, measure: (index: number) => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let index = 0; index < count; index += 1) values.push(await measure(index));
  return quantile(values, 0.5);
}
