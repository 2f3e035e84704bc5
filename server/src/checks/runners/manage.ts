import { randomUUID } from 'node:crypto';
import type { runnerInput, RunnerView } from '@fieldmarshal/contract/checks';
import { fingerprintOf } from '@fieldmarshal/runner/sealed';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { audit, newSecret, permit, secretHash, secretHint } from '#identity';
import { actorKey, AppError, inTransaction, isUniqueViolation, notFound, type Ctx, type Tx } from '#platform';
import { inFreshTransaction, raiser, type Raise } from '#signals';
import {
  insertRunner,
  loadRunners,
  markRevoked,
  setToken,
  updateRunner,
  type StoredRunner,
} from '../store/runner-store.ts';
import { runnerTroubled } from '../facts.ts';
import { keyAlarm, runnerAlarm } from './alarm.ts';
import { problemsOf } from './condition.ts';

type Wanted = z.output<typeof runnerInput>;
interface WithToken {
  readonly runner: RunnerView;
  readonly token: string;
}

export async function listRunners(ctx: Ctx): Promise<{ items: RunnerView[] }> {
  permit(ctx, 'runner.read');
  return { items: (await loadRunners(ctx.env.databases[ctx.pool])).map(view) };
}

/** Enrols a runner. Its token is shown this once and opens the runner protocol only. */
export async function createRunner(ctx: Ctx, wanted: Wanted): Promise<WithToken> {
  permit(ctx, 'runner.manage');
  await checkNames(ctx, wanted);
  const token = newSecret('fmr_');
  const id = randomUUID();
  const { owner = null, ...rest } = wanted;
  await named(wanted.name, async () =>
    inTransaction(withoutAnswer(ctx), async (tx) => {
      await insertRunner(tx, {
        ...rest,
        id,
        owner,
        embedded: false,
        tokenHash: secretHash(token),
        tokenHint: secretHint(token),
        createdBy: actorKey(ctx.actor),
      });
      audit(tx, { action: 'runner.enrolled', subject: `runner/${id}`, after: { ...wanted } });
      tx.changed('runners');
    }),
  );
  return { runner: await readRunner(ctx, id), token };
}

export async function changeRunner(
  ctx: Ctx,
  { id, ...wanted }: Wanted & { id: string },
): Promise<RunnerView> {
  permit(ctx, 'runner.manage');
  await checkNames(ctx, wanted);
  const { owner = null, ...rest } = wanted;
  await named(wanted.name, async () =>
    inTransaction(ctx, async (tx) => {
      if (!(await updateRunner(tx, { ...rest, id, owner }))) throw notFound('This runner');
      audit(tx, { action: 'runner.changed', subject: `runner/${id}`, after: { ...wanted } });
      tx.changed('runners');
    }),
  );
  return readRunner(ctx, id);
}

/** The old token stops working at once, and the key that comes first with the new one is the runner's own. */
export async function renewRunnerToken(ctx: Ctx, { id }: { readonly id: string }): Promise<WithToken> {
  permit(ctx, 'runner.manage');
  const token = newSecret('fmr_');
  const raise = await raiser(ctx.env);
  await inFreshTransaction(withoutAnswer(ctx), async (tx) => {
    if (!(await setToken(tx, id, { hash: secretHash(token), hint: secretHint(token) })))
      throw notFound('This runner');
    audit(tx, { action: 'runner.token-replaced', subject: `runner/${id}` });
    await endOtherKey(tx, await loadRunners(tx.db, id), raise);
    tx.changed('runners');
  });
  return { runner: await readRunner(ctx, id), token };
}

/** Its token is refused from now on, and what it holds goes to others when its leases run out. */
export async function revokeRunner(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<Record<string, never>> {
  permit(ctx, 'runner.manage');
  const raise = await raiser(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    const revoked = await markRevoked(tx, id);
    if (revoked === null) throw notFound('This runner');
    const { name, place, owner } = revoked;
    tx.emit(runnerTroubled, id, {
      runnerId: id,
      name,
      place,
      owner,
      trouble: 'revoked',
      detail: 'It was taken out of service.',
    });
    const detail = 'It was taken out of service.';
    await raise(
      tx,
      runnerAlarm(ctx.env, { id, embedded: false, name, place, owner }, { state: 'ok', detail }),
    );
    await raise(tx, keyAlarm(ctx.env, { id, name, place, owner }, null));
    audit(tx, { action: 'runner.revoked', subject: `runner/${id}`, before: { name } });
    tx.changed('runners');
    return {};
  });
}

/** What another key was asked for with is no concern any more: it was the token that was in question. */
async function endOtherKey(tx: Tx, [runner]: readonly StoredRunner[], raise: Raise): Promise<void> {
  if (!runner) return;
  const { id: runnerId, name, place, owner } = runner;
  const detail = 'It has a new token.';
  await raise(tx, keyAlarm(tx.ctx.env, runner, null));
  tx.emit(runnerTroubled, runnerId, { runnerId, name, place, owner, trouble: 'own-key', detail });
}

/** An answer that holds a secret is not kept for repetitions of the request. */
function withoutAnswer(ctx: Ctx): Ctx {
  const { idempotency: _, ...rest } = ctx;
  return rest;
}

async function checkNames(
  ctx: Ctx,
  { environments, owner }: Pick<Wanted, 'environments' | 'owner'>,
): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const faults = [
    ...environments.flatMap((name, index) =>
      catalog.get('Environment', name)
        ? []
        : [{ path: `environments[${index}]`, message: `there is no Environment "${name}"` }],
    ),
    ...(owner === undefined || catalog.get('Team', owner)
      ? []
      : [{ path: 'owner', message: `there is no Team "${owner}"` }]),
  ];
  if (faults.length > 0)
    throw new AppError('invalid', faults.map(({ path, message }) => `${path}: ${message}`).join('; '), {
      faults,
    });
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error, 'runner_name')) throw error;
    throw new AppError('conflict', `There is a runner called ${name} already.`, {
      faults: [{ path: 'name', message: 'is in use' }],
    });
  }
}

export async function readRunner(ctx: Ctx, id: string): Promise<RunnerView> {
  const [found] = await loadRunners(ctx.env.databases[ctx.pool], id);
  if (!found) throw notFound('This runner');
  return view(found);
}

function view({
  key,
  keySince,
  otherKey,
  otherKeySince,
  otherKeySeenAt,
  servingMs,
  timedRuns,
  latenessP50Ms,
  ...runner
}: StoredRunner): RunnerView {
  const unshown = { key, otherKey, servingMs, timedRuns, latenessP50Ms };
  return {
    ...runner,
    environments: [...runner.environments],
    capabilities: [...runner.capabilities],
    problems: problemsOf({ ...runner, ...unshown }),
    lastSeenAt: runner.lastSeenAt?.toISOString() ?? null,
    createdAt: runner.createdAt.toISOString(),
    key:
      key === null || keySince === null
        ? null
        : { fingerprint: fingerprintOf(key), since: keySince.toISOString() },
    otherKey:
      otherKey === null || otherKeySince === null || otherKeySeenAt === null
        ? null
        : {
            fingerprint: otherKey === '' ? '' : fingerprintOf(otherKey),
            since: otherKeySince.toISOString(),
            seenAt: otherKeySeenAt.toISOString(),
          },
  };
}
