import type { MetricsAccess, MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { readCatalog } from '#catalog';
import { seal, unseal, type Env, type SealedColumn, type Tx } from '#platform';

/** How a metrics server is reached: what an administrator allowed for its very address, and what it is given. */
export interface SourceAccess {
  readonly secret: MetricsAccess['secret'];
  /** Whether it may stand at a private address. */
  readonly allowPrivate: boolean;
  /** The header, opened; null: none is sent. */
  readonly authorization: string | null;
}

/** Of a source at its address of now; what was set for another address counts for nothing. */
export async function loadAccess(env: Env, name: string, spec: MetricsSourceSpec): Promise<SourceAccess> {
  const row = await env.databases.worker
    .selectFrom('metrics_access')
    .select(['place', 'allow_private', 'sealed'])
    .where('source', '=', name)
    .executeTakeFirst();
  const isHere = row?.place === placeOf(spec);
  const allowPrivate = isHere && row.allow_private;
  if (spec.auth === 'none') return { secret: 'none', allowPrivate, authorization: null };
  const sealed = row?.sealed ?? null;
  if (sealed === null) return { secret: 'missing', allowPrivate, authorization: null };
  const secret = isHere ? await unseal(env, sealed, purposeOf(name, spec)) : null;
  if (secret === null) return { secret: 'stale', allowPrivate, authorization: null };
  return { secret: 'set', allowPrivate, authorization: headerOf(spec, secret) };
}

interface NewAccess {
  readonly name: string;
  readonly spec: MetricsSourceSpec;
  readonly allowPrivate: boolean;
  /** Undefined leaves it as it is, null forgets it. */
  readonly secret: string | null | undefined;
  readonly by: string;
}

export async function storeAccess(
  tx: Tx,
  { name, spec, allowPrivate, secret, by }: NewAccess,
): Promise<void> {
  const sealed = typeof secret === 'string' ? await seal(tx.ctx.env, secret, purposeOf(name, spec)) : null;
  const row = { place: placeOf(spec), allow_private: allowPrivate, changed_at: tx.now, changed_by: by };
  await tx.db
    .insertInto('metrics_access')
    .values({ source: name, ...row, sealed })
    .onConflict((conflict) =>
      conflict.column('source').doUpdateSet(secret === undefined ? row : { ...row, sealed }),
    )
    .execute();
}

/** A secret opens for this name at this server only. */
function purposeOf(name: string, spec: MetricsSourceSpec): string {
  return `metrics source ${name} ${placeOf(spec)}`;
}

function placeOf({ url, auth, user = '' }: MetricsSourceSpec): string {
  return [new URL(url).origin, auth, user].join(' ');
}

function headerOf({ auth, user = '' }: MetricsSourceSpec, secret: string): string {
  return auth === 'basic'
    ? `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
    : `Bearer ${secret}`;
}

export const sealedMetricsAccess: SealedColumn = {
  table: 'metrics_access',
  column: 'sealed',
  key: ['source'],
  purposeOf: async ({ source = '' }, env) => {
    const spec = (await readCatalog(env)).get('MetricsSource', source)?.spec;
    return spec === undefined ? null : purposeOf(source, spec);
  },
};
