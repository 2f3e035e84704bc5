import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilOk } from './subject.ts';

export interface Peer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Arguments {
  readonly config: string;
  readonly storage: string;
  readonly port: number;
}

/** Without a cluster, since one process is measured against one. */
export function alertmanagerArguments({ config, storage, port }: Arguments): string[] {
  return [
    `--config.file=${config}`,
    `--storage.path=${storage}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
}

/** Debian's Alertmanager with empty storage and no cluster; `config` is a file of the load generators. */
export async function startAlertmanager(binary: string, config: string): Promise<Peer> {
  const storage = await mkdtemp(join(tmpdir(), 'fm-bench-am-'));
  const port = await freePort();
  const child = spawn(binary, alertmanagerArguments({ config, storage, port }), { stdio: 'ignore' });
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

/** Runs one load generator and reads its result, which is the last line it prints. It exits with 1 where something was lost. */
export function readTool(folder: string, tool: string, argv: readonly string[]): unknown {
  const { stdout, error } = spawnSync(process.execPath, [join(folder, tool), ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (error !== undefined || !last.startsWith('{')) throw new Error(`${tool} gave no result: ${last}`);
  return JSON.parse(last);
}
