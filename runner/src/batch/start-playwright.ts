import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { configurationFileName } from '../inside/configuration-file.ts';

/** A user that nothing else on this machine has, for what a bundle brings; only root can give one. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

export interface Start {
  /** Of the project; what is run is `projectDirectory/…/fieldmarshal.generated.config.mjs`. */
  readonly projectDirectory: string;
  readonly configurationDirectory: string;
  readonly arguments: readonly string[];
  /** All there is: nothing of the runner's own environment is passed on. */
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity | null;
}

const playwright = join(
  dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
  'cli.js',
);

/** No core files, and no single file over 1 GiB; what is counted in blocks of 512 bytes. */
const shellLimits = 'ulimit -c 0; ulimit -f 2097152; exec "$@"';

/** In a session of its own, so that all it starts can be ended together. Its third file descriptor is the reporter's. */
export function startPlaywright(start: Start): ChildProcess {
  const command = [
    process.execPath,
    playwright,
    'test',
    '--config',
    join(start.configurationDirectory, configurationFileName),
    ...start.arguments,
  ];
  const isPosix = process.platform !== 'win32';
  const [program = '', ...given] = isPosix ? ['/bin/sh', '-c', shellLimits, 'sh', ...command] : command;
  return spawn(program, given, {
    cwd: start.projectDirectory,
    env: { ...start.environment },
    detached: isPosix,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    ...start.identity,
  });
}
