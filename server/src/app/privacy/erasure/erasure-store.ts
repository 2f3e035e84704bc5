import type { Erasure } from '@fieldmarshal/contract/privacy';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { Replacement } from '../core/replace.ts';

/** An erasure as it is kept: with whom it is about until it is done. */
export interface StoredErasure extends Erasure {
  readonly label: string;
  readonly who: Replacement | null;
}

interface Row extends Omit<Erasure, 'askedAt' | 'doneAt'> {
  readonly label: string;
  readonly person: string | null;
  readonly displayName: string | null;
  readonly addresses: string[] | null;
  readonly askedAt: Date;
  readonly doneAt: Date | null;
}

/** By the name of the account while it goes on, or by the pseudonym; null: none was asked for. */
export async function loadErasure(db: Kysely<DB>, name: string): Promise<StoredErasure | null> {
  const { rows } = await sql<Row>`
    select pseudonym, label, person, display_name as "displayName", addresses, asked_at as "askedAt", done_at as "doneAt",
      tables_done as "tablesDone", tables, failure, rows, audit_rows as "auditRows"
    from person_erasure where pseudonym = ${name} or person = ${name}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { person, displayName, addresses, askedAt, doneAt, ...rest } = row;
  const { pseudonym, label } = rest;
  return {
    ...rest,
    askedAt: askedAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
    who:
      person === null
        ? null
        : { person, displayName: displayName ?? person, addresses: addresses ?? [], pseudonym, label },
  };
}

/** Whether it was stored: nobody is being erased twice at once. */
export async function insertErasure(db: Kysely<DB>, who: Replacement, now: Date): Promise<boolean> {
  const { person, displayName, addresses, pseudonym, label } = who;
  const { rows } = await sql`
    insert into person_erasure (pseudonym, label, person, display_name, addresses, asked_at)
    values (${pseudonym}, ${label}, ${person}, ${displayName}, ${[...addresses]}::text[], ${now})
    on conflict do nothing returning pseudonym`.execute(db);
  return rows.length === 1;
}

interface Progress {
  readonly tablesDone: number;
  readonly tables: number;
}

export async function noteProgress(
  db: Kysely<DB>,
  pseudonym: string,
  { tablesDone, tables }: Progress,
): Promise<void> {
  await sql`
    update person_erasure set tables_done = ${tablesDone}, tables = ${tables}, failure = ''
    where pseudonym = ${pseudonym} and done_at is null`.execute(db);
}

export async function noteFailure(db: Kysely<DB>, pseudonym: string, failure: string): Promise<void> {
  await sql`
    update person_erasure set failure = ${failure} where pseudonym = ${pseudonym} and done_at is null`.execute(
    db,
  );
}

/** From here on nothing says any more whom it was about. */
export async function noteDone(
  db: Kysely<DB>,
  pseudonym: string,
  { tables, rows, auditRows, now }: { tables: number; rows: number; auditRows: number; now: Date },
): Promise<void> {
  await sql`
    update person_erasure set person = null, display_name = null, addresses = null, failure = '', tables_done = ${tables},
      tables = ${tables}, rows = ${rows}, audit_rows = ${auditRows}, done_at = ${now}
    where pseudonym = ${pseudonym}`.execute(db);
}

export function shownErasure({ label: _label, who: _who, ...shown }: StoredErasure): Erasure {
  return shown;
}
