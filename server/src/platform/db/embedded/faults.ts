import { AppError } from '../../errors.ts';

/** The way out that always exists. */
const elsewhere = 'set DATABASE_URL to a PostgreSQL of your own (15 or later)';

/** A refusal that a person must act on: one plain sentence, with the system's own words kept for the log. */
function refuse(sentence: string, cause?: unknown): AppError {
  const internal = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : undefined;
  return new AppError('unavailable', sentence, {
    cause,
    retryable: false,
    ...(internal === undefined ? {} : { internal }),
  });
}

export const faults = {
  noBinaries: (platform: string) =>
    refuse(
      `There is no embedded PostgreSQL for ${platform} in this installation: run npm ci again, or ${elsewhere}.`,
    ),
  cannotRun: (binary: string, cause: unknown) =>
    refuse(
      `The embedded PostgreSQL at ${binary} cannot run here (it needs glibc 2.27 or later, so not Alpine): ${elsewhere}.`,
      cause,
    ),
  noPlaceForBinaries: (source: string, user: string) =>
    refuse(
      `PostgreSQL must not run as root, and ${user} cannot read ${source}: make /var/lib/fieldmarshal writable, start as an ordinary user, or ${elsewhere}.`,
    ),
  otherMajor: (cluster: string, found: string, ours: string) =>
    refuse(
      `The database in ${cluster} was made by PostgreSQL ${found}, and this release brings ${ours}: export it with the release that made it and import it here (docs/adr/0002-embedded-postgresql.md).`,
    ),
  notACluster: (cluster: string) =>
    refuse(
      `${cluster} holds files but no PostgreSQL database: move them away, or choose another data directory.`,
    ),
  notOurs: (cluster: string, owner: number, ours: number) =>
    refuse(
      `The database in ${cluster} belongs to user id ${owner}, not to ${ours}: start the server as that user, or run chown -R ${ours} on it once.`,
    ),
  notWritable: (path: string, cause: unknown) =>
    refuse(
      `${path} cannot be written: correct its owner or mode, or choose another data directory with --data.`,
      cause,
    ),
  diskFull: (path: string, cause: unknown) =>
    refuse(`The disk that holds ${path} is full: free some space and start again.`, cause),
  noDropping: (user: string, cause: unknown) =>
    refuse(
      `PostgreSQL must not run as root, and this root may not start it as ${user}: start the server as an ordinary user, or ${elsewhere}.`,
      cause,
    ),
  userWithoutName: (uid: number, cause: string) =>
    refuse(
      `User id ${uid} has no name in /etc/passwd, which PostgreSQL needs to make a database: add one, start as another user, or ${elsewhere}.`,
      cause,
    ),
  noSocketDirectory: (tried: readonly string[]) =>
    refuse(
      `No directory for PostgreSQL's socket could be made (tried ${tried.join(', ')}; its path may have 92 bytes): use a shorter --data path or make /tmp writable.`,
    ),
  noMemory: (cause: string) =>
    refuse(
      `There is not enough memory to start PostgreSQL (it needs about 300 MB): free some, or ${elsewhere}.`,
      cause,
    ),
  stillBusy: (cluster: string, cause: string) =>
    refuse(
      `Another PostgreSQL still uses ${cluster} and did not end: stop its processes (they are named postgres), then start again.`,
      cause,
    ),
  didNotStart: (logPath: string, cause: string) =>
    refuse(`PostgreSQL did not start: ${cause || 'it said nothing'}. Its log is ${logPath}.`, cause),
};

/** The sentence for a failed file operation of our own on the data directory. */
export function fileFault(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return faults.diskFull(path, error);
  return faults.notWritable(path, error);
}

/** The sentence for what initdb or postgres wrote before it gave up. */
export function outputFault(
  output: string,
  where: { readonly cluster: string; readonly logPath: string },
): AppError {
  if (/No space left on device|Disk quota exceeded/i.test(output))
    return faults.diskFull(where.cluster, output);
  if (/could not look up effective user ID (\d+)/.test(output))
    return faults.userWithoutName(Number(/effective user ID (\d+)/.exec(output)?.[1]), output);
  if (
    /could not map anonymous shared memory|Cannot allocate memory|could not create shared memory/i.test(
      output,
    )
  )
    return faults.noMemory(output);
  if (/is still in use|lock file .* already exists/i.test(output))
    return faults.stillBusy(where.cluster, output);
  if (/error while loading shared libraries|GLIBC_/.test(output))
    return faults.cannotRun(output.split(':')[0] ?? '', output);
  if (/could not (open|create|access|write).*Permission denied|Read-only file system/i.test(output))
    return faults.notWritable(where.cluster, output);
  const fatal =
    /(?:FATAL|PANIC|error|fatal): +(.+)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  return faults.didNotStart(where.logPath, fatal);
}
