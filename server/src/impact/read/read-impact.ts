import { impactPageRows, type ImpactRecord, type readImpactInput } from '@fieldmarshal/contract/impact';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { getIncident } from '#incidents';
import type { Ctx } from '#platform';
import { nothingBeyond } from '../core/record/beyond.ts';
import { withDecisions } from '../core/record/decided.ts';
import { pageOf } from '../core/record/page.ts';
import { totalsOf } from '../core/record/totals.ts';
import type { ImpactGraph } from '../core/graph/graph.ts';
import { graphOf } from '../graph-cache.ts';
import { propose, standingProposal } from '../proposal.ts';
import type { Stored } from '../store.ts';
import { decideMs } from '../want-look.ts';
import { readRecord } from './known-records.ts';

/** With all its rows, in the order of the assessment. */
export type WholeImpact = Omit<ImpactRecord, 'nextCursor' | 'undo'>;

/** The record with a page of its rows. Throws `not-found`, and `invalid` where no list has given this cursor. */
export async function readImpactPage(
  ctx: Ctx,
  { id, limit, cursor }: z.output<typeof readImpactInput>,
): Promise<ImpactRecord> {
  return asPage(await readImpact(ctx, { id }), { start: Number(cursor ?? 0), limit });
}

/** A record as it goes out: its first page where nobody says another one. */
export function asPage(
  record: WholeImpact,
  { start, limit }: { readonly start: number; readonly limit: number } = { start: 0, limit: impactPageRows },
): ImpactRecord {
  const { rows, next } = pageOf(record.rows, start, limit);
  return { ...record, rows: [...rows], nextCursor: next === null ? null : String(next), undo: null };
}

/**
 * Who and what an incident hits: the last assessment with what people have decided up to this moment. Before the first assessment there
 * are no rows and `assessedAt` is null. Throws `not-found`.
 */
export async function readImpact(ctx: Ctx, { id }: { readonly id: string }): Promise<WholeImpact> {
  permit(ctx, 'incident.read');
  const [incident, record, catalog] = await Promise.all([
    getIncident(ctx, { id }),
    readRecord(ctx, id),
    readCatalog(ctx.env),
  ]);
  const now = ctx.env.clock.now().toISOString();
  return recordOf(incident, record, { catalog, graph: graphOf(catalog), now });
}

interface As {
  readonly catalog: Catalog;
  readonly graph: ImpactGraph;
  readonly now: string;
}

/** The record as it is shown. */
function recordOf(incident: Incident, record: Stored | null, { catalog, graph, now }: As): WholeImpact {
  const { decisions, dataLoss, workarounds } = incident.impact;
  const rows = withDecisions(record?.rows ?? [], decisions, { now, graph });
  const beyond = record?.beyond ?? nothingBeyond;
  const totals = totalsOf(rows, graph, { now: incident.resolvedAt ?? now, beyond });
  const declaredAt = new Date(incident.declaredAt);
  const decideBy = record?.decideBy ?? new Date(declaredAt.getTime() + decideMs);
  return {
    incidentId: incident.id,
    version: record?.assessment ?? 0,
    at: now,
    assessedAt: record?.assessedAt?.toISOString() ?? null,
    firstAssessedAt: record?.firstAssessedAt?.toISOString() ?? null,
    firstDecidedAt: incident.firsts.impact?.at ?? null,
    decideBy: decideBy.toISOString(),
    startedAt: (record?.startedAt ?? declaredAt).toISOString(),
    closed: record?.closed ?? false,
    rows,
    more: record?.more ?? 0,
    totals,
    passing: {
      checks: record?.passing.checks ?? 0,
      oldestAt: record?.passing.oldestAt?.toISOString() ?? null,
    },
    dataLoss,
    workarounds,
    proposal: standingProposal(incident, propose({ incident, rows, totals, catalog }), new Date(now)),
    score: record?.score ?? null,
  };
}
