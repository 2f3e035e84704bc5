import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { Found } from '../core/similar/rank.ts';

type Db = Kysely<DB>;

/** What is kept of an incident that is over. */
export interface SimilarDocument {
  readonly incidentId: string;
  readonly title: string;
  /** Names of products, in lower case. */
  readonly products: readonly string[];
  readonly startedAt: string;
  readonly resolvedAt: string;
  /** The text of its log; the first 100,000 characters count. */
  readonly text: string;
  readonly fixed: string;
  readonly cause: string;
}

const textCharactersMax = 100_000;
/** Words asked for: the rarest of the question. */
const termsMax = 30;
/** Words by which candidates are looked up stand in no more documents than this together: a question costs the same in a large archive. */
const readingsMax = 1_000;
/** Candidates by words, and by product; ranked together. */
const candidatesMax = 120;

/** No word: what stands under it counts the documents themselves, so that a question need not. */
const wholeArchive = '';

/** Keeps a document, or keeps it anew. Call in a transaction. */
export async function storeDocument(db: Db, document: SimilarDocument): Promise<void> {
  const before = await forgetDocument(db, document.incidentId);
  const text = document.text.slice(0, textCharactersMax);
  const { rows } = await sql<{ lexemes: string[] }>`
    insert into similar_document (incident_id, title, products, started_at, resolved_at, fixed, cause, document)
    values (${document.incidentId}, ${document.title}, ${[...document.products]}, ${document.startedAt}, ${document.resolvedAt},
      ${document.fixed}, ${document.cause},
      setweight(to_tsvector('english', ${`${document.title}\n${document.products.join('\n')}`}), 'A') || setweight(to_tsvector('english', ${text}), 'B'))
    returning tsvector_to_array(document) as lexemes`.execute(db);
  await countLexemes(db, [wholeArchive, ...(rows[0]?.lexemes ?? [])], before);
}

/** Takes a document out, and answers with the words it had; the caller counts them. */
async function forgetDocument(db: Db, incidentId: string): Promise<string[]> {
  const { rows } = await sql<{ lexemes: string[] }>`
    delete from similar_document where incident_id = ${incidentId} returning tsvector_to_array(document) as lexemes`.execute(
    db,
  );
  return rows.flatMap(({ lexemes }) => [wholeArchive, ...lexemes]);
}

/** Taken out of what is found, as an incident that came back is: it is not over. */
export async function removeDocument(db: Db, incidentId: string): Promise<void> {
  await countLexemes(db, [], await forgetDocument(db, incidentId));
}

/** In alphabetical order, so that two writers never wait for each other. */
async function countLexemes(db: Db, added: readonly string[], removed: readonly string[]): Promise<void> {
  const change = new Map<string, number>();
  for (const lexeme of added) change.set(lexeme, 1);
  for (const lexeme of removed) change.set(lexeme, (change.get(lexeme) ?? 0) - 1);
  const rows = [...change].filter(([, by]) => by !== 0);
  if (rows.length === 0) return;
  await sql`
    insert into similar_lexeme as kept (lexeme, documents)
    select lexeme, by from unnest(${rows.map(([lexeme]) => lexeme)}::text[], ${rows.map(([, by]) => by)}::int[]) as given (lexeme, by) order by lexeme
    on conflict (lexeme) do update set documents = kept.documents + excluded.documents`.execute(db);
  // A word of none is not kept: it may be somebody's name.
  if (removed.length > 0)
    await sql`delete from similar_lexeme where lexeme = any(${removed}::text[]) and documents <= 0`.execute(
      db,
    );
}

/** The incidents in whose documents all words of one of these texts stand. */
export async function documentsNaming(db: Db, texts: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ incident_id: string }>`
    select incident_id from similar_document
    where exists (select from unnest(${[...texts]}::text[]) as given (words) where document @@ plainto_tsquery('english', words))
    order by incident_id`.execute(db);
  return rows.map((row) => row.incident_id);
}

interface Asked {
  /** What is known of the incident: title and log. */
  readonly text: string;
  readonly products: readonly string[];
  /** Only what was resolved before this instant. */
  readonly before: string;
  readonly exclude: string;
}

/**
 * Candidates for likeness: those with the question's rarest words, and the newest of the same products. Each step is materialized:
 * taken for one row each by the planner, the archive was counted once for every word, and every document was taken apart once for every term.
 * Words are looked up one by one: the index alone knows who has a word, while to rank a thousand documents each had to be read and unpacked.
 */
export async function findDocuments(db: Db, asked: Asked): Promise<Found[]> {
  const products = [...asked.products];
  const { rows } = await sql<Row>`
    with archive as materialized (select coalesce((select documents from similar_lexeme where lexeme = ${wholeArchive}),
        (select count(*) from similar_document)) as total),
    given as (
      select lexeme from unnest(tsvector_to_array(to_tsvector('english', ${asked.text.slice(0, textCharactersMax)}))) as lexeme
      where length(lexeme) > 1 and lexeme !~ '[\\'']'
    ), terms as materialized (
      select lexeme, documents, sum(documents) over (order by documents, lexeme) <= ${readingsMax} as is_rare,
        ln((total + 1.0) / (documents + 1)) as rarity,
        ('''' || lexeme || '''')::tsquery as word, ('''' || lexeme || ''':A')::tsquery as in_title
      from given join similar_lexeme using (lexeme), archive where documents > 0 order by documents, lexeme limit ${termsMax}
    ), hit as materialized (
      select d.incident_id, lexeme from terms cross join lateral
        (select incident_id from similar_document where document @@ word and resolved_at < ${asked.before}) d
      where is_rare
    ), candidate as materialized (
      (select incident_id from hit join terms using (lexeme) group by incident_id order by sum(rarity) desc, incident_id limit ${candidatesMax})
      union
      (select incident_id from similar_document where products && ${products} and resolved_at < ${asked.before}
        order by resolved_at desc, incident_id limit ${candidatesMax})
    ), known as materialized (
      -- Unpacked once, whatever is asked of it below.
      select incident_id, title, products, resolved_at, fixed, cause, document || ''::tsvector as document
      from candidate join similar_document using (incident_id) where incident_id <> ${asked.exclude}
    ), common as materialized (
      select incident_id, lexeme from known cross join terms where not is_rare and document @@ word
    ), shared as (
      select incident_id, sum(rarity * case when document @@ in_title then 2 else 1 end) as rank,
        array_agg(lexeme order by documents, lexeme) as words
      from (select * from hit union all select * from common) as found join terms using (lexeme) join known using (incident_id)
      group by incident_id
    )
    select incident_id, title, products, resolved_at, fixed, cause, coalesce(rank, 0)::float8 as text_rank, coalesce(words, '{}') as words
    from known left join shared using (incident_id)`.execute(db);
  return rows.map((row) => foundOf(row));
}

interface Row {
  readonly incident_id: string;
  readonly title: string;
  readonly products: string[];
  readonly resolved_at: Date;
  readonly fixed: string;
  readonly cause: string;
  readonly text_rank: number;
  readonly words: string[];
}

function foundOf(row: Row): Found {
  const { incident_id: id, resolved_at: resolvedAt, text_rank: textRank, ...rest } = row;
  return { id, resolvedAt: resolvedAt.toISOString(), textRank, ...rest };
}

/** Of these incidents, those that are not private, with where they were. */
export async function findOpenToAll(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; environment: string | null }[]> {
  return db
    .selectFrom('incident')
    .select(['id', 'environment'])
    .where('id', 'in', ids.length === 0 ? [''] : [...ids])
    .where('private', '=', false)
    .execute();
}

export async function countDocuments(db: Db): Promise<number> {
  const { total } = await db
    .selectFrom('similar_document')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

/** Open incidents of the same product that began within a day of this one, drills left out: possibly the same. At most five, newest first. */
export async function findOpenTwins(
  db: Db,
  {
    id,
    product,
    declaredAt,
  }: { readonly id: string; readonly product: string | null; readonly declaredAt: string },
): Promise<{ incidentId: string; title: string; declaredAt: string }[]> {
  const rows = await db
    .selectFrom('incident')
    .select(['id', 'title', 'declared_at'])
    .where('is_open', '=', true)
    .where('drill', '=', false)
    .where('product', '=', product)
    .where('id', '!=', id)
    .where(sql<boolean>`abs(extract(epoch from declared_at - ${declaredAt}::timestamptz)) <= 86400`)
    .orderBy('number', 'desc')
    .limit(5)
    .execute();
  return rows.map((row) => ({
    incidentId: row.id,
    title: row.title,
    declaredAt: row.declared_at.toISOString(),
  }));
}
