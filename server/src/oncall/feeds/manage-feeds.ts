import { actorName } from '@fieldmarshal/contract';
import type { Feed } from '@fieldmarshal/contract/oncall/feeds';
import type { Selectable } from 'kysely';
import { randomBytes } from 'node:crypto';
import { tokenHash } from '#delivery';
import { audit, can, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type DB } from '#platform';
import { newId } from '../ids.ts';
import { readRoster } from '../roster/read-roster.ts';
import { mustFindPerson, mustFindSchedule, personOf } from '../schedules/owners.ts';

/** Your own calendar addresses; a lead sees everybody's. The secret itself is shown once, when it is made. */
export async function listFeeds(ctx: Ctx): Promise<{ items: Feed[] }> {
  permit(ctx, 'oncall.feed');
  const self = personOf(ctx.actor);
  const db = ctx.env.databases[ctx.pool];
  let query = db.selectFrom('calendar_feed').selectAll().orderBy('made_at', 'desc').limit(500);
  if (!can(ctx.actor, 'catalog.write')) query = query.where('made_by_person', '=', self ?? '');
  return { items: (await query.execute()).map((row) => feedOf(row)) };
}

/** Makes a secret address. Your earlier one of the same calendar stops working: that is how an address is changed. */
export async function makeFeed(
  ctx: Ctx,
  input: { person?: string | undefined; schedule?: string | undefined },
): Promise<{ feed: Feed; url: string }> {
  permit(ctx, 'oncall.feed');
  const catalog = await readRoster(ctx.env);
  const self = personOf(ctx.actor);
  const { person, schedule } = input;
  if (schedule !== undefined) mustFindSchedule(catalog, schedule);
  if (person !== undefined) mustFindPerson(catalog, person, 'person');
  if (person !== undefined && person !== self && !can(ctx.actor, 'catalog.write'))
    throw new AppError('forbidden', 'You can make addresses of your own calendar and of schedules.');
  const secret = randomBytes(32).toString('base64url');
  return inTransaction(ctx, async (tx) => {
    const kind = schedule === undefined ? 'person' : 'schedule';
    const name = schedule ?? person ?? '';
    const earlier = await tx.db
      .deleteFrom('calendar_feed')
      .where('kind', '=', kind)
      .where('name', '=', name)
      .where('made_by', '=', actorName(ctx.actor))
      .returning('id')
      .execute();
    const row = await tx.db
      .insertInto('calendar_feed')
      .values({
        id: newId('FD'),
        token_hash: tokenHash(secret),
        kind,
        name,
        made_by: actorName(ctx.actor),
        made_by_person: self,
        made_at: tx.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    audit(tx, {
      action: 'calendar.feed-made',
      subject: `${kind}/${name}`,
      after: { id: row.id, instead: earlier.map(({ id }) => id) },
    });
    tx.changed('oncall');
    const { config } = ctx.env;
    const base = config.publicUrl ?? `http://localhost:${config.port}`;
    return { feed: feedOf(row), url: `${base}/calendar/${secret}.ics` };
  });
}

export async function revokeFeed(ctx: Ctx, { id }: { id: string }): Promise<{ revoked: true }> {
  permit(ctx, 'oncall.feed');
  const self = personOf(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const row = await tx.db.selectFrom('calendar_feed').selectAll().where('id', '=', id).executeTakeFirst();
    const isTheirs = row !== undefined && row.made_by_person !== null && row.made_by_person === self;
    if (!row || !(isTheirs || can(ctx.actor, 'catalog.write'))) throw notFound(`Calendar address ${id}`);
    await tx.db.deleteFrom('calendar_feed').where('id', '=', id).execute();
    audit(tx, { action: 'calendar.feed-revoked', subject: `${row.kind}/${row.name}`, before: { id } });
    tx.changed('oncall');
    return { revoked: true };
  });
}

function feedOf(row: Selectable<DB['calendar_feed']>): Feed {
  return {
    id: row.id,
    kind: row.kind === 'person' ? 'person' : 'schedule',
    name: row.name,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
