import type { ImpactRecord } from '@fieldmarshal/contract/impact';
import type { Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { getIncident } from '#incidents';
import type { Ctx } from '#platform';
import { withDecisions } from '../core/record/decided.ts';
import { totalsOf } from '../core/record/totals.ts';
import type { ImpactGraph } from '../core/graph/graph.ts';
import { graphOf } from '../graph-cache.ts';
import { propose, standingProposal } from '../proposal.ts';
import type { Stored } from '../store.ts';
import { decideMs } from '../want-look.ts';
import { readRecord } from './known-records.ts';

/**
 * Who and what an incident hits: the last assessment with what people have decided up to this moment. Before the first assessment there
 * are no rows and `assessedAt` is null. Throws `not-found`.
 */
export async function readImpact(ctx: Ctx, { id }: { readonly id: string }): Promise<ImpactRecord> {
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
function recordOf(incident: Incident, record: Stored | null, { catalog, graph, now }: As): ImpactRecord {
  const { decisions, dataLoss, workarounds } = incident.impact;
  const rows = withDecisions(record?.rows ?? [], decisions, { now, graph });
  const totals = totalsOf(rows, graph, incident.resolvedAt ?? now);
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
    proposal: standingProposal(incident, propose({ incident, rows, totals, catalog })),
    score: record?.score ?? null,
  };
}
