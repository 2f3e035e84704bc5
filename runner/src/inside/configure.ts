import type { PlaywrightTestConfig } from '@playwright/test';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

type Use = NonNullable<PlaywrightTestConfig['use']>;

/**
 * The configuration of the project as it is, with what belongs to the runner changed: one worker, its reporter, where files go, what is
 * kept of a failure, and upper bounds. A web server of the project is not started: a deployed check looks at what runs.
 */
export function configured(
  own: PlaywrightTestConfig,
  { settings, reporter }: { settings: Settings; reporter: string },
): PlaywrightTestConfig {
  const { webServer: _webServer, shard: _shard, ...kept } = own;
  return {
    ...kept,
    ...bounds(own, settings),
    // Said when it is deployed: a runner would find none of the other tests.
    forbidOnly: settings.isListing,
    workers: 1,
    fullyParallel: false,
    reporter: [[reporter]],
    outputDir: join(settings.outputDirectory, 'results'),
    preserveOutput: 'always',
    updateSnapshots: 'none',
    reportSlowTests: null,
    globalTimeout: 0,
    maxFailures: 0,
    repeatEach: 1,
    use: used(own.use, settings),
    ...(own.projects
      ? { projects: own.projects.map((project) => projectConfigured(project, settings)) }
      : {}),
  };
}

type Project = NonNullable<PlaywrightTestConfig['projects']>[number];

function projectConfigured(project: Project, settings: Settings): Project {
  return {
    ...project,
    ...(project.timeout === undefined ? {} : bounds(project, settings)),
    ...(settings.isListing ? {} : { retries: settings.retries }),
    repeatEach: 1,
    outputDir: join(settings.outputDirectory, 'results'),
    ...(project.use ? { use: used(project.use, settings) } : {}),
  };
}

function bounds(
  { timeout, retries = 0 }: { timeout?: number; retries?: number },
  settings: Settings,
): { timeout: number; retries: number } {
  const wanted = timeout === undefined ? 30_000 : timeout;
  if (settings.isListing) return { timeout: wanted, retries };
  return {
    timeout: wanted === 0 ? settings.timeoutMs : Math.min(wanted, settings.timeoutMs),
    retries: settings.retries,
  };
}

function used(own: Use | undefined, settings: Settings): Use {
  return {
    ...own,
    ...(settings.baseUrl === undefined ? {} : { baseURL: settings.baseUrl }),
    trace: { mode: 'retain-on-failure', screenshots: settings.filmStrip, snapshots: true, sources: true },
    screenshot: { mode: 'only-on-failure', fullPage: false },
    video: settings.video ? 'retain-on-failure' : 'off',
  };
}
