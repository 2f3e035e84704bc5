import type { NewRunReport } from '@fieldmarshal/contract/checks';
import { beforeAll, expect, test } from 'vitest';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { applyObjects, readCatalog } from '#catalog';
import { enrol, reportOn } from '../../checks/rig.ts';
import { pullWork } from '../../checks/work/pull.ts';
import { takeResults } from '../../checks/work/take-results.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { listFailingGroups, readGroupCause } from '../read/read-cause.ts';
import { withShop } from '../rig.ts';
import { takeInSpans } from '../spans/take-in-spans.ts';
import { runEvidence } from './runs.ts';

let env: TestEnv;
let admin: ReturnType<typeof as>;
let runner: Awaited<ReturnType<typeof enrol>>['runner'];

const monitor = (name: string, product: string) => `apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: ${name} }
spec:
  products: [${product}]
  everySeconds: 60
  probe: { type: http, url: 'https://${product}.example/answer' }
  environments: [{ environment: eu }]
`;
const answers = ['cart', 'stock', 'pay'];

beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  admin = as(env, 'ada', ['admin']);
  await withShop(admin);
  const text = answers.map((product) => monitor(`${product}-answers`, product)).join('---\n');
  await applyObjects(admin, { files: [{ path: 'monitors.yaml', text }], dryRun: false, prune: false });
  await env.drain();
  ({ runner } = await enrol(admin));
});

/** Every check runs once; those named fail, and say nothing of what they went through but a trace. */
async function round(fails: readonly string[], traceId: string | null = null): Promise<void> {
  await env.fastForward(60_000);
  const orders = await pullWork(env, runner, { wants: { e2e: 0, monitors: 50 }, waitMs: 0 });
  const asked = { atMs: 0, durationMs: 9, method: 'GET', url: 'https://x.example/', status: 502 };
  const failed = {
    ...{ verdict: 'failed' as const, fault: { class: 'product' as const, why: '502' } },
    requests: traceId === null ? [] : [{ ...asked, product: null, traceId, failure: null }],
  } satisfies Partial<NewRunReport>;
  const reports = orders
    .filter(({ check }) => check.endsWith('-answers'))
    .map((order) =>
      reportOn(order, {
        startedAt: env.clock.now().toISOString(),
        ...(fails.includes(order.check) ? failed : {}),
      }),
    );
  await takeResults(env, runner, { reports, skewMs: 0 });
  await env.drain();
  await env.fastForward(1_500);
  await env.drain();
}

test('monitors of a product and of who cannot do without it fail together of one cause, before any span has come', async () => {
  for (let time = 0; time < 4; time += 1) await round([]);
  await round(['cart-answers', 'stock-answers']);
  const [group] = (await listFailingGroups(admin)).items;
  expect(group?.checks).toEqual(['cart-answers', 'stock-answers']);
  const { verdict } = await readGroupCause(admin, { id: group?.id ?? '' });
  expect(verdict?.suspects[0]?.name).toBe('stock');
  expect(verdict?.pair).toBeNull();
  const cart = verdict?.suspects.find(({ name }) => name === 'cart');
  expect(cart?.probability ?? 0).toBeLessThan(0.5);
});

test('whom a span says that it calls took part in the run, although no span of it came', async () => {
  const traceId = `f1e1d${'3'.repeat(27)}`;
  await round(['pay-answers'], traceId);
  const startNs = BigInt(env.clock.now().getTime()) * 1_000_000n;
  const span = {
    ...{
      traceId,
      spanId: '0'.repeat(15) + '1',
      parentId: '',
      name: 'POST bank/charge',
      kind: 3,
      failed: true,
    },
    ...{ startNs, endNs: startNs + 5_000_000n },
    attributes: new Map([['peer.service', 'shop']]),
    resource: new Map([['service.name', 'pay']]),
  };
  await takeInSpans(admin, { integration: '', raw: [span] });
  const since = env.clock.now().getTime() - 10 * 60_000;
  const about = { environment: 'eu', checks: ['pay-answers'], since, ended: [] };
  const { runs } = await runEvidence(admin, await readCatalog(env), about);
  const failed = runs.filter(({ passed, check }) => !passed && check === 'pay-answers');
  expect(failed.map(({ products }) => products.toSorted())).toEqual([['product:pay', 'product:shop']]);
});

test('a failure of a check that passed again before trouble began, or of an incident that was over by then, is none of it', async () => {
  const failures = async (part: Partial<Parameters<typeof runEvidence>[2]> = {}) => {
    const since = env.clock.now().getTime();
    const about = { environment: 'eu', checks: ['cart-answers'], since, ended: [], ...part };
    const { runs } = await runEvidence(admin, await readCatalog(env), about);
    return runs.filter(({ passed, at }) => !passed && at >= startedAt).map(({ check }) => check);
  };
  const startedAt = env.clock.now().getTime();
  await round(['pay-answers', 'cart-answers']);
  expect((await failures()).toSorted()).toEqual(['cart-answers', 'pay-answers']);
  await round([]);
  // What comes and goes may be the same trouble.
  expect((await failures()).toSorted()).toEqual(['cart-answers', 'pay-answers']);
  for (let time = 0; time < 3; time += 1) await round([]);
  expect(await failures()).toEqual(['cart-answers']);
  expect(
    await failures({ ended: [{ began: startedAt, from: startedAt, to: env.clock.now().getTime() }] }),
  ).toEqual([]);
});
