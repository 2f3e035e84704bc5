import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundledProgram } from '../cli/bin/bundled.js';

const root = join(import.meta.dirname, '..');
const sources = [
  'web/src',
  'web/public',
  'contract/src',
  'web/index.html',
  'web/vite.config.ts',
  'package-lock.json',
];
const built = join(root, 'web/dist/index.html');
const buildWithinMs = 120_000;

/** Builds the web UI and the program where they are missing, or older than their sources. Rejects with what the build says. */
export async function build(say: (sentence: string) => void): Promise<void> {
  if (!existsSync(built) || newestOf(sources) > statSync(built).mtimeMs) {
    say('Building the web UI, once…');
    await run(['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'error']);
  }
  if (bundledProgram() === null) await run(['cli/bundle.ts']);
}

async function run([program = '', ...args]: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    execFile(
      process.execPath,
      [join(root, program), ...args],
      { cwd: root, timeout: buildWithinMs },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${program} could not build. ${stderr || stdout || error.message}`));
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

if (import.meta.main) await build((sentence) => console.log(sentence));
