import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file's text, or what it is a link to. */
export type Entries = Readonly<Record<string, string | { readonly link: string }>>;

export function writeEntries(directory: string, entries: Entries): void {
  for (const [name, entry] of Object.entries(entries)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof entry === 'string') writeFileSync(path, entry);
    else symlinkSync(entry.link, path);
  }
}

const configuration = `import { defineConfig } from '@playwright/test'; export default defineConfig({ testDir: './tests' });`;
const head = `import { test, expect } from '@playwright/test';`;
const packageFile = (name: string, more: object = {}): string =>
  JSON.stringify({ name, version: '1.0.0', main: 'index.js', ...more });

interface Unusual {
  /** The folder that is deployed. */
  readonly at: string;
  readonly entries: Entries;
  /** The checks that it makes; all of them pass. */
  readonly checks: readonly string[];
  /** A part of the file beside the configuration. */
  readonly deploy?: string;
}

/** Layouts that people have and that once did not become checks as they are, or became wrong ones. */
export const unusualProjects: Readonly<Record<string, Unusual>> = {
  'a workspace, in which two versions of a package are installed': {
    at: 'e2e',
    entries: {
      'package.json': '{ "workspaces": ["e2e", "packages/*"] }',
      'packages/pages/package.json': packageFile('@repo/pages', {
        main: 'index.ts',
        dependencies: { dep: '2' },
      }),
      'packages/pages/index.ts': `import { version } from 'dep'; export enum Word { A = 'a' } export const seen = version;`,
      'packages/pages/node_modules/dep/package.json': packageFile('dep'),
      'packages/pages/node_modules/dep/index.js': 'exports.version = 2;',
      'node_modules/dep/package.json': packageFile('dep'),
      'node_modules/dep/index.js': 'exports.version = 1;',
      'node_modules/@repo/pages': { link: '../../packages/pages' },
      'e2e/package.json': '{ "dependencies": { "@repo/pages": "workspace:*", "dep": "1" } }',
      'e2e/playwright.config.ts': configuration,
      'e2e/tests/a.spec.ts': `${head} import { seen, Word } from '@repo/pages'; import { version } from 'dep';
        test('versions', () => { expect([version, seen, Word.A]).toEqual([1, 2, 'a']); });`,
    },
    checks: ['versions'],
  },
  'files beside the project, by alias of a tsconfig above it and by path': {
    at: 'e2e',
    entries: {
      '.git/HEAD': '',
      'package.json': '{ "type": "module" }',
      'tsconfig.base.json':
        '{ "compilerOptions": { "paths": { "@repo/words": ["./packages/words/index.ts"] } } }',
      'packages/words/index.ts': `export const word = 'Hello';`,
      'shared/login.ts': `import { end } from './end.js'; export const who = 'me' + end;`,
      'shared/end.ts': `export const end = '!';`,
      'e2e/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
      'e2e/playwright.config.ts': configuration,
      'e2e/tests/data.txt': 'data',
      'e2e/tests/a.spec.ts': `${head} import { readFileSync } from 'node:fs'; import { word } from '@repo/words'; import { who } from '../../shared/login';
        test('outside', async ({ page }) => {
          await page.goto('/');
          await expect(page.locator('h1')).toHaveText(word);
          expect([who, readFileSync('tests/data.txt', 'utf8'), typeof import.meta.dirname]).toEqual(['me!', 'data', 'string']);
        });`,
    },
    checks: ['outside'],
  },
  'packages as pnpm lays them out': {
    at: '.',
    entries: {
      'package.json': '{ "type": "module" }',
      'playwright.config.ts': configuration,
      'node_modules/.pnpm/a@1/node_modules/a/package.json': packageFile('a', { dependencies: { b: '2' } }),
      'node_modules/.pnpm/a@1/node_modules/a/index.js': `exports.b = require('b').version;`,
      'node_modules/.pnpm/a@1/node_modules/b': { link: '../../b@2/node_modules/b' },
      'node_modules/.pnpm/b@2/node_modules/b/package.json': packageFile('b'),
      'node_modules/.pnpm/b@2/node_modules/b/index.js': 'exports.version = 2;',
      'node_modules/.pnpm/b@1/node_modules/b/package.json': packageFile('b', {
        exports: { import: './index.mjs' },
      }),
      'node_modules/.pnpm/b@1/node_modules/b/index.mjs': 'export const version = 1;',
      'node_modules/a': { link: '.pnpm/a@1/node_modules/a' },
      'node_modules/b': { link: '.pnpm/b@1/node_modules/b' },
      'tests/a.spec.ts': `${head} import { b } from 'a'; import { version } from 'b'; test('both', () => { expect([b, version]).toEqual([2, 1]); });`,
    },
    checks: ['both'],
  },
  'links inside of the project': {
    at: '.',
    entries: {
      'package.json': '{}',
      'playwright.config.ts': configuration,
      'common/pages.ts': `export const home = '/';`,
      'tests/common': { link: '../common' },
      'tests/one.txt': 'one',
      'tests/two.txt': { link: 'one.txt' },
      'tests/nowhere': { link: 'gone' },
      'tests/a.spec.ts': `${head} import { readFileSync } from 'node:fs'; import { home } from './common/pages';
        test('links', async ({ page }) => { await page.goto(home); expect(readFileSync('tests/two.txt', 'utf8')).toBe('one'); });`,
    },
    checks: ['links'],
  },
  'an application whose own sources are none of Playwright’s business': {
    at: '.',
    entries: {
      'package.json': '{}',
      'config/playwright.config.ts': `import { defineConfig } from '@playwright/test'; export default defineConfig({ testDir: '../e2e', globalSetup: './prepare' });`,
      'config/prepare.ts': `import { writeFileSync } from 'node:fs'; import { text } from 'used'; export default () => writeFileSync('prepared.txt', text);`,
      'node_modules/used/package.json': packageFile('used'),
      'node_modules/used/index.js': `exports.text = 'yes';`,
      'src/App.tsx': `import x from '$lib/x'; import y from 'not-installed'; import logo from './logo.svg?react'; import z from './missing'; export default () => <b>{x}{y}{z}{logo}</b>;`,
      'src/a.test.ts': `import { describe } from 'no-runner'; describe('x');`,
      'templates/thing.ts': 'export const <%= name %> = 1;',
      'old/flow.js': '// @flow\ntype A = { a: number };',
      'build/broken.spec.ts': `import { test } from '@playwright/test'; test(`,
      'e2e/a.spec.ts': `${head} import { readFileSync } from 'node:fs'; test('opens', async ({ page }) => { await page.goto('/'); expect(readFileSync('prepared.txt', 'utf8')).toBe('yes'); });`,
    },
    checks: ['opens'],
    deploy: 'configuration: config/playwright.config.ts\nleaveOut: [./build/]\n',
  },
  'a whole file whose tests stand on each other, and a configuration that wants a secret': {
    at: '.',
    entries: {
      'package.json': '{}',
      'playwright.config.cts': `if (!process.env.SHOP_TOKEN) throw new Error('SHOP_TOKEN must be set'); import { defineConfig } from '@playwright/test'; export default defineConfig({ testDir: './tests' });`,
      'tests/größe & co.spec.ts': `${head} import type { Page } from '@playwright/test';
        test.describe.configure({ mode: 'serial' });
        let page: Page;
        test.beforeAll(async ({ browser }) => { page = await browser.newPage(); });
        test.afterAll(async () => { await page.close(); });
        test('opens', async () => { await page.goto('/'); });
        test('reads on the page that was opened', async () => { await expect(page.locator('h1')).toHaveText('Hello'); });`,
      'tests/alone.spec.ts': `${head} test('is alone', () => { const wrongType: number = 'x'; expect(wrongType).toBe('x'); });`,
    },
    checks: ['is-alone', 'gro-e-co'],
    deploy: 'secrets: [SHOP_TOKEN]\n',
  },
};
