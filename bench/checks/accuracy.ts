import type { FaultClass, Order } from '@fieldmarshal/contract/checks';
import { orderFor } from '../../runner/src/testing/orders.ts';
import { openWorkshop, type Workshop } from '../../runner/src/testing/workshop.ts';
import { judge } from '../verdict.ts';
import { seededCases, type SeededCase } from './cases.ts';
import { startSite } from './site.ts';

const batchSize = 20;
const classes: readonly FaultClass[] = ['product', 'test', 'harness', 'environment'];

/** Runs every seeded case for real and compares whose fault it was said to be with whose it was. */
export async function measureAccuracy(): Promise<void> {
  const site = await startSite();
  const workshop = openWorkshop({ graceMs: 2_000, outputBytes: 2 * 1024 * 1024 });
  try {
    const cases = partOf(seededCases());
    const said = await runAll(workshop, { cases, url: site.url });
    report(cases, said);
  } finally {
    workshop.close();
    site.stop();
  }
}

/** `FIELDMARSHAL_BENCH_PART=1/4` measures a quarter of the cases, every kind among them: the whole takes some ten minutes. */
function partOf(cases: SeededCase[]): SeededCase[] {
  const [part = 1, parts = 1] = (process.env['FIELDMARSHAL_BENCH_PART'] ?? '1/1').split('/').map(Number);
  return cases.filter((_, index) => index % parts === part - 1);
}

async function runAll(
  workshop: Workshop,
  { cases, url }: { cases: readonly SeededCase[]; url: string },
): Promise<Map<SeededCase, { class: string; why: string }>> {
  const bundle = await workshop.bundle({
    'package.json': '{ "name": "seeded" }',
    'tests/seeded.spec.ts': specOf(cases.filter(({ isAlone }) => !isAlone)),
    ...Object.fromEntries(
      cases.flatMap((one, index) => (one.isAlone ? [[`tests/alone-${index}.spec.ts`, specOf([one])]] : [])),
    ),
  });
  const given = {
    variables: { baseUrl: url },
    urlPatterns: [
      { pattern: '127.0.0.1:1', product: 'gone' },
      { pattern: 'shop.example', product: 'shop' },
    ],
    timeoutMs: 12_000,
  };
  const orders = new Map<Order, SeededCase>(
    cases.map((one, index) => [
      orderFor([one.isAlone ? `tests/alone-${index}.spec.ts` : 'tests/seeded.spec.ts', one.name], given),
      one,
    ]),
  );
  const said = new Map<SeededCase, { class: string; why: string }>();
  for (const batch of batches([...orders])) {
    const past = (order: Order) => orders.get(order)?.isNew !== true;
    const finished = await workshop.run(
      bundle,
      batch.map(([order]) => order),
      { hasPassedBefore: past },
    );
    for (const [order, one] of batch) {
      const done = finished.get(order.id)?.report;
      if (done?.fault) said.set(one, done.fault);
      else said.set(one, { class: done?.verdict ?? 'nothing', why: done?.error?.message ?? '' });
    }
  }
  return said;
}

function specOf(cases: readonly SeededCase[]): string {
  const tests = cases.map(
    ({ name, body }) =>
      `test(${JSON.stringify(name)}, async ({ page, request, context }) => { void request; void context; ${body} });`,
  );
  return `import { test, expect } from '@playwright/test';\n${tests.join('\n')}\n`;
}

function batches(orders: readonly [Order, SeededCase][]): [Order, SeededCase][][] {
  const together = orders.filter(([, { isAlone }]) => !isAlone);
  const made: [Order, SeededCase][][] = [];
  for (let from = 0; from < together.length; from += batchSize)
    made.push(together.slice(from, from + batchSize));
  return [...made, ...orders.filter(([, { isAlone }]) => isAlone).map((one) => [one])];
}

function report(
  cases: readonly SeededCase[],
  said: ReadonlyMap<SeededCase, { class: string; why: string }>,
): void {
  const right = cases.filter((one) => said.get(one)?.class === one.expected);
  for (const kind of classes) {
    const own = cases.filter(({ expected }) => expected === kind);
    const found = own.filter((one) => said.get(one)?.class === kind).length;
    console.log(`${kind.padEnd(12)} ${found} of ${own.length}`);
  }
  for (const one of cases) {
    const { class: kind = 'nothing', why = '' } = said.get(one) ?? {};
    if (kind !== one.expected) console.log(`  wrong: ${one.name} → ${kind}: ${why.slice(0, 200)}`);
  }
  const blamed = cases.filter(
    (one) => ['harness', 'environment'].includes(one.expected) && said.get(one)?.class === 'product',
  );
  judge({ name: `right of ${cases.length} seeded runs`, value: right.length / cases.length, least: 0.97 });
  judge({ name: 'faults of harness or environment laid on a product', value: blamed.length, most: 0 });
}
