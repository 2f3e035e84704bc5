import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Installed } from './find-browser.ts';

const manifest = z.object({
  browsers: z.array(z.object({ name: z.string(), revision: z.string() })),
});

/**
 * Where Playwright looks for the browsers that it downloads, with the browser of this machine in their place: so a project that
 * launches a browser of its own, with options of its own, needs no change; and with the Firefox and WebKit that were downloaded here, if any.
 * Made anew at each start of the runner.
 */
export function makeBrowserFolder(directory: string, { browser, ffmpeg, downloads }: Installed): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const revisions = revisionsOfPlaywright();
  const put = (name: string, file: string, program: string | null): void => {
    const revision = revisions.get(name);
    if (program === null || revision === undefined) return;
    const folder = join(directory, `${name.replaceAll('-', '_')}-${revision}`);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    started(join(folder, file), program);
    writeFileSync(join(folder, 'INSTALLATION_COMPLETE'), '');
  };
  const { chromium, shell, video } = placesOf(process.platform, process.arch);
  put('chromium', chromium, browser);
  put('chromium-headless-shell', shell, browser);
  put('ffmpeg', video, ffmpeg);
  for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o755);
  for (const name of existsSync(downloads) ? readdirSync(downloads) : []) {
    if (/^(firefox|webkit)(_\w+)?-\d+$/.test(name)) symlinkSync(join(downloads, name), join(directory, name));
  }
}

function revisionsOfPlaywright(): Map<string, string> {
  const core = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  const file = join(core, 'browsers.json');
  const { browsers } = manifest.parse(JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}'));
  return new Map(browsers.map(({ name, revision }) => [name, revision]));
}

/** A script where there is a shell, since a browser looks for its parts beside the name by which it is started. */
function started(path: string, program: string): void {
  if (process.platform === 'win32') {
    symlinkSync(program, path);
    return;
  }
  writeFileSync(path, `#!/bin/sh\nexec '${program.replaceAll("'", `'\\''`)}' "$@"\n`, { mode: 0o755 });
}

function placesOf(platform: string, arch: string): { chromium: string; shell: string; video: string } {
  if (platform === 'darwin') {
    return {
      chromium: `chrome-mac-${arch}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
      shell: `chrome-headless-shell-mac-${arch}/chrome-headless-shell`,
      video: 'ffmpeg-mac',
    };
  }
  if (platform === 'win32') {
    return {
      chromium: 'chrome-win64/chrome.exe',
      shell: 'chrome-headless-shell-win64/chrome-headless-shell.exe',
      video: 'ffmpeg-win64.exe',
    };
  }
  const linux = arch === 'arm64' ? 'linux-arm64' : 'linux64';
  return {
    chromium: `chrome-${linux}/chrome`,
    shell: `chrome-headless-shell-${linux}/chrome-headless-shell`,
    video: 'ffmpeg-linux',
  };
}
