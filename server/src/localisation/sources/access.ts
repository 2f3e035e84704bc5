import type {
  LogsSourceSpec,
  MetricsSourceSpec,
  ReachedSource,
  TracesSourceSpec,
} from '@fieldmarshal/contract/knowledge';
import { readCatalog } from '#catalog';
import { seal, unseal, type Env, type SealedColumn, type Tx } from '#platform';

/** What an administrator allows: a metrics server, or a store of traces or logs. */
export type SourceKind = 'MetricsSource' | 'TracesSource' | 'LogsSource';
type Spec = Pick<MetricsSourceSpec | TracesSourceSpec | LogsSourceSpec, 'url' | 'auth' | 'user'>;

export interface Source {
  readonly kind: SourceKind;
  readonly name: string;
  readonly spec: Spec;
}

/** How a source is reached: what an administrator allowed for its very address, and what it is given. */
export interface SourceAccess {
  readonly secret: ReachedSource['secret'];
  /** Whether it may stand at a private address. */
  readonly allowPrivate: boolean;
  /** The header, opened; null: none is sent. */
  readonly authorization: string | null;
}

/** Of a source at its address of now; what was set for another address counts for nothing. */
export async function loadAccess(env: Env, { kind, name, spec }: Source): Promise<SourceAccess> {
  const key = keyOf(kind, name);
  const row = await env.databases.worker
    .selectFrom('metrics_access')
    .select(['place', 'allow_private', 'sealed'])
    .where('source', '=', key)
    .executeTakeFirst();
  const isHere = row?.place === placeOf(spec);
  const allowPrivate = isHere && row.allow_private;
  if (spec.auth === 'none') return { secret: 'none', allowPrivate, authorization: null };
  const sealed = row?.sealed ?? null;
  if (sealed === null) return { secret: 'missing', allowPrivate, authorization: null };
  const secret = isHere ? await unseal(env, sealed, purposeOf(key, spec)) : null;
  if (secret === null) return { secret: 'stale', allowPrivate, authorization: null };
  return { secret: 'set', allowPrivate, authorization: headerOf(spec, secret) };
}

interface NewAccess extends Source {
  readonly allowPrivate: boolean;
  /** Undefined leaves it as it is, null forgets it. */
  readonly secret: string | null | undefined;
  readonly by: string;
}

export async function storeAccess(
  tx: Tx,
  { kind, name, spec, allowPrivate, secret, by }: NewAccess,
): Promise<void> {
  const key = keyOf(kind, name);
  const sealed = typeof secret === 'string' ? await seal(tx.ctx.env, secret, purposeOf(key, spec)) : null;
  const row = { place: placeOf(spec), allow_private: allowPrivate, changed_at: tx.now, changed_by: by };
  await tx.db
    .insertInto('metrics_access')
    .values({ source: key, ...row, sealed })
    .onConflict((conflict) =>
      conflict.column('source').doUpdateSet(secret === undefined ? row : { ...row, sealed }),
    )
    .execute();
}

const others = ['TracesSource', 'LogsSource'] as const;

/** No name of an object has a slash. */
function keyOf(kind: SourceKind, name: string): string {
  return kind === 'MetricsSource' ? name : `${kind}/${name}`;
}

/** A secret opens for this name at this server only. */
function purposeOf(key: string, spec: Spec): string {
  return `metrics source ${key} ${placeOf(spec)}`;
}

function placeOf({ url, auth, user = '' }: Spec): string {
  return [new URL(url).origin, auth, user].join(' ');
}

function headerOf({ auth, user = '' }: Spec, secret: string): string {
  return auth === 'basic'
    ? `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
    : `Bearer ${secret}`;
}

export const sealedMetricsAccess: SealedColumn = {
  table: 'metrics_access',
  column: 'sealed',
  key: ['source'],
  purposeOf: async ({ source = '' }, env) => {
    const catalog = await readCatalog(env);
    const kind = others.find((each) => source.startsWith(`${each}/`));
    const spec =
      kind === undefined
        ? catalog.get('MetricsSource', source)?.spec
        : catalog.get(kind, source.slice(kind.length + 1))?.spec;
    return spec === undefined ? null : purposeOf(source, spec);
  },
};
