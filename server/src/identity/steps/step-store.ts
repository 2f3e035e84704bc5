import { createHmac } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { z } from 'zod';
import type { DB } from '#platform';
import { newSecret, secretHash } from '../secret.ts';

/** A sign-in on its way, bound to the browser that began it: its cookie holds the secret, the table only a hash. */
export interface StepKind<D> {
  readonly kind: 'provider' | 'second-factor' | 'passkey' | 'enrol-passkey';
  readonly data: z.ZodType<D>;
}

/** How long a person may take at the provider, or with their second factor. */
export const stepMinutes = 10;

export async function beginStep<D>(db: Kysely<DB>, { kind }: StepKind<D>, data: D): Promise<string> {
  const secret = newSecret('');
  await sql`
    insert into sign_in_step (secret_hash, kind, data, expires_at)
    values (${secretHash(secret)}, ${kind}, ${JSON.stringify(data)}::jsonb, now() + ${stepMinutes} * interval '1 minute')`.execute(
    db,
  );
  return secret;
}

/** Uses the step up; null where it is used, run out, of another kind or unknown. Of two at once, one gets it. */
export async function takeStep<D>(
  db: Kysely<DB>,
  { kind, data }: StepKind<D>,
  secret: string,
): Promise<D | null> {
  const { rows } = await sql<{ data: unknown }>`
    delete from sign_in_step where secret_hash = ${secretHash(secret)} and kind = ${kind} and expires_at > now()
    returning data`.execute(db);
  return rows[0] === undefined ? null : data.parse(rows[0].data);
}

/** Looks without using up. */
export async function readStep<D>(
  db: Kysely<DB>,
  { kind, data }: StepKind<D>,
  secret: string,
): Promise<D | null> {
  const { rows } = await sql<{ data: unknown }>`
    select data from sign_in_step
    where secret_hash = ${secretHash(secret)} and kind = ${kind} and expires_at > now()`.execute(db);
  return rows[0] === undefined ? null : data.parse(rows[0].data);
}

/** 256 bits for one purpose that only this browser's cookie leads to; base64url. */
export function derived(secret: string, purpose: 'state' | 'nonce' | 'verifier' | 'challenge'): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}
