import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './fieldmarshal.ts';

const sources = ['web/src', 'contract/src', 'web/index.html', 'web/vite.config.ts'];
const built = join(root, 'web/dist/index.html');
const buildWithinMs = 120_000;

/** Builds the web UI where it is missing, or older than its sources. Rejects with what the build says. */
export async function buildWeb(say: (sentence: string) => void): Promise<void> {
  if (existsSync(built) && newestOf(sources) <= statSync(built).mtimeMs) return;
  say('Building the web UI, once…');
  await new Promise<void>((resolve, reject) => {
    execFile(
      process.execPath,
      [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'error'],
      { cwd: root, timeout: buildWithinMs },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`The web UI could not be built. ${stderr || stdout || error.message}`));
        else resolve();
      },
    );
  });
}

function newestOf(paths: readonly string[]): number {
  const times = paths
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]))
    .map((path) => statSync(path).mtimeMs);
  return Math.max(0, ...times);
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name));
}
