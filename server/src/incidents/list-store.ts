import { severity } from '@fieldmarshal/contract';
import {
  incidentStates,
  summaryCounts,
  type IncidentState,
  type IncidentSummary,
} from '@fieldmarshal/contract/incidents';
import { sql, type Kysely, type Selectable, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import { AppError, type DB } from '#platform';
import { readCursor, writeCursor } from './core/cursor.ts';
import { searchQuery } from './core/search.ts';

export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly open?: boolean | undefined;
  readonly state?: readonly IncidentState[] | undefined;
  /** Severities, and `none` for not assessed. */
  readonly severity?: readonly string[] | undefined;
  readonly team?: string | undefined;
  readonly product?: string | undefined;
  readonly environment?: string | undefined;
  readonly fieldMarshal?: string | undefined;
  readonly drill?: boolean | undefined;
  readonly q?: string | undefined;
  readonly sort: 'newest' | 'worst';
}

type Query = SelectQueryBuilder<DB, 'incident', object>;

/** One page of incidents by keyset: what is declared meanwhile neither repeats nor skips a row. */
export async function listIncidentRows(
  db: Kysely<DB>,
  query: ListQuery,
): Promise<{ items: IncidentSummary[]; nextCursor: string | null }> {
  const filtered = afterCursor(searched(filter(db.selectFrom('incident'), query), query.q), query);
  const ordered = query.sort === 'worst' ? filtered.orderBy('severity_rank') : filtered;
  const rows = await ordered
    .orderBy('number', 'desc')
    .limit(query.limit + 1)
    .select(columns)
    .select([
      sql<number>`extract(epoch from coalesce(resolved_at, now()) - declared_at)::int`.as('age_s'),
      sql<boolean>`coalesce(is_open and update_due < now(), false)`.as('update_late'),
    ])
    .execute();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return {
    items: page.map((row) => summaryOf(row)),
    nextCursor: more ? writeCursor({ rank: last.severity_rank, number: last.number }) : null,
  };
}

const columns = [
  'id',
  'number',
  'seq',
  'title',
  'severity',
  'severity_rank',
  'state',
  'drill',
  'private',
  'product',
  'environment',
  'field_marshal',
  'field_marshal_name',
  'update_due',
  'bridge',
  'declared_at',
  'changed_at',
  'acknowledged_at',
  'resolved_at',
  'merged_into',
  'counts',
] as const;

function filter(from: Query, query: ListQuery): Query {
  let rows = from;
  if (query.open !== undefined) rows = rows.where('is_open', '=', query.open);
  if (query.state !== undefined) rows = rows.where('state', 'in', [...query.state]);
  if (query.severity !== undefined) {
    const wanted = [...query.severity];
    rows = rows.where((where) =>
      where.or([
        where('severity', 'in', wanted),
        ...(wanted.includes('none') ? [where('severity', 'is', null)] : []),
      ]),
    );
  }
  if (query.team !== undefined) rows = rows.where(sql<boolean>`teams @> ${[query.team]}`);
  if (query.product !== undefined) rows = rows.where('product', '=', query.product);
  if (query.environment !== undefined) rows = rows.where('environment', '=', query.environment);
  if (query.fieldMarshal !== undefined) rows = rows.where('field_marshal', '=', query.fieldMarshal);
  if (query.drill !== undefined) rows = rows.where('drill', '=', query.drill);
  return rows;
}

/**
 * Every word in title and summary together, or all of them in one note that was not taken back; every part anywhere in the title; or the
 * incident's own number. PostgreSQL cuts words otherwise than people: `db-1.example.com` is one, and found as it is written.
 */
function searched(rows: Query, q: string | undefined): Query {
  if (q === undefined || q === '') return rows;
  const { text, words, parts, number } = searchQuery(q);
  if (parts.length === 0) return rows.where(sql<boolean>`false`);
  const sought = sql`(to_tsquery('simple', ${words}) || plainto_tsquery('simple', ${text}))`;
  return rows.where(
    sql<boolean>`(incident.search @@ ${sought}
      or incident.title ilike all(${[...parts]}::text[])
      or incident.number = ${number}
      or incident.id in (
        select e.incident_id from incident_event e
        where e.type = 'noted' and e.search @@ ${sought} and not exists (
          select from incident_event u where u.incident_id = e.incident_id and u.type = 'undone' and u.data->'seq' = to_jsonb(e.seq))))`,
  );
}

function afterCursor(rows: Query, { cursor, sort }: ListQuery): Query {
  if (cursor === undefined) return rows;
  const from = readCursor(cursor);
  if (from === null)
    throw new AppError('invalid', 'cursor: is not one that this list has given', {
      faults: [{ path: 'cursor', message: 'is not one that this list has given' }],
    });
  if (sort === 'newest') return rows.where('number', '<', from.number);
  return rows.where(
    sql<boolean>`(severity_rank > ${from.rank} or (severity_rank = ${from.rank} and number < ${from.number}))`,
  );
}

type Row = Pick<Selectable<DB['incident']>, (typeof columns)[number]> & {
  age_s: number;
  update_late: boolean;
};

function summaryOf(row: Row): IncidentSummary {
  const { field_marshal: person, field_marshal_name: name } = row;
  return {
    id: row.id,
    seq: row.seq,
    title: row.title,
    severity: severity.nullable().parse(row.severity),
    state: z.enum(incidentStates).parse(row.state),
    drill: row.drill,
    private: row.private,
    product: row.product,
    environment: row.environment,
    declaredAt: row.declared_at.toISOString(),
    ageS: Math.max(0, row.age_s),
    changedAt: row.changed_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    mergedInto: row.merged_into,
    fieldMarshal: person === null ? null : { person, name: name ?? person },
    updateDue: row.update_due?.toISOString() ?? null,
    updateLate: row.update_late,
    bridge: row.bridge,
    counts: summaryCounts.parse(row.counts),
  };
}
