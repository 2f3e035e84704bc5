import { sql } from 'kysely';
import { z } from 'zod';
import { auditStream } from './audit/stream/stream.ts';
import { auditRetention } from './audit/trim.ts';
import { defineTask, handle, type Ctx, type Handler } from '#platform';

const hourMs = 60 * 60 * 1000;

/** Removes what can no longer be used: ended sessions, old links, counts of attempts, keys long past their end. */
const clean = defineTask('identity.clean', { lane: 'chore', payload: z.unknown(), everyMs: hourMs });

async function cleanUp(ctx: Ctx): Promise<void> {
  const db = ctx.env.databases.worker;
  await sql`delete from session where expires_at <= now()`.execute(db);
  await sql`delete from sign_in_link where expires_at <= now()`.execute(db);
  await sql`delete from sign_in_step where expires_at <= now()`.execute(db);
  await sql`delete from sign_in_attempt where window_started_at < now() - interval '1 day'`.execute(db);
  await sql`delete from integration_key where expires_at < now() - interval '90 days'`.execute(db);
}

export const identityHandlers: Handler[] = [handle(clean, cleanUp), auditStream, auditRetention];
