import type { ServeFlags } from './serve.ts';

/** Writes the database to a file. It works beside a running server, and without one. */
export async function backup(file: string, flags: ServeFlags): Promise<void> {
  const { backUpTo, readConfig } = await import('@fieldmarshal/server/offline');
  const summary = await backUpTo(readConfig(process.env, { ...flags }), file);
  console.log(`Wrote ${file}: ${summary.rows} rows of ${summary.tables} tables, as of ${summary.takenAt}.`);
}

/** Fills an empty database from a backup. */
export async function restore(file: string, flags: ServeFlags): Promise<void> {
  const { readConfig, restoreFrom } = await import('@fieldmarshal/server/offline');
  const summary = await restoreFrom(readConfig(process.env, { ...flags }), file);
  console.log(`Restored ${summary.rows} rows of ${summary.tables} tables, as of ${summary.takenAt}.`);
}
