import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unusualProjects, writeEntries, type Entries } from '../testing/unusual-projects.ts';
import { installed } from '../testing/workshop.ts';
import { deployFileName } from './deploy-file.ts';
import { readProject, variablesFor, type Project } from './read-project.ts';
import { runHere } from './run-here.ts';

let site: Server;
let directory: string;
let projects: Project[];

beforeAll(async () => {
  site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => site.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-unusual-'));
  projects = [];
});
afterEach(() => {
  for (const project of projects) project.close();
  rmSync(directory, { recursive: true, force: true });
});

async function read(entries: Entries, { at = '.', deploy = '' } = {}): Promise<Project> {
  writeEntries(directory, entries);
  const baseUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const environments = `environments: [{ environment: here, variables: { baseUrl: '${baseUrl}' } }]`;
  writeFileSync(join(directory, at, deployFileName), `project: shop\n${environments}\n${deploy}`);
  const project = await readProject(join(directory, at));
  projects.push(project);
  return project;
}

async function verdicts(project: Project): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  await runHere(project, {
    environment: 'here',
    variables: variablesFor(project.file),
    secrets: { SHOP_TOKEN: 'a-token' },
    isWanted: () => true,
    onFinish: ({ name }, { report }) => {
      seen[name] = !report.error ? report.verdict : `${report.verdict}: ${report.error.message}`;
    },
  });
  return seen;
}

describe.skipIf(installed.browser === null)('becomes checks as it is, and they pass:', () => {
  test.each(Object.entries(unusualProjects))('%s', async (_what, { entries, checks, ...more }) => {
    const project = await read(entries, more);
    expect(await verdicts(project)).toEqual(
      Object.fromEntries(checks.map((name) => [`shop-${name}`, 'passed'])),
    );
  });
});

describe('is refused when it is deployed, with the place and the reason:', () => {
  const configuration = `import { defineConfig } from '@playwright/test'; export default defineConfig({});`;
  const head = `import { test } from '@playwright/test';`;
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a test that is focused',
      { 'a.spec.ts': `${head} test.only('one', () => {}); test('two', () => {});` },
      /a\.spec\.ts:1:\d+ "a\.spec\.ts one" is focused.*Take "\.only" out/,
    ],
    [
      'a file that is not there',
      { 'a.spec.ts': `${head} import { x } from './gone'; test('one', () => x);` },
      /^a\.spec\.ts imports "\.\/gone", and there is no such file\.$/,
    ],
    [
      'a configuration that wants a variable that it was not given',
      {
        'playwright.config.ts': `if (!process.env.API_URL) throw new Error('API_URL must be set'); export default {};`,
        'a.spec.ts': head,
      },
      /^Playwright could not load the project\. Error: API_URL must be set\n\s+at Object\.<anonymous> \(playwright\.config\.ts:1:\d+\)$/,
    ],
    [
      'a test that is no program',
      {
        'a.spec.ts': `import { test } from './b'; test('one', () => {`,
        'b.ts': `export { test } from '@playwright/test';`,
      },
      /^a\.spec\.ts cannot be read: Expected `}`/,
    ],
    [
      'a package that a file imports which a test imports',
      {
        'a.spec.ts': `${head} import './b'; test('one', () => {});`,
        'b.ts': `import { x } from 'nowhere'; x();`,
      },
      /^nowhere is imported and not installed/,
    ],
  ])('%s', async (_what, files, words) => {
    const told = await read({ 'playwright.config.ts': configuration, ...files }).then(
      String,
      (error: Error) => error.message,
    );
    expect(told).toMatch(words);
  });

  test('a configuration that is named and is not there', async () => {
    const reading = read(
      { 'a.spec.ts': `${head} test('one', () => {});` },
      { deploy: 'configuration: other.config.ts' },
    );
    await expect(reading).rejects.toThrow('There is no configuration other.config.ts in');
  });
});

test.skipIf(installed.browser === null)(
  'a test that leaves itself out passes, and its run says that nothing was looked at',
  async () => {
    const project = await read({
      'package.json': '{}',
      'a.spec.ts': `import { test } from '@playwright/test'; test('one', ({ browserName }) => { test.skip(browserName === 'chromium', 'not in this one'); });`,
    });
    const steps: string[] = [];
    await runHere(project, {
      ...{ environment: 'here', variables: {}, secrets: {}, isWanted: () => true },
      onFinish: (_check, { report }) =>
        steps.push(report.verdict, ...(report.steps ?? []).map(({ title }) => title)),
    });
    expect(steps).toEqual(['passed', 'The test left itself out: not in this one']);
  },
);

test('says which checks need another browser than the one that every runner has', async () => {
  const project = await read({
    'playwright.config.ts': `import { defineConfig, devices } from '@playwright/test'; export default defineConfig({ projects: [
      { name: 'desktop', use: { ...devices['Desktop Chrome'] } }, { name: 'fox', use: { ...devices['Desktop Firefox'] } },
      { name: 'phone', use: { ...devices['iPhone 13'] } }, { name: 'edge', use: { channel: 'msedge' } } ] });`,
    'a.spec.ts': `import { test } from '@playwright/test'; test('one', () => {}); test('two', () => {});`,
  });
  expect(project.otherBrowsers).toEqual([
    { browser: 'firefox', playwrightProjects: ['fox'], checks: 2 },
    { browser: 'webkit', playwrightProjects: ['phone'], checks: 2 },
    { browser: 'msedge', playwrightProjects: ['edge'], checks: 2 },
  ]);
});

test('a link out of the project stays at home, and is named', async () => {
  const project = await read({
    'package.json': '{}',
    outside: { link: tmpdir() },
    'a.spec.ts': `import { test } from '@playwright/test'; test('one', () => {});`,
  });
  expect(project.packed.cutLinks).toEqual(['outside']);
});
