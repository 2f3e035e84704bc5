import type { ProbeType, PullInput, SealedOrder } from '@fieldmarshal/contract/checks';
import { sealerTo } from '@fieldmarshal/runner/sealed';
import { readCatalog, type Catalog } from '#catalog';
import { AppError, inTransaction, systemCtx, type Ctx, type Env, type Tx } from '#platform';
import { bundlesOf } from '../blobs/project-store.ts';
import type { Runner } from '../runners/runner.ts';
import { secretsOf } from '../secrets/names.ts';
import { loadSecrets, lockedSecrets } from '../secrets/secret-store.ts';
import { claimSlots, msUntilDue, type TakenRun } from '../store/slot-store.ts';
import { prepareOrder, type Supplies } from './order.ts';
import { refuseRuns } from './refuse-runs.ts';
import { untilWoken } from './wake.ts';

/** At most so many runs change hands at once; a runner asks again. */
const ordersMax = 500;
/** So many are taken by one statement: mostly few are due, and each needs an id in advance. */
const claimMax = 64;
/** Longest time between looks of a waiting pull: finds what a lost wake-up missed. */
const lookEveryMs = 1_000;

type Asked = Pick<PullInput, 'wants' | 'waitMs' | 'key'> & { readonly signal?: AbortSignal };

/** Gives a runner what is due for it, as much as it wants; waits for it up to `waitMs`, or until `signal` says that nobody listens. */
export async function pullWork(
  env: Env,
  runner: Runner,
  { wants, waitMs, signal, key }: Asked,
): Promise<SealedOrder[]> {
  const sealer = sealerFor(key);
  const until = performance.now() + waitMs;
  for (;;) {
    const orders = await takeDue(env, { runner, wants, sealer });
    const leftMs = until - performance.now();
    if (orders.length > 0 || leftMs <= 0 || signal?.aborted) return orders;
    const types = typesOf(runner, wants).flatMap((lane) => lane.types);
    const dueMs =
      (await msUntilDue(env.databases.worker, { ...runner, runnerId: runner.id, types })) ?? lookEveryMs;
    // What is due and was not taken is just being taken by somebody else.
    const sleepMs = Math.min(leftMs, lookEveryMs, Math.max(dueMs, 20));
    await untilWoken(env.databases, Math.ceil(sleepMs));
  }
}

function sealerFor(key: string | undefined): Supplies['sealer'] {
  try {
    return key === undefined ? null : sealerTo(key);
  } catch {
    throw new AppError('invalid', 'key: must be an X25519 key', {
      faults: [{ path: 'key', message: 'must be an X25519 key (SPKI, base64)' }],
    });
  }
}

interface Lane {
  readonly types: readonly ProbeType[];
  readonly limit: number;
}

function typesOf({ capabilities }: Runner, wants: PullInput['wants']): Lane[] {
  const e2e = capabilities.filter((type) => type === 'e2e');
  const monitors = capabilities.filter((type) => type !== 'e2e');
  return [
    { types: e2e, limit: Math.min(wants.e2e, ordersMax) },
    { types: monitors, limit: Math.min(wants.monitors, ordersMax) },
  ].filter(({ types, limit }) => types.length > 0 && limit > 0);
}

interface Taking {
  readonly runner: Runner;
  readonly wants: PullInput['wants'];
  readonly sealer: Supplies['sealer'];
}

async function takeDue(env: Env, { runner, wants, sealer }: Taking): Promise<SealedOrder[]> {
  const lanes = typesOf(runner, wants);
  if (lanes.length === 0) return [];
  const catalog = await readCatalog(env);
  const ctx = systemCtx(env, `runner ${runner.name}`);
  const runs = await inTransaction(ctx, async (tx) => {
    const taken: TakenRun[] = [];
    for (const lane of lanes) taken.push(...(await claimLane(tx, runner, lane)));
    return taken;
  });
  return runs.length === 0 ? [] : prepare(ctx, { catalog, runner, runs, sealer });
}

async function claimLane(
  tx: Tx,
  { id: runnerId, place, environments }: Runner,
  { types, limit }: Lane,
): Promise<TakenRun[]> {
  const taken: TakenRun[] = [];
  for (let asked = 0; asked < limit; asked += claimMax) {
    const some = Math.min(claimMax, limit - asked);
    const claimed = await claimSlots(tx, { runnerId, place, environments, types, limit: some });
    taken.push(...claimed);
    if (claimed.length < some) break;
  }
  return taken;
}

interface Taken {
  readonly catalog: Catalog;
  readonly runner: Runner;
  readonly runs: readonly TakenRun[];
  readonly sealer: Supplies['sealer'];
}

/** Runs that cannot be ordered end at once, with the reason. */
async function prepare(ctx: Ctx, { catalog, runner, runs, sealer }: Taken): Promise<SealedOrder[]> {
  const supplies = { ...(await suppliesFor(ctx.env, catalog, runs)), sealer };
  const prepared = runs.map((run) => ({
    run,
    result: prepareOrder(catalog, supplies, { run, place: runner.place }),
  }));
  const refused = prepared.flatMap(({ run, result }) =>
    'refusal' in result ? [{ id: run.id, why: result.refusal }] : [],
  );
  if (refused.length > 0) await refuseRuns(ctx, runner, refused);
  return prepared.flatMap(({ result }) => ('order' in result ? [result.order] : []));
}

/** Secrets are loaded, and their keys opened, only for the checks at hand. */
async function suppliesFor(
  env: Env,
  catalog: Catalog,
  runs: readonly TakenRun[],
): Promise<Omit<Supplies, 'sealer'>> {
  const specs = [...new Set(runs.map(({ check }) => check))].flatMap(
    (name) => catalog.get('Check', name)?.spec ?? [],
  );
  const names = new Set(specs.flatMap(secretsOf));
  const projects = new Set(specs.flatMap(({ probe }) => (probe.type === 'e2e' ? [probe.project] : [])));
  const { worker } = env.databases;
  const secret =
    names.size === 0 ? () => null : await lockedSecrets(env, await loadSecrets(worker, [...names]));
  const bundles = await bundlesOf(worker, [...projects]);
  return { secret, bundle: (project) => bundles.get(project) ?? null };
}
