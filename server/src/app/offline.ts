/** What works on the storage of a server without running one. */
export { backUpTo, readConfig, restoreFrom, verifyBackup } from '#platform';
