import { randomUUID } from 'node:crypto';
import { readCatalog } from '#catalog';
import { audit } from '#identity';
import type { Ctx, Tx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { planOf, plannedOf, workSources, type Planned } from '../core/work.ts';
import type { Routing } from '../core/routing.ts';
import { readRouting } from '../routing.ts';
import { saveAndApply, savePending } from '../silences/save.ts';
import { deleteSilence, lockPlanned, type StoredSilence } from '../store/silence-store.ts';

/** Makes the maintenance windows of the next days be as the catalog says; one that it says no longer ends at once. */
export async function planWork(ctx: Ctx): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const sources = workSources({ windows: catalog.list('MaintenanceWindow'), checks: catalog.list('Check') });
  const routing = await readRouting(ctx.env);
  await inFreshTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    const stored = await lockPlanned(tx.db);
    const plan = planOf(
      sources.flatMap((source) => plannedOf(source, now)),
      stored,
      now,
    );
    for (const row of plan.drop) await drop(tx, row);
    for (const row of plan.end) await end(tx, row, routing);
    for (const { before, wanted } of plan.change)
      await save(tx, { before, after: { ...before, ...wanted, updatedAt: now } }, routing);
    for (const wanted of plan.make) await save(tx, { before: null, after: made(wanted, now) }, routing);
  });
}

function made(wanted: Planned, now: number): StoredSilence {
  return {
    id: randomUUID(),
    kind: 'maintenance',
    ...wanted,
    // One that is found under way has not covered what came before.
    startsAt: Math.max(wanted.plannedFor, now),
    createdBy: wanted.source,
    integration: null,
    createdAt: now,
    updatedAt: now,
  };
}

interface Change {
  readonly before: StoredSilence | null;
  readonly after: StoredSilence;
}

async function save(tx: Tx, change: Change, routing: Routing): Promise<void> {
  if (change.after.startsAt > tx.now.getTime()) await savePending(tx, change);
  else await saveAndApply(tx, change, routing);
}

/** Without its source: should the catalog say it once more, it is planned anew. */
async function end(tx: Tx, before: StoredSilence, routing: Routing): Promise<void> {
  const now = tx.now.getTime();
  const after = { ...before, endsAt: now, updatedAt: now, source: null, plannedFor: null };
  await saveAndApply(tx, { before, after }, routing);
}

async function drop(tx: Tx, row: StoredSilence): Promise<void> {
  await deleteSilence(tx.db, row.id);
  audit(tx, {
    action: 'maintenance.removed',
    subject: `maintenance/${row.id}`,
    before: { title: row.title, source: row.source },
  });
  tx.changed('silences');
}
