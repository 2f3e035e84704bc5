import { isKind, kinds, origin, type AnyCatalogObject, type Origin } from '@fieldmarshal/contract/catalog';
import { sql, type Kysely } from 'kysely';
import { assert, type DB } from '#platform';

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
