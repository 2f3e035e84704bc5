import { hasUnseen, withoutUnseen } from '@fieldmarshal/contract';
import { isKind, kinds, origin, type AnyCatalogObject, type Origin } from '@fieldmarshal/contract/catalog';
import { sql, type Kysely } from 'kysely';
import { advisoryLock, assert, slices, type DB } from '#platform';
import type { NewObject } from './core/new-object.ts';

export interface StoredCatalog {
  readonly objects: readonly AnyCatalogObject[];
  readonly version: number;
  /** `Kind/name` of rows that this version of the program cannot read; left out rather than failing every lookup. */
  readonly unreadable: readonly string[];
  /** By team, whom its group of the identity provider makes members. */
  readonly groupMembers: ReadonlyMap<string, readonly string[]>;
  /** What was read, to be read again only where it changed. */
  readonly read: ReadRows;
}

/** By `Kind/name`: the transaction that wrote the row, and what was read of it; null: this version of the program cannot read it. */
type ReadRows = ReadonlyMap<string, ReadRow>;

interface ReadRow {
  readonly stamp: string;
  readonly object: AnyCatalogObject | null;
  readonly groupMembers: readonly string[];
}

/**
 * All objects and the version they belong to. Of what `known` holds unchanged little or nothing is read. Several statements: call it under
 * the lock of whoever changes the catalog, else use {@link loadMoment}.
 */
export async function loadObjects(db: Kysely<DB>, known?: StoredCatalog): Promise<StoredCatalog> {
  const { version, changed } = await loadChanges(db, known?.version ?? null);
  if (known === undefined || changed === null)
    return loadAll(db, { version, known: known?.read ?? new Map() });
  const fresh = await loadRows(db, changed);
  const read = new Map(known.read);
  for (const key of changed) {
    const row = fresh.get(key);
    if (row === undefined) read.delete(key);
    else read.set(key, row);
  }
  return storedFrom(version, read);
}

/** By the stamps of all rows: also what was changed by hand. */
async function loadAll(
  db: Kysely<DB>,
  { version, known }: { readonly version: number; readonly known: ReadRows },
): Promise<StoredCatalog> {
  if (known.size === 0) return storedFrom(version, await loadRows(db, null));
  const stamps = await loadStamps(db);
  const changed = stamps.flatMap(({ key, stamp }) => (known.get(key)?.stamp === stamp ? [] : key));
  const fresh = await loadRows(db, changed.length === stamps.length ? null : changed);
  return storedFrom(
    version,
    new Map(stamps.map(({ key }) => [key, fresh.get(key) ?? known.get(key) ?? unread])),
  );
}

const unread = { stamp: '', object: null, groupMembers: [] };

function storedFrom(version: number, read: ReadRows): StoredCatalog {
  const unreadable = [...read].flatMap(([key, { object }]) => (object === null ? key : []));
  const objects = [...read.values()].flatMap(({ object }) => object ?? []);
  const groupMembers = new Map(
    [...read.values()].flatMap(({ object, groupMembers: people }) =>
      object === null || people.length === 0 ? [] : [[object.name, people] as const],
    ),
  );
  return { version, objects, unreadable, groupMembers, read };
}

/** The same, of one moment, whoever changes it meanwhile. */
export async function loadMoment(db: Kysely<DB>, known?: StoredCatalog): Promise<StoredCatalog> {
  // By hand: that Kysely's own transaction is a Kysely of these tables takes the compiler four seconds to see.
  return db.connection().execute(async (one) => {
    await sql`begin isolation level repeatable read, read only`.execute(one);
    try {
      return await loadObjects(one, known);
    } finally {
      // After a statement that failed this is a rollback.
      await sql`commit`.execute(one);
    }
  });
}

/** The version as it is, and what changed since the one that is known; null: that cannot be told, because it was not written down or is too much. */
async function loadChanges(
  db: Kysely<DB>,
  known: number | null,
): Promise<{ version: number; changed: string[] | null }> {
  const { rows } = await sql<{ version: number; change: number | null; names: string[] | null }>`
    select v.version, c.version as change, c.names
    from catalog_version v left join catalog_change c on c.version > ${known} and c.version <= v.version`.execute(
    db,
  );
  const version = rows[0]?.version;
  assert(version !== undefined, 'catalog_version has its row');
  const told = rows.filter(({ change, names }) => change !== null && names !== null);
  if (known === null || told.length !== version - known) return { version, changed: null };
  return { version, changed: [...new Set(told.flatMap(({ names }) => names ?? []))] };
}

/** One text for all rows: ten thousand rows of their own take the driver as long as reading their specs. */
async function loadStamps(db: Kysely<DB>): Promise<{ key: string; stamp: string }[]> {
  const { rows } = await sql<{ stamps: string }>`
    select coalesce(string_agg(kind || '/' || name || ' ' || xmin::text, E'\n' order by name, kind), '') as stamps
    from catalog_object`.execute(db);
  const stamps = rows[0]?.stamps ?? '';
  return (stamps === '' ? [] : stamps.split('\n')).map((line) => {
    const at = line.indexOf(' ');
    return { key: line.slice(0, at), stamp: line.slice(at + 1) };
  });
}

/** The rows with these keys, those that are there; all of them where `keys` is null. */
async function loadRows(db: Kysely<DB>, keys: readonly string[] | null): Promise<ReadRows> {
  if (keys?.length === 0) return new Map();
  const only =
    keys === null
      ? sql``
      : sql`where (kind, name) in (
          select split_part(key, '/', 1), substr(key, strpos(key, '/') + 1) from unnest(${keys}::text[]) as k(key))`;
  const { rows } = await sql<{ objects: (Row & { readonly stamp: string })[] }>`
    select coalesce(jsonb_agg(to_jsonb(o) || jsonb_build_object('stamp', o.xmin::text) order by name, kind), '[]'::jsonb) as objects
    from catalog_object o ${only}`.execute(db);
  const read = new Map<string, ReadRow>();
  const letOthersRun = slices();
  for (const stored of rows[0]?.objects ?? []) {
    await letOthersRun();
    const { stamp, group_members: groupMembers } = stored;
    read.set(`${stored.kind}/${stored.name}`, { stamp, object: toObject(stored), groupMembers });
  }
  return read;
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
  readonly group_members: readonly string[];
}

function toObject(row: Row): AnyCatalogObject | null {
  const spec = isKind(row.kind) ? kinds[row.kind].safeParse(shownSpec(row.spec)) : null;
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

/** A name that was stored before such were refused is shown without what is not seen: nobody is lost by it. */
function shownSpec(spec: unknown): unknown {
  if (typeof spec !== 'object' || spec === null || !('displayName' in spec)) return spec;
  const { displayName } = spec;
  return typeof displayName === 'string' && hasUnseen(displayName)
    ? { ...spec, displayName: withoutUnseen(displayName) }
    : spec;
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

/** The people whom the groups of these teams make members, in place of those before. */
export async function storeGroupMembers(
  db: Kysely<DB>,
  members: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const [team, people] of members)
    await sql`
      update catalog_object set group_members = ${[...people]}::text[] where kind = 'Team' and name = ${team}`.execute(
      db,
    );
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

/** How many changes are remembered, and how many objects one of them may name. */
const changesKept = 200;
const namesMax = 1_000;

/** Makes the next version, and writes down what it changed: `Kind/name` of each object. */
export async function bumpVersion(db: Kysely<DB>, names: readonly string[]): Promise<void> {
  await sql`
    with bumped as (update catalog_version set version = version + 1 returning version),
    forgotten as (delete from catalog_change where version <= (select version from bumped) - ${changesKept})
    insert into catalog_change (version, names)
    select version, ${names.length > namesMax ? null : names}::text[] from bumped
    on conflict (version) do update set names = excluded.names`.execute(db);
}
