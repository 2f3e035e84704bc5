import { actorName } from '@fieldmarshal/contract';
import type {
  ModelFigures,
  ModelPolicy,
  ModelProbe,
  ModelProviderView,
  ModelRun,
} from '@fieldmarshal/contract/assist';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { loadFigures } from './store/figure-store.ts';
import { loadPolicy, loadSpent, storePolicy, type StoredPolicy } from './store/policy-store.ts';
import { promptVersion } from './core/prompt.ts';
import { costOf } from './core/call.ts';
import { inputsHash } from './write/inputs-hash.ts';
import { tryProvider, type Attempt } from './probe/try-provider.ts';
import { loadProviders, storeKey, storeProbe, type ModelProvider } from './provider.ts';
import { loadRuns, storeRun } from './store/run-store.ts';

export async function readPolicy(ctx: Ctx): Promise<ModelPolicy> {
  permit(ctx, 'model.read');
  const db = ctx.env.databases[ctx.pool];
  const { today } = await loadSpent(db, null, ctx.env.clock.now());
  return { ...(await loadPolicy(db)), tokensToday: today };
}

/** Takes effect at once, also on texts that are being written. */
export async function putPolicy(ctx: Ctx, policy: StoredPolicy): Promise<ModelPolicy> {
  permit(ctx, 'model.manage');
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    const before = await loadPolicy(tx.db);
    await storePolicy(tx, policy, actorName(ctx.actor));
    if (policy.mode !== 'on') await tx.db.deleteFrom('model_text').execute();
    audit(tx, { action: 'model.policy-set', subject: 'model', before, after: policy });
    tx.changed('model');
  });
  return readPolicy(ctx);
}

export async function listModelProviders(ctx: Ctx): Promise<{ items: ModelProviderView[] }> {
  permit(ctx, 'model.read');
  const providers = await loadProviders(ctx.env, await readCatalog(ctx.env));
  return { items: providers.map((provider) => viewOf(provider)) };
}

function viewOf({ name, spec, keyState, probe, openUntil, fromFile }: ModelProvider): ModelProviderView {
  const { api, url, model, enabled, priority, displayName = name } = spec;
  return {
    ...{ name, displayName, api, url, model, enabled, priority, fromFile, probe },
    key: keyState,
    openUntil: openUntil === null ? null : new Date(openUntil).toISOString(),
  };
}

/** Seals a key for a provider at its address of now. It is never shown again. */
export async function setModelKey(
  ctx: Ctx,
  { name, key }: { readonly name: string; readonly key: string },
): Promise<{ name: string }> {
  permit(ctx, 'model.manage');
  const { spec } = await requireProvider(ctx, name);
  if (spec.key === 'none') throw new AppError('refused', `${name} takes no key, as its object says.`);
  // Sent in a header: what no header holds would fail at each call.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new AppError('invalid', 'key: only visible ASCII characters, without spaces', {
      faults: [{ path: 'key', message: 'only visible ASCII characters, without spaces' }],
    });
  return inTransaction(ctx, async (tx) => {
    await storeKey(tx, { name, spec, key, by: actorName(ctx.actor) });
    audit(tx, { action: 'model.key-set', subject: `ModelProvider/${name}` });
    tx.changed('model');
    return { name };
  });
}

export async function removeModelKey(
  ctx: Ctx,
  { name }: { readonly name: string },
): Promise<{ name: string }> {
  permit(ctx, 'model.manage');
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.db.deleteFrom('model_key').where('provider', '=', name).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw notFound(`A key of ${name}`);
    audit(tx, { action: 'model.key-removed', subject: `ModelProvider/${name}` });
    tx.changed('model');
    return { name };
  });
}

/** Asks a provider about a made-up incident: nothing of this organisation leaves. What it can do is kept and shown. */
export async function probeProvider(ctx: Ctx, { name }: { readonly name: string }): Promise<ModelProbe> {
  permit(ctx, 'model.manage');
  const provider = await requireProvider(ctx, name);
  if (provider.keyState === 'missing' || provider.keyState === 'stale')
    throw new AppError(
      'refused',
      `The key of ${name} is ${provider.keyState === 'missing' ? 'not set' : 'for another address'}. Please set it first.`,
    );
  const { probe, attempts } = await tryProvider(ctx.env, provider);
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    for (const attempt of attempts) await storeAttempt(tx, provider, attempt);
    await storeProbe(tx, { name, spec: provider.spec, probe });
    audit(tx, { action: 'model.probed', subject: `ModelProvider/${name}`, after: probe });
    tx.changed('model');
  });
  return probe;
}

/** A try costs what any call costs, and leaves the same record. */
async function storeAttempt(
  tx: Tx,
  { name, spec }: ModelProvider,
  { prompt, reply, verdicts }: Attempt,
): Promise<void> {
  const { keepDays } = await loadPolicy(tx.db);
  await storeRun(tx, {
    ...{ incidentId: null, feature: 'probe', after: 0, mode: 'probe', provider: name, model: spec.model },
    origin: 'rules',
    ...{ reason: reply.failure ?? '', failed: reply.failure !== null, asOf: null },
    inputsHash: inputsHash({ feature: 'probe', model: spec.model, prompt, nonce: 'probe' }),
    promptVersion,
    prompt: keepDays === 0 ? null : `${prompt.instructions}\n\n${prompt.text}`,
    reply: keepDays === 0 ? null : reply.text.slice(0, 32_000),
    ...{ verdicts, lines: [], rules: [], tokens: reply.tokens, ms: reply.ms },
    cost: costOf(spec.price, reply.tokens),
  });
}

async function requireProvider(ctx: Ctx, name: string): Promise<ModelProvider> {
  const found = (await loadProviders(ctx.env, await readCatalog(ctx.env))).find((one) => one.name === name);
  if (found === undefined) throw notFound(`ModelProvider ${name}`);
  return found;
}

export async function listModelRuns(
  ctx: Ctx,
  { incident, limit }: { readonly incident?: string | undefined; readonly limit: number },
): Promise<{ items: ModelRun[] }> {
  permit(ctx, 'model.read');
  return { items: await loadRuns(ctx.env.databases[ctx.pool], { incident, limit }) };
}

/** What became of the calls of the last days. */
export async function readModelFigures(ctx: Ctx, { days }: { readonly days: number }): Promise<ModelFigures> {
  permit(ctx, 'model.read');
  const since = new Date(ctx.env.clock.now().getTime() - days * 86_400_000);
  return loadFigures(ctx.env.databases[ctx.pool], since);
}
