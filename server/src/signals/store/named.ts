import type { Kysely, QueryResult, RawBuilder } from 'kysely';
import type { DB } from '#platform';

/**
 * Runs a statement that PostgreSQL parses and plans once per connection: for the few that every batch of signals runs, where planning
 * would cost as much as the work. The text must be the same each time. Plans do not follow the growth of tables, which is
 * why the intake pool looks up by index whatever the statistics say (platform/db/database.ts).
 */
export async function executeNamed<T>(
  db: Kysely<DB>,
  name: string,
  statement: RawBuilder<T>,
): Promise<QueryResult<T>> {
  const compiled = statement.compile(db);
  // Kysely passes `sql` on to pg as it is, and pg takes `{ name, text }` in its place; Kysely has no other way to name a statement.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const named = { name: `signals-${name}`, text: compiled.sql } as unknown as string;
  return db.executeQuery<T>({ ...compiled, sql: named });
}
