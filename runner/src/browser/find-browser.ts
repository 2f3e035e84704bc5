import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Cheapest first: the headless shell costs half of a full browser. */
const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];
const elsewhere = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export interface Installed {
  readonly browser: string | null;
  /** For videos. */
  readonly ffmpeg: string | null;
  /** Where `playwright install` puts browsers; there may be none. */
  readonly downloads: string;
}

/**
 * Looks where the operator says (`FIELDMARSHAL_BROWSER`, `FIELDMARSHAL_FFMPEG`), then on the path. Null where there is none: then e2e
 * checks cannot run here, and videos are not kept.
 */
export function findInstalled(environment: Readonly<Record<string, string | undefined>>): Installed {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = (name: string) => folders.map((folder) => join(folder, name));
  return {
    browser: first([environment['FIELDMARSHAL_BROWSER'], ...names.flatMap(onPath), ...elsewhere]),
    ffmpeg: first([environment['FIELDMARSHAL_FFMPEG'], ...onPath('ffmpeg')]),
    downloads: environment['PLAYWRIGHT_BROWSERS_PATH'] || downloadsOf(environment, process.platform),
  };
}

/** As Playwright's own documentation names them. */
function downloadsOf(environment: Readonly<Record<string, string | undefined>>, platform: string): string {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? '';
  if (platform === 'darwin') return join(home, 'Library/Caches/ms-playwright');
  if (platform === 'win32') return join(home, 'AppData/Local/ms-playwright');
  return join(environment['XDG_CACHE_HOME'] || join(home, '.cache'), 'ms-playwright');
}

/** Whether e2e checks can be run on this machine. */
export function hasBrowser(environment: Readonly<Record<string, string | undefined>>): boolean {
  return findInstalled(environment).browser !== null;
}

function first(paths: readonly (string | undefined)[]): string | null {
  return paths.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}
