import type { ServeFlags } from './serve.ts';

/** Writes the database to a file. It works beside a running server, and without one. */
export async function backup(file: string, flags: ServeFlags): Promise<void> {
  const { backUpTo, readConfig } = await import('@fieldmarshal/server/offline');
  const summary = await backUpTo(readConfig(process.env, { ...flags }), file);
  console.log(`Wrote ${file}: ${summary.rows} rows of ${summary.tables} tables, as of ${summary.takenAt}.`);
}

/** Reads a backup to its end; a damaged one is refused. */
export async function verifyBackupFile(file: string): Promise<void> {
  const { verifyBackup } = await import('@fieldmarshal/server/offline');
  const { rows, tables, takenAt } = await verifyBackup(file);
  console.log(`${file} is whole: ${rows} rows of ${tables} tables, as of ${takenAt}.`);
}

/** Fills an empty database from a backup. */
export async function restore(file: string, flags: ServeFlags): Promise<void> {
  const { readConfig, restoreFrom } = await import('@fieldmarshal/server/offline');
  const summary = await restoreFrom(readConfig(process.env, { ...flags }), file);
  console.log(`Restored ${summary.rows} rows of ${summary.tables} tables, as of ${summary.takenAt}.`);
  if (summary.leftOut !== undefined && summary.leftOut.length > 0)
    console.log(`Left out, as no tables of Fieldmarshal: ${summary.leftOut.join(', ')}.`);
  console.log('Paging that was open then is held back when the server starts: see docs/operations.md.');
}
