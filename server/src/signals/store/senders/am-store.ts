import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { Matcher } from '../../core/matcher.ts';

/** An open alert as the Alertmanager API shows it; JSON columns as text, since most are only passed on. */
export interface AmRow {
  readonly id: number;
  readonly key: string;
  readonly source: string;
  readonly labels: string;
  readonly annotations: string;
  readonly link: string | null;
  readonly route: string;
  readonly group_id: number | null;
  readonly silenced_by: string[] | null;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly changed_at: Date;
}

/** One read of a long answer; between two of them nothing is held, so a slow reader holds nothing up. */
const pageRows = 1_000;

/** The open alerts of one integration in the order of their keys, page by page. Equalities are looked for in storage, the rest by the caller. */
export async function* openAlertPages(
  db: Kysely<DB>,
  integration: string,
  matchers: readonly Matcher[],
): AsyncGenerator<AmRow[]> {
  const equal = Object.fromEntries(
    matchers.filter((m) => m.isEqual && !m.isRegex && m.value !== '').map((m) => [m.name, m.value]),
  );
  let after = '';
  for (;;) {
    const { rows } = await sql<AmRow>`
      select id, dedup_key as key, source, labels::text, annotations::text, link, route, group_id, silenced_by, starts_at, ends_at, changed_at
      from alert
      where integration = ${integration} and dedup_key > ${after} and state <> 'resolved' and labels @> ${JSON.stringify(equal)}::jsonb
      order by dedup_key limit ${pageRows}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < pageRows) return;
    after = rows.at(-1)?.key ?? '';
  }
}

export interface AmGroupRow {
  readonly id: number;
  readonly route: string;
  readonly labels: Record<string, string>;
}

export async function groupsById(db: Kysely<DB>, ids: readonly number[]): Promise<AmGroupRow[]> {
  const { rows } = await sql<AmGroupRow>`
    select id, route, labels from alert_group where id = any(${[...ids]}::bigint[]) order by route, id`.execute(
    db,
  );
  return rows;
}
