import { defineConfig } from 'vitest/config';

const database = ['server/src/**/*.db.test.ts', 'cli/src/**/*.db.test.ts', 'scenarios/*.test.ts'];
// Of the runner: these start a browser and need no database.
const withBrowser = ['{runner,playwright}/**/*.browser.test.ts'];
// What replaces a module or sets something up for its whole process.
const alone = ['server/src/**/*.alone.test.ts'];
// Files share a process and the modules in it: loading these anew for each would be a quarter of the time.
const together = {
  isolate: false,
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
  setupFiles: ['server/src/testing/each-file.ts'],
};
// Five minutes of browsers: `npm run test:demo`.
const apart = ['demo/**/*.browser.test.ts'];
const browser = ['scenarios/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    // Few workers: every database test has a clone of its own, and two cores are what there is.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,server,cli,demo,runner,playwright,web,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...database, ...withBrowser, ...apart, ...alone],
          ...together,
          // Ends what hangs; a busy machine is not a fault.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database',
          include: database,
          ...together,
          globalSetup: ['server/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: browser,
          globalSetup: ['server/src/testing/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'runner',
          include: withBrowser,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'alone', include: alone } },
      { test: { name: 'tidy', include: ['tools/**/*.test.ts'] } },
    ],
  },
});
