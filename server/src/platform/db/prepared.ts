import type pg from 'pg';

/** Texts that are prepared; what comes after is planned each time, so that texts made on the fly do not fill the connections. */
const textsMax = 400;

const names = new Map<string, string>();

/**
 * A statement that PostgreSQL parses once per connection, and plans once where the plan does not depend on the values: for short
 * transactions that is half of the work. Plans are made anew when a table's statistics are.
 */
export function prepared(text: string, values: unknown[]): pg.QueryConfig {
  // Without values it may be several commands, which cannot be prepared.
  const name = values.length === 0 ? undefined : (names.get(text) ?? named(text));
  return name === undefined ? { text, values } : { name, text, values };
}

function named(text: string): string | undefined {
  if (names.size >= textsMax) return undefined;
  const name = `fm${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** Whether a statement failed because a migration of another process changed the columns it was prepared for. */
export function isPlanOutdated(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '0A000';
}
