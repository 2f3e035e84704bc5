import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { CountedLines } from '../core/logs/count-lines.ts';
import type { Level } from '../core/logs/line.ts';
import { isWithin, type Stretch } from './stretch.ts';

type Db = Kysely<DB>;

/** Patterns of one product. What comes beyond is counted together, by level. */
const patternsMax = 500;
/** The template of what is counted together. */
const otherWords = 'any other message';

interface Pattern {
  readonly product: string;
  readonly place: string;
  readonly level: Level;
  readonly template: string;
}

interface Known extends Pattern {
  readonly id: number;
}

/** Adds lines to what was counted; environments in which an error was written that its product never wrote before. */
export async function addLines(tx: Tx, counted: readonly CountedLines[]): Promise<string[]> {
  if (counted.length === 0) return [];
  const known = new Map((await knownPatterns(tx.db, counted)).map((each) => [keyOf(each), each.id]));
  const room = await roomOf(tx.db, [...new Set(counted.map(({ product }) => product))]);
  const fresh = new Map<string, Pattern>();
  const placed = counted.map((line) => {
    const own = keyOf(line);
    if (known.has(own) || fresh.has(own)) return { line, key: own };
    const left = room.get(line.product) ?? patternsMax;
    const pattern = left > 0 ? patternOf(line) : { ...patternOf(line), place: '', template: otherWords };
    room.set(line.product, left - 1);
    const key = keyOf(pattern);
    if (!known.has(key)) fresh.set(key, pattern);
    return { line, key };
  });
  for (const { id, ...pattern } of await insertPatterns(tx, [...fresh.values()]))
    known.set(keyOf(pattern), id);
  await addCounts(
    tx,
    placed.map(({ line: { environment, minute, lines }, key }) => ({
      ...{ environment, minute: new Date(minute).toISOString(), pattern: known.get(key) ?? 0, lines },
    })),
  );
  const news = placed.filter(({ line, key }) => line.level === 'error' && fresh.has(key));
  return [...new Set(news.map(({ line }) => line.environment))];
}

function patternOf({ product, place, level, template }: Pattern): Pattern {
  return { product, place, level, template };
}

function keyOf({ product, place, level, template }: Pattern): string {
  return JSON.stringify([product, place, level, template]);
}

async function knownPatterns(db: Db, wanted: readonly Pattern[]): Promise<Known[]> {
  const others = [...new Set(wanted.map(({ product }) => product))].flatMap((product) =>
    (['debug', 'info', 'warn', 'error'] as const).map((level) => ({
      ...{ product, level, place: '', template: otherWords },
    })),
  );
  const { rows } = await sql<Known>`
    select p.id, p.product, p.place, p.level, p.template
    from jsonb_to_recordset(${JSON.stringify([...wanted.map(patternOf), ...others])}::jsonb)
      as w(product text, place text, level text, template text)
    join log_pattern p using (product, place, level, template)`.execute(db);
  return [...rows];
}

/** How many more patterns each product may have. */
async function roomOf(db: Db, products: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ product: string; count: number }>`
    select product, count(*)::int as count from log_pattern where product = any(${[...products]}::text[]) group by product`.execute(
    db,
  );
  return new Map(rows.map(({ product, count }) => [product, patternsMax - count]));
}

async function insertPatterns({ db, now }: Tx, patterns: readonly Pattern[]): Promise<Known[]> {
  if (patterns.length === 0) return [];
  const { rows } = await sql<Known>`
    insert into log_pattern (product, place, level, template, last_at)
    select product, place, level, template, ${now}
    from jsonb_to_recordset(${JSON.stringify(patterns)}::jsonb) as n(product text, place text, level text, template text)
    order by product, place, level, template
    on conflict (product, place, level, template) do update set last_at = excluded.last_at
    returning id, product, place, level, template`.execute(db);
  return [...rows];
}

interface Count {
  readonly environment: string;
  readonly minute: string;
  readonly pattern: number;
  readonly lines: number;
}

/** A pattern that is still written is dated anew once in an hour, not with each of its lines. */
async function addCounts({ db, now }: Tx, counts: readonly Count[]): Promise<void> {
  await sql`
    insert into log_count (environment, minute, pattern, lines)
    select environment, minute, pattern, sum(lines)
    from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as c(environment text, minute timestamptz, pattern bigint, lines int)
    group by environment, minute, pattern order by environment, minute, pattern
    on conflict (environment, minute, pattern) do update set lines = log_count.lines + excluded.lines`.execute(
    db,
  );
  await sql`
    update log_pattern set last_at = ${now} where id = any(${counts.map(({ pattern }) => pattern)}::bigint[])
      and last_at < ${now}::timestamptz - interval '1 hour'`.execute(db);
}

export interface LineCounts {
  readonly received: number;
  /** Counted by pattern. */
  readonly counted: number;
  /** Of no product or no environment that the catalog knows. */
  readonly unplaced: number;
  readonly refused: number;
}

/** Adds to what became of log lines in this hour. */
export async function addLineCounts({ db, now }: Tx, integration: string, counts: LineCounts): Promise<void> {
  const { received, counted, unplaced, refused } = counts;
  await sql`
    insert into line_count (integration, hour, received, counted, unplaced, refused)
    values (${integration}, date_trunc('hour', ${now}::timestamptz), ${received}, ${counted}, ${unplaced}, ${refused})
    on conflict (integration, hour) do update set received = line_count.received + excluded.received,
      counted = line_count.counted + excluded.counted, unplaced = line_count.unplaced + excluded.unplaced,
      refused = line_count.refused + excluded.refused`.execute(db);
}

export async function loadLineCounts(
  db: Db,
  since: Date,
): Promise<LineCounts & { readonly lastAt: Date | null }> {
  const { rows } = await sql<LineCounts & { lastAt: Date | null }>`
    select coalesce(sum(received), 0)::bigint as received, coalesce(sum(counted), 0)::bigint as counted,
      coalesce(sum(unplaced), 0)::bigint as unplaced, coalesce(sum(refused), 0)::bigint as refused,
      (select max(minute) from log_count) as "lastAt"
    from line_count where hour >= date_trunc('hour', ${since}::timestamptz)`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row;
}

export interface PatternCount extends Pattern {
  readonly now: number;
  readonly usual: number;
  /** When it was written last. */
  readonly lastAt: Date;
}

interface Windows {
  readonly environment: string;
  /** What is usual: from here on until `from`; now: from there on until `to`. */
  readonly usualFrom: Date;
  readonly from: Date;
  readonly to: Date;
  /** What is left out of what is usual. */
  readonly except: readonly Stretch[];
}

const loadedMax = 10_000;

/** How often each pattern was written in an environment in two stretches of time, those written most first. */
export async function loadPatterns(db: Db, windows: Windows): Promise<PatternCount[]> {
  const { environment, usualFrom, from, to, except } = windows;
  const { rows } = await sql<PatternCount>`
    select p.product, p.place, p.level, p.template, c.now, c.usual, c.last_at as "lastAt" from (
      select pattern, coalesce(sum(lines) filter (where minute >= ${from}), 0)::int as now,
        coalesce(sum(lines) filter (where minute < ${from}), 0)::int as usual, max(minute) as last_at
      from log_count where environment = ${environment} and minute >= ${usualFrom} and minute < ${to}
        and not (minute < ${from} and ${isWithin(sql`minute + interval '30 seconds'`, except)}) group by pattern) as c
    join log_pattern p on p.id = c.pattern
    where c.now + c.usual > 0 order by c.now + c.usual desc, p.id limit ${loadedMax}`.execute(db);
  return [...rows];
}
