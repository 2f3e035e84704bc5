import { isKind, kinds, origin, type AnyCatalogObject, type Origin } from '@fieldmarshal/contract/catalog';
import { sql, type Kysely } from 'kysely';
import { advisoryLock, assert, type DB } from '#platform';
import type { NewObject } from './core/new-object.ts';

export interface StoredCatalog {
  readonly objects: readonly AnyCatalogObject[];
  readonly version: number;
  /** `Kind/name` of rows that this version of the program cannot read; left out rather than failing every lookup. */
  readonly unreadable: readonly string[];
}

/** All objects and the version they belong to, read in one statement. */
export async function loadObjects(db: Kysely<DB>): Promise<StoredCatalog> {
  const { rows } = await sql<{ version: number; objects: Row[] }>`
    select version, coalesce((select jsonb_agg(to_jsonb(o)) from catalog_object o), '[]'::jsonb) as objects
    from catalog_version`.execute(db);
  const row = rows[0];
  assert(row, 'catalog_version has its row');
  const unreadable: string[] = [];
  const objects = row.objects.flatMap((stored) => {
    const object = toObject(stored);
    if (object === null) unreadable.push(`${stored.kind}/${stored.name}`);
    return object ?? [];
  });
  return { version: row.version, objects, unreadable };
}

/** The version as of the statement that this is a part of: whether a {@link StoredCatalog} is still the newest. */
export const catalogVersion = sql<number>`(select version from catalog_version)`;

export async function loadVersion(db: Kysely<DB>): Promise<number> {
  const row = await db.selectFrom('catalog_version').select('version').executeTakeFirstOrThrow();
  return row.version;
}

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly spec: unknown;
  readonly origin: string;
  readonly origin_path: string | null;
  readonly generation: number;
  readonly updated_at: string;
}

function toObject(row: Row): AnyCatalogObject | null {
  const spec = isKind(row.kind) ? kinds[row.kind].safeParse(row.spec) : null;
  if (!spec?.success) return null;
  const parsed = {
    kind: row.kind,
    name: row.name,
    labels: row.labels,
    spec: spec.data,
    origin: originOf(row),
    generation: row.generation,
    updatedAt: new Date(row.updated_at).toISOString(),
  };
  // The spec was parsed by the schema of its kind above; the compiler does not tie the two together.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed as AnyCatalogObject;
}

function originOf(row: Row): Origin {
  return origin.parse({ from: row.origin, ...(row.origin_path === null ? {} : { path: row.origin_path }) });
}

/** Holds off every other change of the catalog until this transaction ends. */
export async function lockCatalog(db: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLock.apply})`.execute(db);
}

/** Stores objects, each as the next generation of its own; returns these by `Kind/name`. */
export async function storeObjects(
  db: Kysely<DB>,
  objects: readonly NewObject[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = objects.map(({ kind, name, labels, spec, origin: { from, path } }) => ({
    kind,
    name,
    labels,
    spec,
    origin: from,
    origin_path: path ?? null,
  }));
  const { rows: stored } = await sql<{ key: string; generation: number }>`
    insert into catalog_object as o (kind, name, labels, spec, origin, origin_path, generation, updated_at)
    select n.kind, n.name, n.labels, n.spec, n.origin, n.origin_path, 1, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(kind text, name text, labels jsonb, spec jsonb, origin text, origin_path text)
    on conflict (kind, name) do update set labels = excluded.labels, spec = excluded.spec, origin = excluded.origin,
      origin_path = excluded.origin_path, generation = o.generation + 1, updated_at = excluded.updated_at
    returning kind || '/' || name as key, generation`.execute(db);
  return new Map(stored.map(({ key, generation }) => [key, generation]));
}

export async function removeObjects(
  db: Kysely<DB>,
  objects: readonly { readonly kind: string; readonly name: string }[],
): Promise<void> {
  await sql`
    delete from catalog_object o
    using unnest(${objects.map(({ kind }) => kind)}::text[], ${objects.map(({ name }) => name)}::text[]) as gone(kind, name)
    where o.kind = gone.kind and o.name = gone.name`.execute(db);
}

export async function bumpVersion(db: Kysely<DB>): Promise<void> {
  await sql`update catalog_version set version = version + 1`.execute(db);
}
