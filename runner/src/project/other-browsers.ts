import type { ListedTest } from '../inside/messages.ts';
import type { NewCheck } from './checks-of.ts';

/** Checks that need more than the Chromium of a runner. */
export interface OtherBrowser {
  /** As Playwright calls it. */
  readonly browser: string;
  /** Of the configuration. */
  readonly playwrightProjects: readonly string[];
  readonly checks: number;
}

export function otherBrowsers(tests: readonly ListedTest[], checks: readonly NewCheck[]): OtherBrowser[] {
  const browserOf = new Map(tests.map(({ playwrightProject, browser }) => [playwrightProject, browser]));
  const found = new Map<string, { projects: Set<string>; checks: number }>();
  for (const { spec } of checks) {
    const project = spec.probe.type === 'e2e' ? (spec.probe.playwrightProject ?? '') : '';
    const browser = browserOf.get(project);
    if (browser === undefined) continue;
    const one = found.get(browser) ?? { projects: new Set(), checks: 0 };
    one.projects.add(project);
    one.checks += 1;
    found.set(browser, one);
  }
  return [...found].map(([browser, one]) => ({
    browser,
    playwrightProjects: [...one.projects].filter((name) => name !== ''),
    checks: one.checks,
  }));
}
