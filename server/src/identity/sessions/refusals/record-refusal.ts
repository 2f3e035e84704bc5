import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { AppError, inTransaction, systemCtx, type DB } from '#platform';
import { audit } from '../../audit/append.ts';
import { network } from '../../limits/network.ts';
import type { Caller } from '../start-session.ts';

interface Trying {
  readonly by: 'password' | 'link' | 'code' | 'passkey';
  /** What leads to the account, where anything does; itself it is never recorded, as a password may stand in the field of the name. */
  readonly account?: string;
  readonly passkey?: string;
}

const refusals = new Set<string>(['unauthenticated', 'refused', 'gone', 'rate-limited']);
/** As long as attempts are counted. */
const windowMinutes = 15;

/**
 * Does what signs somebody in, and records in the audit log when it is refused. It takes the same steps, and so the same time, whether
 * there is such an account or not. Where attempts are too many, the first refusal of a way from an address in 15 minutes is recorded.
 */
export async function recordingRefusal<T>(
  caller: Caller,
  trying: Trying,
  signIn: () => Promise<T>,
): Promise<T> {
  try {
    return await signIn();
  } catch (error) {
    if (error instanceof AppError && refusals.has(error.code)) await record(caller, trying, error);
    throw error;
  }
}

async function record(
  { env, requestId, address }: Caller,
  trying: Trying,
  { code, publicMessage: why }: AppError,
): Promise<void> {
  await inTransaction({ ...systemCtx(env, 'sign-in', 'web'), requestId }, async (tx) => {
    if (code === 'rate-limited' && !(await isFirst(tx.db, `refused ${trying.by} ${network(address)}`)))
      return;
    const person = await personOf(tx.db, trying);
    audit(tx, {
      action: 'session.refused',
      subject: person === null ? 'SignIn/unknown' : `Person/${person}`,
      after: { by: trying.by, why, address },
    });
    tx.changed('audit');
  });
}

/** Also of an account that is disabled. */
async function personOf(db: Kysely<DB>, { account, passkey }: Trying): Promise<string | null> {
  const typed = account?.trim().toLowerCase() ?? null;
  const { rows } = await sql<{ person: string }>`
    select person from account where lower(email) = ${typed} or person = ${typed}
      or person = (select person from passkey where id = ${passkey ?? null})
    order by lower(email) is not distinct from ${typed} desc limit 1`.execute(db);
  return rows[0]?.person ?? null;
}

async function isFirst(db: Kysely<DB>, bucket: string): Promise<boolean> {
  const hash = createHash('sha256').update(bucket).digest();
  const { rows } = await sql`
    insert into sign_in_attempt as a (bucket, attempts, window_started_at) values (${hash}, 1, now())
    on conflict (bucket) do update set window_started_at = now()
      where a.window_started_at <= now() - ${windowMinutes} * interval '1 minute'
    returning 1`.execute(db);
  return rows.length > 0;
}
