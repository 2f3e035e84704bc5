import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, launch, untilOk } from './subject.ts';

const rounds = 5;

/** First start on an empty directory, and restart, each until the sign-in page is served; beside a bare Node server. */
export async function measureStart(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-start-'));
  const port = await freePort();
  const page = `http://127.0.0.1:${port}/sign-in`;
  const times: number[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const child = launch(dataDir, port);
      times.push(await untilOk(page));
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  const [first = 0, ...restarts] = times;
  const sorted = restarts.toSorted((a, b) => a - b);
  console.log(`first start to first page ${first.toFixed(0)} ms`);
  console.log(
    `restart to first page     ${sorted[Math.floor(rounds / 2)]?.toFixed(0)} ms [${sorted[0]?.toFixed(0)}..${sorted.at(-1)?.toFixed(0)}]`,
  );
}
