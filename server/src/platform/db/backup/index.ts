import type { Config } from '../../config.ts';
import type { Connection } from '../database.ts';
import { readMigrations } from '../migrate.ts';
import { backUp, type BackupSummary } from './dump.ts';
import { restore } from './load.ts';
import { checkBackup } from './read.ts';
import { withDatabase, withOwnDatabase } from './place.ts';

export type { BackupSummary } from './dump.ts';

/** Writes the database of a server with this configuration, running or not, to a new file; then does what is to be done with it there. */
export async function backUpTo(
  config: Config,
  file: string,
  afterwards: (connection: Connection, summary: BackupSummary) => Promise<void>,
): Promise<BackupSummary> {
  return withDatabase(config, async (connection) => {
    const summary = await backUp(connection, file);
    await afterwards(connection, summary);
    return summary;
  });
}

/** Fills the empty database of this configuration from a file. No server may be running on it. */
export async function restoreFrom(config: Config, file: string): Promise<BackupSummary> {
  const migrations = await readMigrations();
  return withOwnDatabase(config, async (connection) => restore(connection, file, migrations));
}

/** Reads all of a backup and says what is in it. Throws a sentence where it was cut off, altered, or is none. */
export async function verifyBackup(file: string): Promise<BackupSummary> {
  const manifest = await checkBackup(file);
  return { takenAt: manifest.takenAt, tables: manifest.tables.length, rows: manifest.rows };
}
