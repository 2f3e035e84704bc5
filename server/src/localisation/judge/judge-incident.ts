import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import { failingCells, type FailingCell } from '#checks';
import { getIncident } from '#incidents';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { candidateId } from '../core/live/candidates.ts';
import { headline, isWorthTelling } from '../core/live/material.ts';
import { causeChanged } from '../facts.ts';
import {
  loadIncidentCase,
  openIncidentCase,
  storeVerdict,
  touchCase,
  type CauseCase,
} from '../store/case-store.ts';
import type { Trouble } from '../evidence/gather.ts';
import { look, type Found } from './look.ts';
import type { Subject } from './mark.ts';
import { settle } from './settle.ts';

const hour = 3_600_000;

/** What the cause of an incident is, from what is known now. A resolved one keeps its last verdict. */
export async function judgeIncident(
  ctx: Ctx,
  subject: Extract<Subject, { incidentId: string }>,
  marks: number,
): Promise<void> {
  const { incidentId } = subject;
  const incident = await getIncident(ctx, { id: incidentId });
  const before = await loadIncidentCase(ctx.env.databases[ctx.pool], incidentId);
  const trouble = await troubleOf(ctx, incident, before);
  const found = isClosed(incident) ? null : await look(ctx, trouble, before?.verdict ?? null);
  await inTransaction(ctx, async (tx) => {
    await openIncidentCase(tx, { ...trouble, incidentId });
    const known = await loadIncidentCase(tx.db, incidentId);
    if (known !== null && found !== null) await store(tx, known, { trouble, found });
    else if (known !== null) await touchCase(tx, known.id);
    await settle(tx, subject, marks);
  });
}

/** Checks whose alerts belong to the incident; without any, those of its environment that turned at about that time. */
async function troubleOf(ctx: Ctx, incident: Incident, before: CauseCase | null): Promise<Trouble> {
  const { id, environment, product, title } = incident;
  const declared = Date.parse(incident.declaredAt);
  const cells = environment === null ? [] : await failingCells(ctx, environment);
  const own = cells.filter(({ incidentId }) => incidentId === id);
  const near = cells.filter(({ since }) => Math.abs(since.getTime() - declared) < hour);
  const about = own.length > 0 ? own : near;
  const checks = [...new Set([...(before?.checks ?? []), ...about.map(({ check }) => check)])].toSorted();
  const since = Math.min(
    before?.since.getTime() ?? declared,
    ...about.map((cell) => Math.max(cell.since.getTime(), declared - hour)),
  );
  return {
    ...{ environment, incidentId: id, group: null, checks, since: new Date(since) },
    // What an alert names first is a word for routing; a check's word is not the place where trouble was seen.
    product: about.length > 0 ? null : product,
    title: [title, ...about.map(reasonOf)].join('\n'),
  };
}

function reasonOf({ step, reason }: FailingCell): string {
  return `${step ?? ''} ${reason ?? ''}`;
}

async function store(
  tx: Tx,
  known: CauseCase,
  { trouble, found }: { readonly trouble: Trouble; readonly found: Found },
): Promise<void> {
  const { verdict, runs, elsewhere, evidence } = found;
  const now = headline(verdict);
  const tell = isWorthTelling(now, known);
  await storeVerdict(tx, {
    ...{ id: known.id, verdict, evidence, runs: { runs: [...runs], elsewhere: [...elsewhere] } },
    ...{ environment: trouble.environment, since: trouble.since, checks: trouble.checks },
    told: tell ? now : known.told,
    toldCount: known.toldCount + (tell ? 1 : 0),
  });
  tx.changed(`cause:${known.incidentId ?? ''}`);
  if (evidence === null) return;
  tx.emit(causeChanged, known.incidentId ?? '', changed(known, { verdict, tell }));
  tx.changed('causes');
}

function changed(
  { incidentId, environment, version }: CauseCase,
  { verdict, tell }: { readonly verdict: CauseVerdict; readonly tell: boolean },
) {
  const { clear, nothing, pair } = verdict;
  const paired = new Set(pair?.map(candidateId));
  const suspects = verdict.suspects
    .toSorted((a, b) => Number(paired.has(candidateId(b))) - Number(paired.has(candidateId(a))))
    .slice(0, 5)
    .map(({ kind, name, displayName, probability }) => ({ kind, name, displayName, probability }));
  return {
    ...{ incidentId: incidentId ?? '', environment, version: version + 1, clear, tell, nothing, suspects },
    causes: Math.min(suspects.length, pair === null ? 1 : 2),
    why: verdict.suspects[0]?.evidence.find(({ nats }) => nats > 0)?.sentence ?? '',
  };
}
