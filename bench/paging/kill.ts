import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** kill -9 of the server on a data directory; returns once it is gone. */
export async function killServer(dataDir: string): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own server
  const { pid } = JSON.parse(await readFile(join(dataDir, 'server.lock'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(5);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
