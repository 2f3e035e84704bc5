import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeBrowserFolder } from './browser-folder.ts';
import { findInstalled } from './find-browser.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-browsers-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('the Firefox and WebKit that were downloaded at the runner are there for its tests, and its Chromium is not theirs', () => {
  const downloads = join(directory, 'downloads');
  for (const name of ['firefox-1572', 'webkit-2388', 'chromium-1']) {
    mkdirSync(join(downloads, name), { recursive: true });
    writeFileSync(join(downloads, name, 'program'), name);
  }
  const installed = findInstalled({ PATH: '', PLAYWRIGHT_BROWSERS_PATH: downloads });
  const folder = join(directory, 'browsers');
  makeBrowserFolder(folder, installed);
  expect(readFileSync(join(folder, 'firefox-1572/program'), 'utf8')).toBe('firefox-1572');
  expect(readFileSync(join(folder, 'webkit-2388/program'), 'utf8')).toBe('webkit-2388');
  expect(existsSync(join(folder, 'chromium-1'))).toBe(false);
  // Made anew at the next start: what was downloaded stays.
  makeBrowserFolder(folder, { ...installed, downloads: join(directory, 'nothing') });
  expect(existsSync(join(folder, 'firefox-1572'))).toBe(false);
  expect(existsSync(join(downloads, 'firefox-1572/program'))).toBe(true);
});
