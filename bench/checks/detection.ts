import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../pager/random.ts';
import { bootstrapToken, startSubject, type Subject } from '../subject.ts';
import { judge, quantile, round } from '../verdict.ts';
import { monitorFiles } from './monitor-files.ts';
import { startTarget } from './target.ts';

const count = 60;
const everySeconds = 10;
/** Faults begin within this time, at random instants. */
const spreadMs = 30_000;
const lookEveryMs = 50;

/** From the moment when a product breaks until its alert can be read over the API; monitors look every ten seconds. */
export async function measureDetection(): Promise<void> {
  const target = await startTarget();
  const subject = await startSubject();
  try {
    await subject.apply(monitorFiles({ count, everySeconds, url: target.url }));
    await sleep(everySeconds * 1_000 + 2_000);
    const random = new Random(20261126);
    const brokenAt = new Map<string, number>();
    const start = performance.now();
    for (let index = 0; index < count; index += 1)
      setTimeout(() => {
        brokenAt.set(`m${index}`, performance.now());
        target.breakPath(`/${index}`);
      }, random.next() * spreadMs);
    const delays = await delaysOf(subject, { brokenAt, until: start + spreadMs + everySeconds * 2_000 });
    report(delays);
  } finally {
    await subject.stop();
    target.stop();
  }
}

interface Watch {
  readonly brokenAt: ReadonlyMap<string, number>;
  readonly until: number;
}

async function delaysOf(subject: Subject, { brokenAt, until }: Watch): Promise<number[]> {
  const seen = new Map<string, number>();
  while (seen.size < count && performance.now() < until) {
    const now = performance.now();
    for (const check of await firing(subject))
      if (!seen.has(check)) seen.set(check, now - (brokenAt.get(check) ?? Number.NaN));
    await sleep(lookEveryMs);
  }
  return [...seen.values()];
}

/** Names of checks that have an alert. */
async function firing({ url }: Subject): Promise<string[]> {
  const response = await fetch(`${url}/api/v1/alerts?limit=200`, {
    headers: { authorization: `Bearer ${bootstrapToken}` },
  });
  if (!response.ok) throw new Error(`alerts: ${response.status} ${await response.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
  const { items } = (await response.json()) as { items: { labels: Record<string, string> }[] };
  return items.flatMap(({ labels }) => labels['check'] ?? []);
}

function report(delays: readonly number[]): void {
  const [p50, p95] = [quantile(delays, 0.5) / 1_000, quantile(delays, 0.95) / 1_000];
  console.log(
    `${delays.length} of ${count} faults seen; from fault to alert p50 ${round(p50)} s, p95 ${round(p95)} s, longest ${round(Math.max(...delays) / 1_000)} s`,
  );
  judge({ name: 'faults seen', value: delays.length, least: count });
  judge({ name: 'seconds from fault to alert, p95', value: p95, most: everySeconds + 2 });
}
