import { sql } from 'kysely';
import type { Ctx } from '#platform';
import { permit } from '../permit.ts';

/** How many integrations may send now, and when the last of them did; what "no alert fires" rests on. */
export async function sendersSeen(ctx: Ctx): Promise<{ count: number; lastSignalAt: string | null }> {
  permit(ctx, 'alert.read');
  const { rows } = await sql<{ count: number; last: Date | null }>`
    select count(distinct i.id) as count, max(k.last_used_at) as last
    from integration i join integration_key k on k.integration_id = i.id
    where i.revoked_at is null and i.kind <> 'tracker' and (k.expires_at is null or k.expires_at > now())`.execute(
    ctx.env.databases[ctx.pool],
  );
  return { count: rows[0]?.count ?? 0, lastSignalAt: rows[0]?.last?.toISOString() ?? null };
}
