import type { briefsInput, Incident } from '@fieldmarshal/contract/incidents';
import type { Cause, CauseBrief, FailingGroup } from '@fieldmarshal/contract/localisation';
import type { z } from 'zod';
import { readSummary } from '#checks';
import { getIncident } from '#incidents';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { loadBriefs } from '../store/brief-store.ts';
import {
  loadCase,
  loadGroupOf,
  loadIncidentCase,
  loadOpenGroups,
  type CauseCase,
} from '../store/case-store.ts';

/**
 * The cause verdict of an incident as of now; `pending` where nobody looked yet, `none` for a drill, of which no verdict is made. Throws
 * not-found for an unknown incident.
 */
export async function readIncidentCause(ctx: Ctx, { id }: { readonly id: string }): Promise<Cause> {
  permit(ctx, 'cause.read');
  const incident = await getIncident(ctx, { id });
  const found = await loadIncidentCase(ctx.env.databases[ctx.pool], id);
  if (found !== null) return causeView(found);
  return {
    ...{
      kind: 'incident',
      id,
      incidentId: id,
      environment: incident.environment,
      since: incident.declaredAt,
    },
    ...{ state: incident.drill ? 'none' : 'pending', version: 0, at: null, judgedAt: null, verdict: null },
    answer: saidInLog(incident),
    ...{ checks: [], runs: [], elsewhere: [] },
  };
}

/** What was said of the cause where only the log has it. */
function saidInLog({ causeAnswer }: Incident): Cause['answer'] {
  if (causeAnswer === null) return null;
  const { answer, cause, by, at } = causeAnswer;
  const named = cause === null ? null : { kind: cause.kind, name: cause.name };
  return { answer, cause: named, faultKind: null, note: '', by, at };
}

/**
 * What others go by: the cause verdict of an incident as it stands, or null where none was made. Never waits for one to be made; when
 * it changes, the fact `cause.changed` tells.
 */
export async function readVerdict(ctx: Ctx, incidentId: string): Promise<Cause | null> {
  permit(ctx, 'cause.read');
  const found = await loadIncidentCase(ctx.env.databases[ctx.pool], incidentId);
  return found === null ? null : causeView(found);
}

export async function readGroupCause(ctx: Ctx, { id }: { readonly id: string }): Promise<Cause> {
  permit(ctx, 'cause.read');
  const found = await loadCase(ctx.env.databases[ctx.pool], Number(id));
  if (found === null || found.kind !== 'failing') throw notFound('This failing group');
  return causeView(found);
}

/** Of the failing group that a run's check was in at that time; null where its check was not failing. */
export async function readRunCause(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<{ cause: Cause | null }> {
  permit(ctx, 'cause.read');
  const { check, environment, startedAt, dueAt } = await readSummary(ctx, id);
  const at = new Date(startedAt ?? dueAt);
  const found = await loadGroupOf(ctx.env.databases[ctx.pool], { check, environment, at });
  return { cause: found === null ? null : causeView(found) };
}

/** Failing groups with their first two suspects, the longest failing first. */
export async function listFailingGroups(ctx: Ctx): Promise<{ items: FailingGroup[] }> {
  permit(ctx, 'cause.read');
  const groups = await loadOpenGroups(ctx.env.databases[ctx.pool], null);
  return { items: groups.map(groupView) };
}

/** What each of these incidents is put down to; what nobody looked at yet, or is not there, is left out. */
export async function readCauseBriefs(
  ctx: Ctx,
  { incident }: z.output<typeof briefsInput>,
): Promise<{ items: CauseBrief[] }> {
  permit(ctx, 'cause.read');
  return { items: await loadBriefs(ctx.env.databases[ctx.pool], [incident].flat()) };
}

function groupView(found: CauseCase): FailingGroup {
  const { id, environment, since, checks, verdict, judgedAt, groupIncident, answer } = found;
  return {
    ...{ id: String(id), environment: environment ?? '', since: since.toISOString(), checks: [...checks] },
    incidentId: groupIncident,
    clear: verdict?.clear ?? false,
    suspects: (verdict?.suspects ?? []).slice(0, 2).map(({ kind, name, displayName, team, probability }) => ({
      kind,
      name,
      displayName,
      team,
      probability,
    })),
    judgedAt: judgedAt?.toISOString() ?? null,
    answer,
  };
}

function causeView(found: CauseCase): Cause {
  const { kind, incidentId, environment, verdict, version, runs } = found;
  return {
    ...{
      kind,
      id: incidentId ?? String(found.id),
      incidentId: incidentId ?? found.groupIncident,
      environment,
    },
    since: found.since.toISOString(),
    state: verdict === null ? 'pending' : hasGround(verdict) ? 'ready' : 'none',
    version,
    at: found.verdictAt?.toISOString() ?? null,
    judgedAt: found.judgedAt?.toISOString() ?? null,
    ...{
      verdict,
      answer: found.answer,
      checks: [...found.checks],
      runs: runs.runs,
      elsewhere: runs.elsewhere,
    },
  };
}

/** Whether there was anything at all to go by. */
function hasGround({ suspects, basis }: NonNullable<CauseCase['verdict']>): boolean {
  return suspects.length > 0 || basis.failingRuns + basis.alerts + basis.spans + basis.series > 0;
}
