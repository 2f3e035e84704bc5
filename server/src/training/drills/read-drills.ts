import type { DrillDetail, DrillSummary, ScriptLine, ShownScenario } from '@fieldmarshal/contract/training';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { elapsedAt } from '../core/drill-clock.ts';
import { wordsOf, whenOf } from '../core/script-words.ts';
import { loadDrill, loadDrills, seenTitle, type StoredDrill } from './drill-store.ts';
import { readScene } from './scene.ts';

export async function listScenarios(ctx: Ctx): Promise<{ items: ShownScenario[] }> {
  permit(ctx, 'training.read');
  const catalog = await readCatalog(ctx.env);
  return {
    items: catalog.list('Scenario').map(({ name, spec }) => ({
      ...{ name, title: spec.displayName ?? spec.title, description: spec.description ?? '' },
      ...{ minutes: spec.minutes, entries: spec.entries.length, live: spec.faults.length > 0 },
    })),
  };
}

export async function listDrills(
  ctx: Ctx,
  query: { readonly state: 'open' | 'ended' | 'all'; readonly limit: number },
): Promise<{ items: DrillSummary[] }> {
  permit(ctx, 'training.read');
  const catalog = await readCatalog(ctx.env);
  const drills = await loadDrills(ctx.env.databases[ctx.pool], query);
  return { items: drills.map((drill) => summaryOf(catalog, drill)) };
}

/** How a drill stands. Who leads in it does not see the script before it is over. */
export async function readDrill(ctx: Ctx, { id }: { readonly id: string }): Promise<DrillDetail> {
  permit(ctx, 'training.read');
  const db = ctx.env.databases[ctx.pool];
  const drill = await loadDrill(db, id);
  if (drill === null) throw notFound(`Drill ${id}`);
  const catalog = await readCatalog(ctx.env);
  const now = ctx.env.clock.now();
  const elapsedMs = elapsedAt(drill.stretches, now.getTime());
  const isOver = drill.state === 'ended';
  const isTrainee = ctx.actor.kind === 'person' && ctx.actor.person === drill.trainee;
  const { severity, cause, explanation } = drill.script.solution;
  return {
    ...summaryOf(catalog, drill),
    ...{ elapsedS: Math.round(elapsedMs / 1_000), lengthS: Math.round(drill.script.lengthMs / 1_000) },
    ...{ now: now.toISOString(), pausedBecause: await pauseWords(db, drill), startedBy: drill.startedBy },
    ...{
      overrideReason: drill.overrideReason,
      faultTrouble: drill.faultTrouble,
    },
    script: isTrainee && !isOver ? null : linesOf(drill),
    scene: drill.source.kind === 'recording' ? await readScene(db, drill.source.name, elapsedMs) : null,
    result: drill.result,
    solution: isTrainee && !isOver ? null : { severity: severityOf(severity), cause, explanation },
    debriefs: [...drill.debriefs],
  };
}

/** Why it stands still, for whoever reads it: which incident burns is for those who may see that. */
async function pauseWords(
  db: Parameters<typeof seenTitle>[0],
  { pausedBecause, pausedFor }: StoredDrill,
): Promise<string | null> {
  const title = pausedFor === null ? null : await seenTitle(db, pausedFor);
  return title === null ? pausedBecause : `${pausedFor} is a real SEV1: ${title}`;
}

function severityOf(severity: string | null): 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4' | null {
  return severity === 'SEV1' || severity === 'SEV2' || severity === 'SEV3' || severity === 'SEV4'
    ? severity
    : null;
}

function summaryOf(catalog: Catalog, drill: StoredDrill): DrillSummary {
  const named = (person: string | null) =>
    person === null ? null : { person, name: catalog.get('Person', person)?.spec.displayName ?? person };
  const { id, incidentId, title, source, seat, state, speed, end } = drill;
  return {
    ...{ id, incidentId, title, source, seat, state, speed, end },
    ...{ trainee: named(drill.trainee), mentor: named(drill.mentor) },
    ...{ startedAt: drill.startedAt.toISOString(), endedAt: drill.endedAt?.toISOString() ?? null },
    ...{ score: drill.result?.score ?? null, live: drill.faults.length > 0 },
  };
}

function linesOf({ script, played }: StoredDrill): ScriptLine[] {
  const done = new Set(played);
  return script.steps.map(({ key, time, voice, event }) => ({
    ...{ key, when: whenOf(time), voice: voice.name, text: wordsOf(event), played: done.has(key) },
  }));
}
