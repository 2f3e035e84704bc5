import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { AppError, isStorageDown } from '../errors.ts';
import type { Log } from '../log.ts';
import { poolConfig, type Connection } from './database.ts';

/** Where the address of the database is set, for people. */
const named = 'FIELDMARSHAL_DATABASE_URL (or DATABASE_URL, or --database-url)';

/** One connection beside the pools. Throws one plain sentence where there is none: `unavailable` for what may pass by itself, else `refused`. */
export async function connectTo(connection: Connection, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ ...poolConfig(connection), application_name: applicationName });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    throw connectFailure(error, placeOf(connection));
  }
}

interface Patience {
  readonly patienceS: number;
  readonly log: Pick<Log, 'warn'>;
  /** Ends the waiting; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

const pauseMs = { first: 250, most: 5_000 } as const;

/**
 * Waits until the database takes a connection: after a power failure it often comes up after us. Only what may pass by itself is waited for;
 * a wrong password, an unknown database and the like are thrown at once.
 */
export async function awaitDatabase(
  connection: Connection,
  { patienceS, log, signal }: Patience,
): Promise<void> {
  const began = performance.now();
  const waitedS = (): number => (performance.now() - began) / 1_000;
  for (let tries = 0; ; tries += 1) {
    signal?.throwIfAborted();
    try {
      await (await connectTo(connection, 'fieldmarshal start')).end();
      if (tries > 0) log.warn({ afterS: Math.round(waitedS()) }, 'the database answers: going on');
      return;
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable || waitedS() >= patienceS) throw error;
      if (tries === 0) log.warn({ why: error.publicMessage, patienceS }, 'waiting for the database');
    }
    const restMs = Math.max(0, (patienceS - waitedS()) * 1_000);
    await pause(Math.min(pauseMs.first * 2 ** Math.min(tries, 8), pauseMs.most, restMs), undefined, {
      signal,
    }).catch(() => undefined);
  }
}

/** `db.example.org:5432`, or a socket; never user or password. */
function placeOf(connection: Connection): string {
  const { host, port } = new pg.Client(poolConfig(connection));
  return `${host}:${port}`;
}

/** What keeps a connection from being made, in one sentence for who runs the server. */
export function connectFailure(error: unknown, place: string): AppError {
  const code = codeOf(error);
  const why = wordsOf(error);
  const hopeless = refusals[code];
  if (hopeless !== undefined)
    return new AppError('refused', `${hopeless} (${place}: ${why}). It is named in ${named}.`, {
      cause: error,
    });
  if (isStorageDown(error) || code === 'EAI_AGAIN' || /timeout expired/.test(why))
    return new AppError(
      'unavailable',
      `The database at ${place} does not answer: ${why}. Look whether it runs and can be reached from here, and at its address in ${named}.`,
      { cause: error },
    );
  return new AppError('refused', `The database at ${place} cannot be used: ${why}. Look at ${named}.`, {
    cause: error,
  });
}

/** By code of PostgreSQL: what no waiting mends. */
const refusals: Readonly<Record<string, string>> = {
  '28P01': 'The database refuses the password: correct user and password',
  '28000': 'The database does not let this user in: correct the user, or pg_hba.conf there',
  '3D000': 'There is no such database: create it, or correct its name',
  '42501': 'The user of the database may not do what a start needs: make it the owner of the database',
  '25006': 'The database only reads, as a standby does: name the primary',
};

/** What a statement of the start failed for, where the operator can mend it; anything else as it was. */
export function startFailure(error: unknown, connection: Connection): unknown {
  const code = codeOf(error);
  return error instanceof AppError || refusals[code] === undefined
    ? error
    : connectFailure(error, placeOf(connection));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** An address with several numbers fails with several errors and no sentence of its own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return [...new Set(error.errors.map(wordsOf))].join(', ');
  return error instanceof Error ? error.message || codeOf(error) : String(error);
}
