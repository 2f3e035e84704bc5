// Readiness of 2,000 products against 60 standards: `npm run bench:readiness`.
import { bootstrapToken, startSubject } from '../subject.ts';
import { conclude, judge, quantile, round } from '../verdict.ts';
import { organisation, products, standards } from './organisation.ts';

const asks = 40;

/** Over HTTP on a server of its own: everything from scratch, one value, and the matrix. */
async function main(): Promise<void> {
  const subject = await startSubject();
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${subject.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${bootstrapToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names what the contract promises
    return (await response.json()) as T;
  };
  try {
    await api('POST', '/catalog/apply', { files: organisation(), dryRun: false });
    const applied = performance.now();
    await measured(api);
    const scratch = performance.now() - applied;
    const one: number[] = [];
    const matrix: number[] = [];
    for (let ask = 0; ask < asks; ask += 1) {
      const values = [{ product: `p${ask}`, measure: 'm0', value: ask % 7, source: 'bench' }];
      one.push(await timed(async () => api('PUT', '/readiness/values', { values })));
      matrix.push(await timed(async () => api('GET', '/readiness?limit=2000')));
    }
    console.log(
      `one value p50 ${round(quantile(one, 0.5))} ms; matrix p50 ${round(quantile(matrix, 0.5))} ms`,
    );
    judge({ name: 'from an applied catalog to all results, ms', value: scratch, most: 5_000 });
    judge({ name: 'one value, stored and evaluated, p90 ms', value: quantile(one, 0.9), most: 50 });
    judge({ name: 'the whole matrix, p90 ms', value: quantile(matrix, 0.9), most: 200 });
  } finally {
    await subject.stop();
  }
  process.exitCode = conclude('readiness') ? 0 : 1;
}

type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Waits until every product has a result for every standard, asking for as little as possible meanwhile. */
async function measured(api: Api): Promise<void> {
  const stopAt = performance.now() + 60_000;
  for (;;) {
    const { items } = await api<{ items: { applies: number }[] }>('GET', '/readiness/trend?days=1');
    if (items[0]?.applies === products * standards) return;
    if (performance.now() > stopAt) throw new Error('not everything was measured within a minute');
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

await main();
