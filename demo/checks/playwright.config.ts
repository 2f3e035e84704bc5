import { defineConfig, devices } from '@playwright/test';

const hearthway = process.env['HEARTHWAY_URL'] ?? 'http://127.0.0.1:4620';
const tidelist = process.env['TIDELIST_URL'] ?? 'http://127.0.0.1:4621';

// oxlint-disable-next-line import/no-default-export
export default defineConfig({
  timeout: 30_000,
  expect: { timeout: 8_000 },
  use: { actionTimeout: 10_000 },
  projects: [
    { name: 'hearthway', testDir: 'hearthway', use: { ...devices['Desktop Chrome'], baseURL: hearthway } },
    { name: 'tidelist', testDir: 'tidelist', use: { ...devices['Desktop Chrome'], baseURL: tidelist } },
  ],
});
