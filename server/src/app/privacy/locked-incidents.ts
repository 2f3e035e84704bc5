import type { LockedIncidents } from '@fieldmarshal/contract/privacy';
import { sql, type Kysely } from 'kysely';
import { audit, permit, privateOpened } from '#identity';
import { admitUnseen } from '#incidents';
import { AppError, inTransaction, notFound, sightOf, type Ctx, type DB } from '#platform';

const listedMax = 200;

/**
 * Private incidents none of whose readers may sign in any more: shut out, erased, or gone with their account. Their ids only; those of
 * restricted environments only for who has the clearance.
 */
export async function listLocked(ctx: Ctx): Promise<LockedIncidents> {
  permit(ctx, 'identity.read');
  return { items: await locked(ctx.env.databases.worker, ctx) };
}

/**
 * Lets an administrator see a private incident that nobody is left to see, and nobody else. The reason stands in its log and in the audit
 * log, and all administrators are told. Looks like what does not exist while a single reader may sign in.
 */
export async function unlock(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<{ id: string }> {
  permit(ctx, 'identity.manage');
  const { actor } = ctx;
  const person = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  if (person === null)
    throw new AppError('forbidden', 'Only a person can be let in: a service token is nobody.');
  // Past the rows that are filtered for whoever asks: that is what this is for.
  return inTransaction({ ...ctx, pool: 'worker' }, async (tx) => {
    if ((await locked(tx.db, ctx, id)).length === 0) throw notFound(`Incident ${id}`);
    const { display_name: name } = await tx.db
      .selectFrom('account')
      .select('display_name')
      .where('person', '=', person)
      .executeTakeFirstOrThrow();
    const note = `Opened by ${name} as an administrator: nobody who could see it may sign in any more. Reason: ${reason}`;
    await admitUnseen(tx, { id, person: { person, name }, note });
    // Under the person, not the incident: rows about that are hidden from other administrators.
    audit(tx, { action: 'incident.unlocked', subject: `Person/${person}`, after: { incident: id, reason } });
    ctx.env.log.warn({ person, incident: id }, 'a private incident was opened past its readers');
    tx.emit(privateOpened, person, { person, displayName: name, incident: id, reason });
    tx.changed('admin');
    return { id };
  });
}

async function locked(db: Kysely<DB>, { actor }: Ctx, id?: string): Promise<LockedIncidents['items']> {
  const hidden = [...(sightOf(actor)?.hiddenEnvironments ?? [])];
  const { rows } = await sql<{ id: string; declaredAt: Date; isOpen: boolean }>`
    select id, declared_at as "declaredAt", is_open as "isOpen" from incident i
    where private and not drill and (environment is null or environment <> all(${hidden}::text[]))
      and (${id ?? null}::text is null or id = ${id ?? null})
      and not exists (select from account where person = any(i.readers) and disabled_at is null)
    order by number desc limit ${listedMax}`.execute(db);
  return rows.map(({ declaredAt, ...row }) => ({ ...row, declaredAt: declaredAt.toISOString() }));
}
