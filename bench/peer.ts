import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilOk } from './subject.ts';

export interface Peer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Debian's Alertmanager with empty storage and no cluster; `config` is a file of the load generators. */
export async function startAlertmanager(binary: string, config: string): Promise<Peer> {
  const storage = await mkdtemp(join(tmpdir(), 'fm-bench-am-'));
  const port = await freePort();
  const child = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.path=${storage}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilOk(`${url}/-/ready`);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await rm(storage, { recursive: true, force: true });
    },
  };
}

/** Runs one load generator and shows what it prints. */
export function runTool(folder: string, tool: string, argv: readonly string[]): void {
  execFileSync(process.execPath, [join(folder, tool), ...argv], { stdio: 'inherit' });
}
