/** Packages that the runner brings itself; a bundle must not hold a second Playwright. */
export const ownPackages: ReadonlySet<string> = new Set([
  '@playwright/test',
  'playwright',
  'playwright-core',
  '@fieldmarshal/playwright',
]);
