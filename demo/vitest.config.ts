import { defineConfig } from 'vitest/config';

/** The checks of the demo against its products, with every product broken once; apart from the other tests, since it takes five minutes. */
export default defineConfig({
  test: { include: ['demo/**/*.browser.test.ts'], testTimeout: 300_000, hookTimeout: 120_000 },
});
