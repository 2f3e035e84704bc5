import type { FaultClass } from '@fieldmarshal/contract/checks';

/** A run with a fault put into it on purpose. */
export interface SeededCase {
  readonly name: string;
  readonly expected: FaultClass;
  /** Body of the test; `page`, `request`, `context` and `expect` are there. */
  readonly body: string;
  /** Its own file, because what it does would take others along. */
  readonly isAlone: boolean;
  /** Deployed anew: it has never passed. */
  readonly isNew: boolean;
}

type Make = (seed: number) => string;

/** Where the fault meets the test: at once, after a good page, or in the middle of a form. */
const before: readonly string[] = [
  '',
  `await page.goto('/two');`,
  `await page.goto('/'); await page.getByLabel('Name').fill('Ada'); await page.getByRole('button', { name: 'Greet' }).click();`,
];
/** How the test would notice. */
const after: readonly string[] = [
  `await expect(page.locator('h1')).toHaveText('Hello', { timeout: 800 });`,
  `await page.getByRole('button', { name: 'Greet' }).click({ timeout: 800 }); await expect(page.locator('h1')).toHaveText('Hello', { timeout: 800 });`,
  `expect(await page.locator('h1').textContent({ timeout: 800 })).toBe('Hello');`,
];

const at =
  (path: string): Make =>
  (seed) => {
    const start = before[seed % before.length] ?? '';
    const end = after[Math.floor(seed / before.length) % after.length] ?? '';
    return `${start} await page.goto('${path}/${seed}'); ${end}`;
  };
const good = `await page.goto('/');`;
const then =
  (line: string): Make =>
  (seed) =>
    `${before[seed % before.length] ?? ''} ${good} ${line}`;

const product: [string, Make, number][] = [
  ['answers 500', at('/status-500'), 9],
  ['answers 502', at('/status-502'), 9],
  ['answers 503', at('/status-503'), 9],
  ['cuts the connection', at('/cut'), 9],
  ['breaks off in the middle', at('/half'), 6],
  ['shows the wrong thing', at('/wrong'), 9],
  ['shows nothing', at('/empty'), 9],
  ['has a broken script', at('/script'), 9],
  ['sends in circles', at('/loop'), 6],
  ['calls what answers 503', at('/calls'), 6],
  ['is too slow', (seed) => `await page.goto('/slow/${seed}', { timeout: 3_000 });`, 3],
  ['is not there', (seed) => `await page.goto('http://127.0.0.1:1/${seed}');`, 4],
  [
    'refuses a call',
    (seed) => `${good} expect((await request.get('/status-503/${seed}')).status()).toBe(200);`,
    4,
  ],
];

const test: [string, Make, number][] = [
  ['fits two elements', then(`await page.locator('a').click({ timeout: 800 });`), 6],
  ['cannot be read', then(`await page.locator('a]]').click({ timeout: 800 });`), 6],
  ['reads of nothing', then(`const cart: any = undefined; expect(cart.total).toBe(1);`), 6],
  ['calls what is no function', then(`(page as any).gotoo('/');`), 6],
  ['reads a file that is not there', then(`(await import('node:fs')).readFileSync('not-there.pdf');`), 6],
  ['imports what is not there', then(`const name = 'left-pad-of-nobody'; await import(name);`), 4],
  ['names what is not there', then(`await expect(eval('nobody')).toBe(1);`), 4],
  ['opens no address', (seed) => `await page.goto('http://'); /* ${seed} */`, 4],
  ['fills what is no field', then(`await page.locator('h1').fill('x', { timeout: 800 });`), 4],
];

const never: [string, Make, number][] = [
  [
    'looks for what was never there',
    then(`await expect(page.locator('#never-was')).toBeVisible({ timeout: 800 });`),
    8,
  ],
  [
    'expects what never was',
    then(`await expect(page.locator('h1')).toHaveText('Goodbye', { timeout: 800 });`),
    6,
  ],
];

const wild: [string, Make, number][] = [
  ['never ends', (seed) => `let n = ${seed}; for (;;) n += 1;`, 2],
  [
    'prints without end',
    (seed) =>
      `for (;;) { process.stdout.write('${seed}'.repeat(65_536)); await new Promise((go) => setImmediate(go)); }`,
    2,
  ],
];

const harness: [string, Make, number, boolean][] = [
  ['crashes the page', then(`await page.goto('chrome://crash');`), 12, false],
  [
    'crashes the page while it waits',
    then(
      `void page.goto('chrome://crash').catch(() => undefined); await expect(page.locator('#x')).toBeVisible({ timeout: 3_000 });`,
    ),
    8,
    false,
  ],
  [
    'loses its process',
    (seed) =>
      `${good} process.kill(process.pid, 'SIGKILL'); await new Promise((go) => setTimeout(go, ${10_000 + seed}));`,
    4,
    true,
  ],
  [
    'loses Playwright',
    (seed) =>
      `${good} process.kill(process.ppid, 'SIGKILL'); await new Promise((go) => setTimeout(go, ${10_000 + seed}));`,
    4,
    true,
  ],
  [
    'is told of a full disk',
    (seed) =>
      `${good} throw Object.assign(new Error("ENOSPC: no space left on device, write ${seed}"), { code: 'ENOSPC' });`,
    4,
    false,
  ],
];

const environment: [string, Make, number][] = [
  ['has no network', then(`await context.setOffline(true); await page.goto('/two');`), 12],
  ['loses the network in a call', then(`await context.setOffline(true); await page.reload();`), 6],
  [
    'has a proxy that is away',
    (seed) =>
      `const own = await page.context().browser()!.newContext({ proxy: { server: 'http://127.0.0.1:9' } }); await (await own.newPage()).goto('http://shop.example/${seed}');`,
    10,
  ],
];

export function seededCases(): SeededCase[] {
  const all = (
    expected: FaultClass,
    rows: readonly [string, Make, number, boolean?][],
    { isNew = false, isAlone = false } = {},
  ): SeededCase[] =>
    rows.flatMap(([name, make, count, alone = isAlone]) =>
      Array.from({ length: count }, (_, seed) => ({
        name: `${expected}: ${name} (${seed})`,
        expected,
        body: make(seed),
        isAlone: alone,
        isNew,
      })),
    );
  return [
    ...all('product', product),
    ...all('test', test),
    ...all('test', never, { isNew: true }),
    ...all('test', wild, { isAlone: true }),
    ...all('harness', harness),
    ...all('environment', environment),
  ];
}
