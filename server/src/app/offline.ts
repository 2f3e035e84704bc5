import { recordOutside } from '#identity';
import { backUpTo as backUp, type Config } from '#platform';

/** What works on the storage of a server without running one. */
export { readConfig, restoreFrom, verifyBackup } from '#platform';
export { verifyAuditLines } from '#identity';

/** Writes a backup, and records in the audit log that somebody has one: it holds everything. */
export async function backUpTo(config: Config, file: string): ReturnType<typeof backUp> {
  return backUp(config, file, async (connection, { rows, takenAt }) =>
    recordOutside(connection, { action: 'backup.made', subject: 'backup', after: { rows, takenAt } }),
  );
}
