import { isKind, kinds, origin, type AnyCatalogObject, type Origin } from '@fieldmarshal/contract/catalog';
import { sql, type Kysely } from 'kysely';
import { advisoryLock, assert, type DB } from '#platform';
import type { NewObject } from './core/new-object.ts';

export interface StoredCatalog {
  readonly objects: readonly AnyCatalogObject[];
  readonly version: number;
  /** `Kind/name` of rows that this version of the program cannot read; left out rather than failing every lookup. */
  readonly unreadable: readonly string[];
  /** What was read, to be read again only where it changed. */
  readonly read: ReadRows;
}

/** By `Kind/name`: the transaction that wrote the row, and what was read of it; null: it cannot be read. */
type ReadRows = ReadonlyMap<string, { readonly stamp: string; readonly object: AnyCatalogObject | null }>;

/**
 * All objects and the version they belong to. Of what `known` holds unchanged nothing but its stamp is read. Two statements: call it under
 * the lock of whoever changes the catalog, else use {@link loadMoment}.
 */
export async function loadObjects(db: Kysely<DB>, known: ReadRows = new Map()): Promise<StoredCatalog> {
  const { version, stamps } = await loadStamps(db);
  const changed = stamps.filter(({ key, stamp }) => known.get(key)?.stamp !== stamp);
  const fresh = await loadChanged(
    db,
    changed.map(({ key }) => key),
    stamps.length,
  );
  const read = new Map(
    stamps.map(({ key, stamp }) => {
      const object = fresh.get(key);
      return [key, { stamp, object: object === undefined ? (known.get(key)?.object ?? null) : object }];
    }),
  );
  const unreadable = [...read].flatMap(([key, { object }]) => (object === null ? key : []));
  return { version, objects: [...read.values()].flatMap(({ object }) => object ?? []), unreadable, read };
}

/** The same, of one moment, whoever changes it meanwhile. */
export async function loadMoment(db: Kysely<DB>, known?: ReadRows): Promise<StoredCatalog> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => loadObjects(tx, known));
}

/** One text for all rows: ten thousand rows of their own take the driver as long as reading their specs. */
async function loadStamps(
  db: Kysely<DB>,
): Promise<{ version: number; stamps: { key: string; stamp: string }[] }> {
  const { rows } = await sql<{ version: number; stamps: string }>`
    select version,
      coalesce((select string_agg(kind || '/' || name || ' ' || xmin::text, E'\n' order by name, kind) from catalog_object), '') as stamps
    from catalog_version`.execute(db);
  const row = rows[0];
  assert(row, 'catalog_version has its row');
  const stamps = row.stamps === '' ? [] : row.stamps.split('\n');
  return {
    version: row.version,
    stamps: stamps.map((line) => {
      const at = line.indexOf(' ');
      return { key: line.slice(0, at), stamp: line.slice(at + 1) };
    }),
  };
}

/** Null for what cannot be read. */
async function loadChanged(
  db: Kysely<DB>,
  keys: readonly string[],
  all: number,
): Promise<Map<string, AnyCatalogObject | null>> {
  if (keys.length === 0) return new Map();
  const only = keys.length === all ? sql`` : sql`where kind || '/' || name = any(${keys})`;
  const { rows } = await sql<{ objects: Row[] }>`
    select coalesce(jsonb_agg(to_jsonb(o)), '[]'::jsonb) as objects from catalog_object o ${only}`.execute(
    db,
  );
  return new Map(
    (rows[0]?.objects ?? []).map((stored) => [`${stored.kind}/${stored.name}`, toObject(stored)]),
  );
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
