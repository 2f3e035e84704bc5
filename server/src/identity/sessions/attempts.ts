import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { AppError, type DB } from '#platform';
import { network } from '../limits/network.ts';

const windowMinutes = 15;
/** Attempts for one account from one address: nobody can lock a person out from elsewhere. */
const perAccountMax = 8;
/** Attempts from one address, whatever the account. */
const perAddressMax = 60;

interface Attempt {
  /** What was typed as e-mail or name; null for links. */
  readonly account: string | null;
  /** Trips to a provider are counted apart: they never keep the emergency password from an address. */
  readonly by?: 'provider';
  readonly address: string;
}

/** Counts an attempt before its password is looked at, so that many at once get no further. Throws `rate-limited` with the wait. */
export async function countAttempt(db: Kysely<DB>, attempt: Attempt): Promise<void> {
  const limits = new Map([[addressBucket(attempt), perAddressMax]]);
  if (attempt.account !== null) limits.set(accountBucket(attempt), perAccountMax);
  // In one order everywhere, or two attempts could wait for each other.
  const buckets = [...limits.keys()].sort();
  const { rows } = await sql<{ bucket: string; attempts: number; waitS: number }>`
    insert into sign_in_attempt as a (bucket, attempts, window_started_at)
    select decode(b, 'hex'), 1, now() from unnest(${buckets}::text[]) b order by b
    on conflict (bucket) do update set
      attempts = case when a.window_started_at <= now() - ${windowMinutes} * interval '1 minute' then 1 else least(a.attempts + 1, 1000000) end,
      window_started_at = case when a.window_started_at <= now() - ${windowMinutes} * interval '1 minute' then now() else a.window_started_at end
    returning encode(bucket, 'hex') as bucket, attempts,
      ceil(extract(epoch from window_started_at + ${windowMinutes} * interval '1 minute' - now()))::int as "waitS"`.execute(
    db,
  );
  const waitS = Math.max(
    0,
    ...rows.filter((row) => row.attempts > (limits.get(row.bucket) ?? 0)).map((row) => row.waitS),
  );
  if (waitS > 0) {
    throw new AppError(
      'rate-limited',
      `Too many attempts to sign in. Please wait ${Math.ceil(waitS / 60)} min and try again.`,
      { retryAfterS: waitS },
    );
  }
}

/** A success takes its attempts back: one, or `attempts` where it took more. */
export async function forgetAttempts(db: Kysely<DB>, attempt: Attempt, attempts = 1): Promise<void> {
  if (attempt.account !== null) {
    await db
      .deleteFrom('sign_in_attempt')
      .where('bucket', '=', Buffer.from(accountBucket(attempt), 'hex'))
      .execute();
  }
  await db
    .updateTable('sign_in_attempt')
    .set({ attempts: sql<number>`greatest(attempts - ${attempts}, 0)` })
    .where('bucket', '=', Buffer.from(addressBucket(attempt), 'hex'))
    .execute();
}

function accountBucket({ account, address }: Attempt): string {
  return sha256Hex(`account ${(account ?? '').trim().toLowerCase()} ${network(address)}`);
}

function addressBucket({ address, by }: Attempt): string {
  return sha256Hex(`${by ?? 'address'} ${network(address)}`);
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
