import { randomUUID } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import type { TrackerView } from '@fieldmarshal/contract/tickets';
import { readCatalog } from '#catalog';
import { readTrackerKey, sendMessages, storeTrackerKey } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { loadLastTold, loadSpeakers, regardingOf } from './store.ts';
import { speakerOf, type Tracker } from './trackers.ts';

export async function listTrackers(ctx: Ctx): Promise<{ items: TrackerView[] }> {
  permit(ctx, 'catalog.read');
  const db = ctx.env.databases[ctx.pool];
  const catalog = await readCatalog(ctx.env);
  const names = catalog.list('Tracker').map(({ name }) => name);
  const [speakers, told] = await Promise.all([loadSpeakers(db), loadLastTold(db, names)]);
  const items = catalog.list('Tracker').map(async (tracker): Promise<TrackerView> => {
    const { name, spec, origin, generation } = tracker;
    const speaker = speakerOf(tracker);
    const last = told.find((each) => each.told.tracker === name);
    return {
      ...{ name, displayName: spec.displayName ?? name, fromFile: origin.from === 'file', generation },
      opensTickets: spec.newTicket !== undefined,
      webhook: spec.webhook === undefined ? null : new URL(spec.webhook.url).origin,
      key: (await readTrackerKey(ctx.env, name, spec)).state,
      integration: {
        name: speaker,
        isThere: speakers.has(speaker),
        lastUsedAt: speakers.get(speaker) ?? null,
      },
      lastTold: last === undefined ? null : last.told,
    };
  });
  return { items: await Promise.all(items) };
}

/** Seals the key that a tracker is told with, for its address of now. It is never shown again. */
export async function setTrackerKey(
  ctx: Ctx,
  { name, key }: { readonly name: string; readonly key: string },
): Promise<{ name: string }> {
  permit(ctx, 'delivery.manage');
  const { webhook } = (await requireTracker(ctx, name)).spec;
  if (webhook?.keyHeader === undefined)
    throw new AppError('refused', `${name} is told without a key, as its object says.`);
  // Sent in a header: what no header holds would fail at each call.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new AppError('invalid', 'key: only visible ASCII characters, without spaces', {
      faults: [{ path: 'key', message: 'only visible ASCII characters, without spaces' }],
    });
  return inTransaction(ctx, async (tx) => {
    await storeTrackerKey(tx, { name, webhook, key, by: actorName(ctx.actor) });
    audit(tx, { action: 'tracker.key-set', subject: `Tracker/${name}` });
    tx.changed('catalog');
    return { name };
  });
}

export async function removeTrackerKey(
  ctx: Ctx,
  { name }: { readonly name: string },
): Promise<{ name: string }> {
  permit(ctx, 'delivery.manage');
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.db.deleteFrom('tracker_key').where('tracker', '=', name).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw notFound(`A key of ${name}`);
    audit(tx, { action: 'tracker.key-removed', subject: `Tracker/${name}` });
    tx.changed('catalog');
    return { name };
  });
}

/** Tells a tracker something made up, by the same way as everything else; what became of it stands among the deliveries. */
export async function tryTracker(ctx: Ctx, { name }: { readonly name: string }): Promise<{ name: string }> {
  permit(ctx, 'delivery.test');
  const { webhook } = (await requireTracker(ctx, name)).spec;
  if (webhook === undefined) throw new AppError('refused', `${name} has no address that is told.`);
  return inTransaction(ctx, async (tx) => {
    await sendMessages(tx, [
      {
        key: `ticket-try-${randomUUID()}`,
        channel: 'tracker',
        destination: name,
        regarding: regardingOf(name, 'try'),
        message: {
          type: 'tracker.test',
          subject: 'A try',
          text: 'Somebody tries whether this arrives. There is no such action.',
          data: { ref: null, by: actorName(ctx.actor) },
        },
      },
    ]);
    audit(tx, { action: 'tracker.tried', subject: `Tracker/${name}` });
    return { name };
  });
}

async function requireTracker(ctx: Ctx, name: string): Promise<Tracker> {
  const found = (await readCatalog(ctx.env)).get('Tracker', name);
  if (found === undefined) throw notFound(`Tracker ${name}`);
  return found;
}
