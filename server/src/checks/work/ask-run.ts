import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { actorKey, AppError, inTransaction, notFound, type Ctx } from '#platform';
import { runId } from '../core/run-id.ts';
import { wakeRunners } from './wake.ts';

/** Runs a check now, at every place of an environment, or of all its environments; a run that is asked for already is that run. */
export async function askRun(
  ctx: Ctx,
  { name, environment }: { readonly name: string; readonly environment?: string | undefined },
): Promise<{ runs: string[] }> {
  permit(ctx, 'check.run');
  const check = (await readCatalog(ctx.env)).get('Check', name);
  if (!check) throw notFound(`The check ${name}`);
  return inTransaction(ctx, async (tx) => {
    const { rows: slots } = await sql<{ environment: string; place: string; asked_run: string | null }>`
      select environment, place, asked_run from check_slot
      where check_name = ${name} and not paused and (${environment ?? null}::text is null or environment = ${environment ?? null})
      order by environment, place for update`.execute(tx.db);
    if (slots.length === 0)
      throw new AppError(
        'refused',
        environment === undefined
          ? `${name} runs nowhere: it has no environment, or is paused in all of them.`
          : `${name} does not run in ${environment}, or is paused there.`,
      );
    const asked = slots.map((slot) => ({
      ...slot,
      id: slot.asked_run ?? runId(tx.now.getTime(), randomBytes(10)),
    }));
    const fresh = asked.filter((slot) => slot.asked_run === null);
    await sql`
      with asked as (select * from unnest(${fresh.map(({ id }) => id)}::uuid[], ${fresh.map((slot) => slot.environment)}::text[],
        ${fresh.map(({ place }) => place)}::text[]) as a(id, environment, place)),
      marked as (
        update check_slot s set asked_run = a.id, next_due_at = now() from asked a
        where s.check_name = ${name} and s.environment = a.environment and s.place = a.place
        returning a.id, s.environment, s.place, s.type)
      insert into check_run (id, check_name, environment, place, type, state, due_at, asked_by)
      select id, ${name}, environment, place, type, 'waiting', now(), ${actorKey(ctx.actor)} from marked`.execute(
      tx.db,
    );
    audit(tx, { action: 'check.run-asked', subject: `check/${name}`, after: { environment } });
    tx.afterCommit(() => wakeRunners(ctx.env.databases));
    return { runs: asked.map(({ id }) => id) };
  });
}
