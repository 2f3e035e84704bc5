import { actorName } from '@fieldmarshal/contract';
import type { ModelPolicy, ModelProbe, ModelProviderView, ModelRun } from '@fieldmarshal/contract/assist';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { loadPolicy, loadSpent, storePolicy, type StoredPolicy } from './store/policy-store.ts';
import { tryProvider } from './probe.ts';
import { loadProviders, storeKey, storeProbe, type ModelProvider } from './provider.ts';
import { loadRuns } from './store/run-store.ts';

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
  const probe = await tryProvider(ctx.env, provider);
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    await storeProbe(tx, { name, spec: provider.spec, probe });
    audit(tx, { action: 'model.probed', subject: `ModelProvider/${name}`, after: probe });
    tx.changed('model');
  });
  return probe;
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
