import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBare } from './bare.ts';
import { freePort, launch, untilOk } from './subject.ts';
import { judge, quantile, round } from './verdict.ts';

const rounds = 5;

/** First start on an empty directory, and restart, each until the sign-in page is served; beside a bare Node server. */
export async function measureStart(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-start-'));
  const first = await startMs(dataDir);
  const restarts: number[] = [];
  const bare: number[] = [];
  try {
    for (let index = 0; index < rounds; index += 1) {
      bare.push(await bareStartMs());
      restarts.push(await startMs(dataDir));
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  const [base, restart] = [quantile(bare, 0.5), quantile(restarts, 0.5)];
  console.log(`bare Node to first answer ${round(base)} ms ${rangeOf(bare)}`);
  console.log(`first start to first page ${round(first)} ms`);
  console.log(`restart to first page     ${round(restart)} ms ${rangeOf(restarts)}`);
  // The status page of the next best tool takes 2.1 s and 1.5 s on the machine on which a bare server takes 90 ms.
  judge({ name: 'first start', value: first / base, most: 23, of: 'bare Node' });
  judge({ name: 'restart', value: restart / base, most: 8.4, of: 'bare Node' });
}

async function startMs(dataDir: string): Promise<number> {
  const port = await freePort();
  const child = launch(dataDir, port);
  try {
    return await untilOk(`http://127.0.0.1:${port}/sign-in`);
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

async function bareStartMs(): Promise<number> {
  const bare = await startBare();
  await bare.stop();
  return bare.startMs;
}

function rangeOf(figures: readonly number[]): string {
  return `[${round(Math.min(...figures))}..${round(Math.max(...figures))}]`;
}
