import type { z } from 'zod';
import type { follower, followInput } from '@fieldmarshal/contract/comms';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { getIncident } from '#incidents';
import { AppError, inTransaction, type Ctx } from '#platform';
import { digestKey, digestTask } from '../jobs.ts';

type Followers = { items: z.output<typeof follower>[] };

/** Whoever asks hears of the incident from now on: a digest every so often while something is new. */
export async function followIncident(
  ctx: Ctx,
  { id, everyMinutes }: z.output<typeof followInput>,
): Promise<Followers> {
  permit(ctx, 'incident.follow');
  const person = personOf(ctx);
  const incident = await getIncident(ctx, { id });
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .insertInto('incident_follower')
      .values({ incident_id: id, person, every_minutes: everyMinutes, told_seq: incident.seq, told_at: null })
      .onConflict((conflict) =>
        conflict.columns(['incident_id', 'person']).doUpdateSet({ every_minutes: everyMinutes }),
      )
      .execute();
    tx.setTimer(digestTask, {
      key: digestKey(id, person),
      payload: { incidentId: id, person },
      dueAt: new Date(tx.now.getTime() + everyMinutes * 60_000),
    });
    audit(tx, { action: 'incident.followed', subject: id, after: { person, everyMinutes } });
    tx.changed(`followers:${id}`);
  });
  return listFollowers(ctx, { id });
}

/** Whoever asks hears no more of it. */
export async function unfollowIncident(ctx: Ctx, { id }: { readonly id: string }): Promise<Followers> {
  permit(ctx, 'incident.follow');
  const person = personOf(ctx);
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .deleteFrom('incident_follower')
      .where('incident_id', '=', id)
      .where('person', '=', person)
      .execute();
    tx.cancelTimer(digestKey(id, person));
    audit(tx, { action: 'incident.unfollowed', subject: id, after: { person } });
    tx.changed(`followers:${id}`);
  });
  return listFollowers(ctx, { id });
}

function personOf({ actor }: Ctx): string {
  if (actor.kind === 'person') return actor.person;
  throw new AppError('refused', 'Only a person can follow an incident.');
}

export async function listFollowers(ctx: Ctx, { id }: { readonly id: string }): Promise<Followers> {
  permit(ctx, 'incident.read');
  const catalog = await readCatalog(ctx.env);
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('incident_follower')
    .select(['person', 'every_minutes'])
    .where('incident_id', '=', id)
    .orderBy('person')
    .execute();
  return {
    items: rows.map(({ person, every_minutes }) => ({
      person,
      name: catalog.get('Person', person)?.spec.displayName ?? person,
      everyMinutes: every_minutes,
    })),
  };
}
