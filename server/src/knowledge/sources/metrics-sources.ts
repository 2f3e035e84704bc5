import { actorName } from '@fieldmarshal/contract';
import type { MetricsAccess } from '@fieldmarshal/contract/knowledge';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { loadAccess, storeAccess } from '#localisation';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';

/** Metrics servers of the catalog, and how each is reached. No secret is ever in an answer. */
export async function listMetricsSources(ctx: Ctx): Promise<{ items: MetricsAccess[] }> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const items = catalog.list('MetricsSource').map(async ({ name, spec }): Promise<MetricsAccess> => {
    const { secret, allowPrivate } = await loadAccess(ctx.env, name, spec);
    const { displayName = name, url, auth } = spec;
    const privateOpen = ctx.env.config.allowPrivateAddresses;
    return { name, displayName, url, auth, secret, allowPrivate, privateOpen };
  });
  return { items: await Promise.all(items) };
}

interface Access {
  readonly name: string;
  readonly allowPrivate: boolean;
  readonly secret?: string | null | undefined;
}

/** What a metrics server is given, and whether it may stand at a private address; both for its address of now only. */
export async function setMetricsAccess(
  ctx: Ctx,
  { name, allowPrivate, secret }: Access,
): Promise<{ items: MetricsAccess[] }> {
  permit(ctx, 'egress.allow');
  const spec = (await readCatalog(ctx.env)).get('MetricsSource', name)?.spec;
  if (spec === undefined) throw notFound(`MetricsSource ${name}`);
  if (typeof secret === 'string' && spec.auth === 'none')
    throw new AppError('refused', `${name} takes no password or token, as its object says.`);
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    const before = await loadAccess(ctx.env, name, spec);
    // What was sealed for another address is not taken along to this one.
    const kept = secret === undefined && before.secret === 'stale' ? null : secret;
    await storeAccess(tx, { name, spec, allowPrivate, secret: kept, by: actorName(ctx.actor) });
    audit(tx, {
      action: 'metrics.access-set',
      subject: `MetricsSource/${name}`,
      before: { allowPrivate: before.allowPrivate },
      after: {
        allowPrivate,
        secret: secret === undefined ? 'as before' : secret === null ? 'removed' : 'set',
      },
    });
    tx.changed('metrics');
  });
  return listMetricsSources(ctx);
}
