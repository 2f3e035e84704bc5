import type { DrillDetail } from '@fieldmarshal/contract/training';
import { audit, permit } from '#identity';
import { listEvents } from '#incidents';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { elapsedAt, pauseAt, runFrom } from '../core/drill-clock.ts';
import { setFaultTimer, setPlayTimer } from './drill-jobs.ts';
import { setApartTimer } from '../live/apart.ts';
import { loadDrill, loadDrills, saveDrill, type StoredDrill } from './drill-store.ts';
import { endWithin } from './play-drill.ts';
import { readDrill } from './read-drills.ts';
import { refuseDuringSev1 } from './start-drill.ts';

interface On {
  readonly id: string;
}

/** Scenario time stands still until somebody lets it go on. */
export async function pauseDrill(ctx: Ctx, { id }: On): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  await inTransaction(ctx, async (tx) => {
    const drill = await openDrill(tx, id);
    if (drill.state === 'running') await hold(tx, drill, { why: 'Somebody paused it.', incident: null });
  });
  return readDrill(ctx, { id });
}

interface Held {
  readonly why: string;
  readonly incident: string | null;
}

async function hold(tx: Tx, drill: StoredDrill, { why, incident }: Held): Promise<void> {
  const stretches = pauseAt(drill.stretches, tx.now.getTime());
  const paused = { ...drill, state: 'paused' as const, pausedBecause: why, pausedFor: incident };
  await saveDrill(tx.db, { ...paused, stretches });
  audit(tx, { action: 'drill.paused', subject: drill.id, after: { why } });
  tx.cancelTimer(`drill ${drill.id}`);
  if (drill.faults.length > 0) setFaultTimer(tx, drill.id);
  setApartTimer(tx, drill);
  tx.changed('drills');
  tx.changed(`incident:${drill.incidentId}`);
}

/** Goes on where it stood. Refused while a real SEV1 is open, unless a lead says why. */
export async function resumeDrill(
  ctx: Ctx,
  { id, override }: On & { readonly override?: string | undefined },
): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  if (override !== undefined) permit(ctx, 'drill.override');
  await inTransaction(ctx, async (tx) => {
    const drill = await openDrill(tx, id);
    if (drill.state === 'running') return;
    await refuseDuringSev1(tx, override);
    await go(tx, drill, { speed: drill.speed, override: override ?? drill.overrideReason });
  });
  return readDrill(ctx, { id });
}

export async function setDrillSpeed(
  ctx: Ctx,
  { id, speed }: On & { readonly speed: number },
): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  await inTransaction(ctx, async (tx) => {
    const drill = await openDrill(tx, id);
    if (drill.state === 'paused') await saveDrill(tx.db, { ...drill, speed });
    else await go(tx, drill, { speed, override: drill.overrideReason });
    tx.changed('drills');
  });
  return readDrill(ctx, { id });
}

interface Going {
  readonly speed: number;
  readonly override: string | null;
}

async function go(tx: Tx, drill: StoredDrill, { speed, override }: Going): Promise<void> {
  const stretches = runFrom(drill.stretches, tx.now.getTime(), speed);
  const running = { ...drill, stretches, speed, state: 'running' as const };
  await saveDrill(tx.db, { ...running, pausedBecause: null, pausedFor: null, overrideReason: override });
  audit(tx, { action: 'drill.went-on', subject: drill.id, after: { speed, override } });
  setPlayTimer(tx, drill.id);
  if (drill.faults.length > 0) setFaultTimer(tx, drill.id);
  tx.changed('drills');
}

/** Ends a drill before anybody resolved it; what was done until then is scored. */
export async function endDrill(ctx: Ctx, { id }: On): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  await inTransaction(ctx, async (tx) => {
    const drill = await openDrill(tx, id);
    const { items } = await listEvents(ctx, { id: drill.incidentId, order: 'oldest', limit: 5_000 });
    const atOf = (at: string) => elapsedAt(drill.stretches, Date.parse(at));
    await endWithin(tx, drill, {
      end: 'stopped',
      happened: items.map((event) => ({ event, atMs: atOf(event.at) })),
    });
  });
  return readDrill(ctx, { id });
}

/** Something real is burning: every drill stands still, and says why to whoever may see it. For a reaction. */
export async function pauseForReal(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  await holdAll(ctx, { why: 'A real SEV1 is open.', incident: incidentId });
}

/** Nobody sits in a drill that a restored server finds, and its real faults are another server's: all stand still until somebody goes on. */
export async function pauseRestored(ctx: Ctx, why: string): Promise<number> {
  return holdAll(ctx, { why, incident: null });
}

async function holdAll(ctx: Ctx, held: Held): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const open = await loadDrills(tx.db, { state: 'open', limit: 200 });
    let count = 0;
    for (const { id } of open) {
      const drill = await loadDrill(tx.db, id, true);
      if (drill?.state !== 'running') continue;
      await hold(tx, drill, held);
      count += 1;
    }
    return count;
  });
}

async function openDrill(tx: Tx, id: string): Promise<StoredDrill> {
  const drill = await loadDrill(tx.db, id, true);
  if (drill === null) throw notFound(`Drill ${id}`);
  if (drill.state === 'ended') throw new AppError('refused', `${id} is over.`);
  return drill;
}
