import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prometheusTool } from '../server/src/testing/debian.ts';
import { freePort, until } from './rig.ts';

type Name = Parameters<typeof prometheusTool>[0];

/** A program's path; `null` where it cannot be had on this machine, which is said aloud. */
export async function programPath(name: Name): Promise<string | null> {
  const found = await prometheusTool(name);
  if ('path' in found) return found.path;
  console.warn(`SKIPPED: ${name} cannot be had here: ${found.missing}`);
  return null;
}

/** A real program running for a test, on a port and in a directory of its own. */
export interface Program {
  readonly url: string;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

interface Launch {
  readonly path: string;
  /** Name and text of its configuration file. */
  readonly config: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Debian's Alertmanager, alone. */
export async function startAlertmanager({ path, config }: Launch): Promise<Program> {
  return startProgram({ path, files: { 'config.yml': config } }, (directory, port) => [
    `--config.file=${directory}/config.yml`,
    `--storage.path=${directory}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
}

/** Debian's Prometheus; rule files named in `config` are given in `files`. */
export async function startPrometheus({ path, config, files = {} }: Launch): Promise<Program> {
  return startProgram({ path, files: { ...files, 'config.yml': config } }, (directory, port) => [
    `--config.file=${directory}/config.yml`,
    `--storage.tsdb.path=${directory}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--rules.alert.resend-delay=1s',
  ]);
}

async function startProgram(
  { path, files }: { path: string; files: Readonly<Record<string, string>> },
  flags: (directory: string, port: number) => string[],
): Promise<Program> {
  const directory = await mkdtemp(join(tmpdir(), 'fm-program-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const port = await freePort();
  const errors: string[] = [];
  const child = spawn(path, flags(directory, port), { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory });
  child.stderr.on('data', (chunk: Buffer) => errors.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${path} ended: ${errors.join('').slice(-2_000)}`);
    return fetch(`${url}/-/ready`).then(
      (response) => response.ok,
      () => false,
    );
  });
  return {
    url,
    end: async () => {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exit;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Runs amtool against an address; its output as JSON where it is some. Rejects with what it printed where it fails. */
export function amtoolAt(path: string, url: string) {
  return async (...words: readonly string[]): Promise<unknown> => {
    const { stdout, stderr } = await promisify(execFile)(path, [
      `--alertmanager.url=${url}`,
      '--output=json',
      ...words,
    ]);
    if (stderr !== '') throw new Error(stderr);
    try {
      return JSON.parse(stdout);
    } catch {
      return stdout.trim();
    }
  };
}
