import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { isUnspaced, type Votes } from './core/rank.ts';

type Db = Kysely<DB>;

interface Searched {
  readonly search: string;
  readonly limit: number;
}

interface Hit {
  readonly name: string;
  readonly excerpt: string;
}

/** Runbooks with all words of a search, or with its text in their names, best first; in scripts without spaces also with its text in theirs. */
export async function searchRunbooks(db: Db, { search, limit }: Searched): Promise<Hit[]> {
  const part = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await sql<Hit>`
    with found as (
      select name, spec->>'text' as body, query, runbook_words(name, spec) @@ query as by_words,
        ts_rank(runbook_words(name, spec), query) as rank
      from catalog_object, websearch_to_tsquery('english', ${search}) as query
      where kind = 'Runbook' and (runbook_words(name, spec) @@ query or name ilike ${part} or spec->>'displayName' ilike ${part}
        or (${isUnspaced(search)}::boolean and spec->>'text' ilike ${part}))
      order by rank desc, name limit ${limit})
    select name, case when by_words then ts_headline('english', left(body, 20000), query,
      'StartSel="", StopSel="", MaxFragments=1, MaxWords=30, MinWords=12') else '' end as excerpt
    from found order by rank desc, name`.execute(db);
  return rows;
}

interface Fit {
  readonly name: string;
  readonly rank: number;
  readonly words: string[];
}

const candidatesMax = 60;
/** Words of the question at most; more are those of a long text, which say little. */
const termsMax = 60;
const textCharactersMax = 20_000;

/** Runbooks that share any word with a text: how well, 0..1 beside the best, and which words of their titles and symptoms. */
export async function fitRunbooks(db: Db, text: string): Promise<Fit[]> {
  const { rows } = await sql<Fit>`
    with terms as (
      select array_agg(lexeme) as list, string_agg('''' || lexeme || '''', ' | ')::tsquery as query from (
        select lexeme from unnest(tsvector_to_array(to_tsvector('english', ${text.slice(0, textCharactersMax)}))) as lexeme
        where length(lexeme) > 2 and lexeme !~ '[\\\\'']' order by length(lexeme) desc, lexeme limit ${termsMax}) chosen
    ), found as (
      select name, runbook_words(name, spec) as words, list, ts_rank(runbook_words(name, spec), query) as rank
      from catalog_object, terms where kind = 'Runbook' and query is not null and runbook_words(name, spec) @@ query
      order by rank desc, name limit ${candidatesMax})
    select name, (rank / max(rank) over ())::float8 as rank,
      array(select lexeme from unnest(tsvector_to_array(ts_filter(words, '{a}'))) as lexeme where lexeme = any (list) order by lexeme) as words
    from found order by rank desc, name`.execute(db);
  return rows;
}

/** What people said of these runbooks, in all incidents and in those of one product. */
export async function loadVotes(
  db: Db,
  { names, product }: { readonly names: readonly string[]; readonly product: string | null },
): Promise<Map<string, { readonly all: Votes; readonly here: Votes }>> {
  const { rows } = await sql<{ runbook: string; yes: number; no: number; yes_here: number; no_here: number }>`
    select runbook, count(*) filter (where helped)::int as yes, count(*) filter (where not helped)::int as no,
      count(*) filter (where helped and product = ${product})::int as yes_here,
      count(*) filter (where not helped and product = ${product})::int as no_here
    from runbook_answer where runbook = any (${names}::text[]) group by runbook`.execute(db);
  return new Map(
    rows.map(({ runbook, yes, no, yes_here, no_here }) => [
      runbook,
      { all: { yes, no }, here: { yes: yes_here, no: no_here } },
    ]),
  );
}

/** What one person said in one incident, by runbook. */
export async function loadOwnAnswers(db: Db, incidentId: string, by: string): Promise<Map<string, boolean>> {
  const rows = await db
    .selectFrom('runbook_answer')
    .select(['runbook', 'helped'])
    .where('incident_id', '=', incidentId)
    .where('answered_by', '=', by)
    .execute();
  return new Map(rows.map(({ runbook, helped }) => [runbook, helped]));
}

interface Answer {
  readonly incidentId: string;
  readonly runbook: string;
  readonly by: string;
  readonly product: string | null;
  /** Null takes back what was said. */
  readonly helped: boolean | null;
}

export async function storeAnswer(
  tx: Tx,
  { incidentId, runbook, by, product, helped }: Answer,
): Promise<void> {
  await (
    helped === null
      ? sql`delete from runbook_answer where incident_id = ${incidentId} and runbook = ${runbook} and answered_by = ${by}`
      : sql`
        insert into runbook_answer (incident_id, runbook, answered_by, helped, product, answered_at)
        values (${incidentId}, ${runbook}, ${by}, ${helped}, ${product}, ${tx.now})
        on conflict (incident_id, runbook, answered_by) do update
          set helped = excluded.helped, product = excluded.product, answered_at = excluded.answered_at`
  ).execute(tx.db);
}

/** Alerts of an incident: the checks that raised them, and what they say. At most fifty. */
export async function loadAlertsOf(
  db: Db,
  incidentId: string,
): Promise<{ checks: string[]; titles: string[] }> {
  const { rows } = await sql<{ check: string | null; title: string }>`
    select distinct a.labels->>'check' as check, a.title from alert a join alert_group g on g.id = a.group_id
    where g.incident_id = ${incidentId} limit 50`.execute(db);
  return {
    checks: [...new Set(rows.flatMap(({ check }) => check ?? []))],
    titles: rows.map(({ title }) => title),
  };
}
