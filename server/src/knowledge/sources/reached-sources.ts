import { actorName } from '@fieldmarshal/contract';
import type { ReachedSource } from '@fieldmarshal/contract/knowledge';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { loadAccess, storeAccess, type SourceKind } from '#localisation';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';

type Reached = Promise<{ items: ReachedSource[] }>;

const actions = {
  MetricsSource: 'metrics.access-set',
  TracesSource: 'traces.access-set',
  LogsSource: 'logs.access-set',
} as const satisfies Record<SourceKind, string>;

/** Metrics servers, stores of traces or of logs of the catalog, and how each is reached. No secret is ever in an answer. */
export async function listSources(ctx: Ctx, kind: SourceKind): Reached {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const items = catalog.list(kind).map(async ({ name, spec }): Promise<ReachedSource> => {
    const { secret, allowPrivate } = await loadAccess(ctx.env, { kind, name, spec });
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

/** What a source is given, and whether it may stand at a private address; both for its address of now only. */
export async function setAccess(ctx: Ctx, kind: SourceKind, { name, allowPrivate, secret }: Access): Reached {
  permit(ctx, 'egress.allow');
  const spec = (await readCatalog(ctx.env)).get(kind, name)?.spec;
  if (spec === undefined) throw notFound(`${kind} ${name}`);
  if (typeof secret === 'string' && spec.auth === 'none')
    throw new AppError('refused', `${name} takes no password or token, as its object says.`);
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    const before = await loadAccess(ctx.env, { kind, name, spec });
    // What was sealed for another address is not taken along to this one.
    const kept = secret === undefined && before.secret === 'stale' ? null : secret;
    await storeAccess(tx, { kind, name, spec, allowPrivate, secret: kept, by: actorName(ctx.actor) });
    audit(tx, {
      action: actions[kind],
      subject: `${kind}/${name}`,
      before: { allowPrivate: before.allowPrivate },
      after: {
        allowPrivate,
        secret: secret === undefined ? 'as before' : secret === null ? 'removed' : 'set',
      },
    });
    tx.changed('metrics');
  });
  return listSources(ctx, kind);
}
