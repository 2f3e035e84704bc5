import { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { readWorth } from '#checks';
import { getIncident } from '#incidents';
import { beforeFinish, defineTask, inTransaction, type Ctx } from '#platform';
import { rollUp, type RollInput } from '../core/roll-up.ts';
import { storeWorth } from './check-store.ts';
import {
  countRules,
  dueIncidents,
  loadAlerts,
  loadFolds,
  loadRolledEvents,
  loadWorked,
  storeRolled,
  type Loaded,
} from './store.ts';

export const rollTask = defineTask('insights.roll', { lane: 'chore', payload: z.unknown(), everyMs: 60_000 });
export const countTask = defineTask('insights.count', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 3_600_000,
});

const batch = 200;
/** One run ends after so many; the next goes on. */
const eachRunMax = 20_000;

/** Once a minute: rolls up what went on, a batch at a time. Two runs at once do the same twice and no harm. */
export async function rollIncidents(ctx: Ctx): Promise<void> {
  const quiet = beforeFinish(ctx);
  for (let done = 0; done < eachRunMax; done += batch) {
    const ids = await dueIncidents(ctx.env.databases.worker, batch);
    if (ids.length === 0) return;
    await rollBatch(quiet, ids);
    if (ids.length < batch) return;
  }
}

async function rollBatch(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const db = ctx.env.databases.worker;
  const { folds, unread } = await loadFolds(db, ids);
  const anew = await Promise.all(
    unread.map(async (id): Promise<Loaded> => ({ incident: await getIncident(ctx, { id }), impact: [] })),
  );
  const [events, alerts, worked] = await Promise.all([
    loadRolledEvents(db, ids),
    loadAlerts(db, ids),
    loadWorked(db, ids),
  ]);
  const rolled = [...folds, ...anew].map(({ incident, impact }) => ({
    ...rollUp({
      ...{ incident, impact, events: events.get(incident.id) ?? [] },
      ...{ alerts: alerts.get(incident.id) ?? [], worked: worked.get(incident.id) ?? [] },
      ...lookUps(catalog),
    }),
    seq: incident.seq,
  }));
  await inTransaction(ctx, async (tx) => {
    await storeRolled(tx.db, rolled);
    tx.changed('insights');
  });
}

function lookUps(catalog: Catalog): Pick<RollInput, 'teamOf' | 'hubOf' | 'zoneOf'> {
  const hubOf = (person: string) => catalog.get('Person', person)?.spec.hub ?? null;
  return {
    teamOf: (product) => catalog.ownerOf(product)?.name ?? null,
    hubOf,
    zoneOf: (person) => {
      const hub = hubOf(person);
      const ofHub = hub === null ? undefined : catalog.get('Hub', hub)?.spec.timeZone;
      return catalog.get('Person', person)?.spec.timeZone ?? ofHub ?? 'Etc/UTC';
    },
  };
}

/** Verdicts on a check's failures come late: so many days are looked at again. */
const worthDays = 35;

/** Once an hour: alerts by rule and day, and what checks were worth by day. */
export async function countDays(ctx: Ctx): Promise<void> {
  const worth = await readWorth(ctx, { days: worthDays });
  await inTransaction(ctx, async ({ db }) => {
    await countRules(db);
    await storeWorth(db, worth, worthDays);
  });
}
