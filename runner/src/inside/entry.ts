import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaywrightTestConfig } from '@playwright/test';
import { configured } from './configure.ts';
import { observe } from './observe.ts';
import { picturesFolder } from './observed.ts';
import { parseSettings, settingsVariable } from './settings.ts';

/**
 * Called by the small configuration that stands beside the project's own. `own` is that module: an ES module, or a CommonJS one
 * seen through one or two `default`s.
 */
export function enter(own: unknown): PlaywrightTestConfig {
  const settings = parseSettings(readFileSync(process.env[settingsVariable] ?? '', 'utf8'));
  const worker = process.env['TEST_WORKER_INDEX'];
  const name = settings.isListing ? 'lister.ts' : 'reporter.ts';
  // Playwright starts another worker after a failure: what is tried again there is watched closely.
  const filmStrip = settings.filmStrip || Number(worker ?? 0) > 0;
  if (worker !== undefined)
    observe(settings.observedDirectory, join(settings.outputDirectory, picturesFolder));
  return configured(configOf(own), {
    settings: { ...settings, filmStrip },
    reporter: new URL(name, import.meta.url).pathname,
  });
}

function configOf(own: unknown): PlaywrightTestConfig {
  let config = own;
  for (let depth = 0; depth < 3; depth += 1) {
    if (typeof config !== 'object' || config === null || !('default' in config)) break;
    config = config.default;
  }
  if (typeof config !== 'object' || config === null) return {};
  return config;
}
