import { randomUUID } from 'node:crypto';
import { startBare } from './bare.ts';
import { bootstrapToken, startSubject } from './subject.ts';
import { judge, quantile, round } from './verdict.ts';
import { watch, type Watchers } from './watchers.ts';

const events = 40;
/** Apart far enough that each is told by itself. */
const everyMs = 150;
const authorization = { authorization: `Bearer ${bootstrapToken}` };

/** From a change in one browser until others have heard of it: one, as people feel it, and each of many; beside a bare event stream. */
export async function measureLive(): Promise<void> {
  const bare = await startBare();
  const subject = await startSubject();
  try {
    const live = { url: `${subject.url}/api/v1/live`, headers: authorization };
    const second = await timesOf(await watch(live, 1), async () => declareAndRead(subject.url));
    console.log(`\n## a second browser`);
    print('declared to shown', second);
    judge({ name: 'second browser: p99, ms', value: quantile(second, 0.99), most: 1_000 });
    for (const count of [200, 1_000, 2_000]) {
      console.log(`\n## ${count} browsers, the last of them`);
      const base = await timesOf(await watch({ url: `${bare.url}/live`, headers: {} }, count), async () =>
        postTo(bare.url),
      );
      const ours = await timesOf(await watch(live, count), async () => declare(subject.url));
      print('bare Node', base);
      print('fieldmarshal', ours);
      const ratio = quantile(ours, 0.99) / quantile(base, 0.99);
      judge({ name: `${count} browsers: p99`, value: ratio, most: 3, of: 'bare Node' });
      judge({ name: `${count} browsers: p99, ms`, value: quantile(ours, 0.99), most: 500 });
    }
  } finally {
    await Promise.all([subject.stop(), bare.stop()]);
  }
}

/** What a change is recognised by in the stream, and what a browser does once it has heard of it. */
interface Change {
  readonly mark: string;
  readonly shown?: () => Promise<void>;
}

async function timesOf(watchers: Watchers, change: () => Promise<Change>): Promise<number[]> {
  const times: number[] = [];
  try {
    for (let index = 0; index < events; index += 1) {
      const sentAt = performance.now();
      const { mark, shown } = await change();
      const heardAt = await watchers.lastHeard(mark);
      await shown?.();
      times.push((shown ? performance.now() : heardAt) - sentAt);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  } finally {
    watchers.close();
  }
  return times;
}

async function postTo(url: string): Promise<Change> {
  const mark = `bare:${randomUUID()}`;
  await fetch(url, { method: 'POST', body: mark });
  return { mark };
}

async function declare(url: string): Promise<Change & { readonly id: string }> {
  const response = await fetch(`${url}/api/v1/incidents`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ title: 'Bench: a change that others see' }),
  });
  if (!response.ok) throw new Error(`declare: ${response.status} ${await response.text()}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answer of the contract
  const { id } = (await response.json()) as { id: string };
  return { id, mark: `"incident:${id}"` };
}

async function declareAndRead(url: string): Promise<Change> {
  const { id, mark } = await declare(url);
  const shown = async (): Promise<void> => {
    const response = await fetch(`${url}/api/v1/incidents/${id}`, { headers: authorization });
    await response.arrayBuffer();
  };
  return { mark, shown };
}

function print(name: string, times: readonly number[]): void {
  const [p50, p99] = [round(quantile(times, 0.5)), round(quantile(times, 0.99))];
  console.log(`${name.padEnd(24)} p50 ${p50} ms   p99 ${p99} ms`);
}
