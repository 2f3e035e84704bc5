import type { DrillEnd } from '@fieldmarshal/contract/training';
import { getIncident, listEvents, playIntoDrill, resolveIncident } from '#incidents';
import { audit } from '#identity';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { elapsedAt, pauseAt, wallAt } from '../core/drill-clock.ts';
import { coming, type DueStep, type Happened } from '../core/due.ts';
import { placedDue } from '../core/placed-due.ts';
import { setFaultTimer, setPlayTimer } from './drill-jobs.ts';
import { drillOfIncident, loadDrill, loadDrills, saveDrill, type StoredDrill } from './drill-store.ts';
import { setApartTimer } from '../live/apart.ts';
import { resultOf } from './result.ts';

/** Plays what is due of a drill into its room, sets the timer for what comes next, and ends it when its time is over. For its timer. */
export async function playDrill(ctx: Ctx, { drillId }: { readonly drillId: string }): Promise<void> {
  const known = await loadDrill(ctx.env.databases[ctx.pool], drillId);
  const events = known === null ? [] : await logOf(ctx, known);
  await inTransaction(ctx, async (tx) => {
    const drill = await loadDrill(tx.db, drillId, true);
    if (drill === null || drill.state !== 'running') return;
    const now = tx.now.getTime();
    const elapsedMs = elapsedAt(drill.stretches, now);
    const happened = events.map((event) => ({
      event,
      atMs: elapsedAt(drill.stretches, Date.parse(event.at)),
    }));
    const all = coming(drill.script, { played: new Set(drill.played), happened });
    const due = all.filter(({ atMs }) => atMs <= elapsedMs);
    await play(tx, drill, due);
    const after = { ...drill, played: [...drill.played, ...due.map(({ step }) => step.key)] };
    const limitMs = limitOf(drill);
    if (elapsedMs >= limitMs && all.length === due.length)
      return endWithin(tx, after, { end: 'time', happened });
    await saveDrill(tx.db, after);
    const nextMs = Math.min(
      ...all.slice(due.length).map(({ atMs }) => atMs),
      Math.max(limitMs, elapsedMs + 1),
    );
    const at = wallAt(drill.stretches, nextMs);
    if (at !== null) setPlayTimer(tx, drillId, new Date(Math.max(at, now + 1)));
    if (due.length > 0) tx.changed('drills');
  });
}

/** One that is watched ends with its recording; a trainee has twice the time. */
function limitOf({ seat, script }: StoredDrill): number {
  return seat === 'watch' ? script.lengthMs : script.lengthMs * 2;
}

async function play(tx: Tx, { incidentId, stretches }: StoredDrill, due: readonly DueStep[]): Promise<void> {
  if (due.length === 0) return;
  const entries = due.map(({ step, atMs }) => ({
    voice: step.voice,
    event: placedDue(step.event, (promised) => {
      // Scenario time is told from the declaration; the wall runs slower.
      const at = wallAt(stretches, Date.parse(promised));
      return new Date(at ?? tx.now.getTime() + atMs).toISOString();
    }),
  }));
  await playIntoDrill({ ...tx.ctx, within: tx }, { incidentId, entries });
}

async function logOf(ctx: Ctx, { incidentId }: StoredDrill) {
  return (await listEvents(ctx, { id: incidentId, order: 'oldest', limit: 5_000 })).items;
}

/** Somebody did something in a room that is a drill: what waits for it is looked at, and a resolution ends it. For reactions. */
export async function tendDrill(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  const found = await drillOfIncident(ctx.env.databases[ctx.pool], incidentId);
  if (found === null || found.state === 'ended') return;
  const incident = await getIncident(ctx, { id: incidentId });
  await inTransaction(ctx, async (tx) => {
    const drill = await loadDrill(tx.db, found.id, true);
    if (drill === null || drill.state === 'ended') return;
    if (incident.resolvedAt === null) return setPlayTimer(tx, drill.id);
    const events = await logOf(ctx, drill);
    const atOf = (at: string) => elapsedAt(drill.stretches, Date.parse(at));
    return endWithin(tx, drill, {
      end: 'resolved',
      happened: events.map((event) => ({ event, atMs: atOf(event.at) })),
    });
  });
}

interface Ended {
  readonly end: DrillEnd;
  /** Its whole log. */
  readonly happened: readonly Happened[];
}

/** Ends a drill: the clock stops, real faults go off, and it is scored. */
export async function endWithin(tx: Tx, drill: StoredDrill, { end, happened }: Ended): Promise<void> {
  const ended: StoredDrill = {
    ...drill,
    ...{ state: 'ended', end, endedAt: tx.now, pausedBecause: null, pausedFor: null },
    stretches: pauseAt(drill.stretches, tx.now.getTime()),
    result: drill.seat === 'watch' ? null : resultOf(drill.script.solution, happened),
  };
  await saveDrill(tx.db, ended);
  if (end !== 'resolved') await closeRoom(tx, drill);
  audit(tx, { action: 'drill.ended', subject: drill.id, after: { end, score: ended.result?.score ?? null } });
  tx.cancelTimer(`drill ${drill.id}`);
  if (drill.faults.length > 0) setFaultTimer(tx, drill.id);
  setApartTimer(tx, drill);
  tx.changed('drills');
}

/** A room that nobody resolved would look as if it burnt on: it is closed after the score was taken, and its paging stops. */
async function closeRoom(tx: Tx, { incidentId }: StoredDrill): Promise<void> {
  const actor = { kind: 'system', name: 'Fieldmarshal' } as const;
  const ctx = { ...tx.ctx, actor, within: tx };
  const row = await tx.db
    .selectFrom('incident')
    .select('is_open')
    .where('id', '=', incidentId)
    .executeTakeFirst();
  if (row?.is_open === true) await resolveIncident(ctx, { id: incidentId, summary: 'The drill is over.' });
}

/** Sets the timers of running drills again, whatever became of them. */
export async function sweepDrills(ctx: Ctx): Promise<void> {
  const open = await loadDrills(ctx.env.databases.worker, { state: 'open', limit: 200 });
  const running = open.filter(({ state }) => state === 'running');
  if (running.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const { id } of running) setPlayTimer(tx, id);
  });
}
