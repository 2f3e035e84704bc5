import { modelProbe, type ModelProbe, type ModelProviderSpec } from '@fieldmarshal/contract/assist';
import { readCatalog, type Catalog } from '#catalog';
import { seal, unseal, type Env, type SealedColumn, type Tx } from '#platform';
import { openUntil } from './core/call.ts';
import { loadEndings } from './store/run-store.ts';

export interface ModelProvider {
  readonly name: string;
  readonly spec: ModelProviderSpec;
  /** Null: none is set, or it was set for another address. */
  readonly key: string | null;
  readonly keyState: 'none' | 'missing' | 'set' | 'stale';
  readonly probe: ModelProbe | null;
  /** Milliseconds since 1970; null: it may be asked. */
  readonly openUntil: number | null;
  readonly fromFile: boolean;
}

/** Providers of the catalog in the order they are asked, with their keys opened. */
export async function loadProviders(env: Env, catalog: Catalog): Promise<ModelProvider[]> {
  const db = env.databases.worker;
  const keys = new Map(
    (await db.selectFrom('model_key').selectAll().execute()).map((row) => [row.provider, row.sealed]),
  );
  const probes = new Map(
    (await db.selectFrom('model_probe').selectAll().execute()).map((row) => [row.provider, row]),
  );
  const now = env.clock.now().getTime();
  const loaded = await Promise.all(
    catalog.allOf('ModelProvider').map(async ({ name, origin }): Promise<ModelProvider[]> => {
      const spec = catalog.get('ModelProvider', name)?.spec;
      if (spec === undefined) return [];
      const sealed = keys.get(name);
      const key = sealed === undefined ? null : await unseal(env, sealed, purposeOf(name, spec));
      const probe = probes.get(name);
      return [
        {
          ...{ name, spec, key, fromFile: origin.from === 'file' },
          keyState:
            spec.key === 'none' ? 'none' : sealed === undefined ? 'missing' : key === null ? 'stale' : 'set',
          probe: probe?.place === placeOf(spec) ? modelProbe.parse(probe.probe) : null,
          openUntil: openUntil(await loadEndings(db, name), now),
        },
      ];
    }),
  );
  return loaded.flat().sort((a, b) => a.spec.priority - b.spec.priority || (a.name < b.name ? -1 : 1));
}

/** Those that may be asked now, at most two: at the very address and model that an administrator's try has shown to work. */
export function askable(providers: readonly ModelProvider[]): ModelProvider[] {
  return providers
    .filter(
      ({ spec, keyState, probe, openUntil: until }) =>
        spec.enabled && until === null && probe?.ok === true && ['none', 'set'].includes(keyState),
    )
    .slice(0, 2);
}

/** The key opens for this name at this server only. */
function purposeOf(name: string, spec: ModelProviderSpec): string {
  return `model key ${name} ${new URL(spec.url).origin}`;
}

export const sealedModelKeys: SealedColumn = {
  table: 'model_key',
  column: 'sealed',
  key: ['provider'],
  purposeOf: async ({ provider = '' }, env) => {
    const spec = (await readCatalog(env)).get('ModelProvider', provider)?.spec;
    return spec === undefined ? null : purposeOf(provider, spec);
  },
};

/** What a probe was true of. */
function placeOf({ api, url, model }: ModelProviderSpec): string {
  return [api, url, model].join(' ');
}

export async function storeKey(
  tx: Tx,
  { name, spec, key, by }: { name: string; spec: ModelProviderSpec; key: string; by: string },
): Promise<void> {
  const row = {
    sealed: await seal(tx.ctx.env, key, purposeOf(name, spec)),
    changed_at: tx.now,
    changed_by: by,
  };
  await tx.db
    .insertInto('model_key')
    .values({ provider: name, ...row })
    .onConflict((conflict) => conflict.column('provider').doUpdateSet(row))
    .execute();
}

export async function storeProbe(
  tx: Tx,
  { name, spec, probe }: { name: string; spec: ModelProviderSpec; probe: ModelProbe },
): Promise<void> {
  const row = { place: placeOf(spec), probe: JSON.stringify(probe) };
  await tx.db
    .insertInto('model_probe')
    .values({ provider: name, ...row })
    .onConflict((conflict) => conflict.column('provider').doUpdateSet(row))
    .execute();
}
