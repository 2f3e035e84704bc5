import { defineConfig, devices } from '@playwright/test';

// oxlint-disable-next-line import/no-default-export
export default defineConfig({
  timeout: 30_000,
  use: { ...devices['Desktop Chrome'], baseURL: process.env['HEARTHWAY_URL'] ?? 'http://127.0.0.1:4620' },
});
