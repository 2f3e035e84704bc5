import type { SeverityProposal } from '@fieldmarshal/contract/impact';
import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog, type Catalog } from '#catalog';
import { getIncident, recordOnIncident } from '#incidents';
import { beforeFinish, inTransaction, type Ctx, type Tx } from '#platform';
import { assess, type Assessment } from './core/assess/assess.ts';
import type { ImpactGraph } from './core/graph/graph.ts';
import { renew, type Renewal } from './core/record/renew.ts';
import { totalsOf } from './core/record/totals.ts';
import { impactAssessed } from './facts.ts';
import { graphOf, memoryOf } from './graph-cache.ts';
import { lateKey, lookAgainTask, lookKey } from './jobs.ts';
import { lookAt } from './look-at.ts';
import { propose, standingProposal, standMs } from './proposal.ts';
import { loadRecord, storeRecord, takeLook, type Stored } from './store.ts';

/** Rows kept; what does not fit is the least sure, and counted. */
const rowsMax = 1_000;

/**
 * Looks at everything that is known of an incident and stores what follows. A fact that comes meanwhile asks for another look, which
 * stores what this one then no longer may: the newest look wins. Idempotent; may be cut off anywhere.
 */
export async function assessIncident(
  asked: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  // The timer may be set anew while this runs, and this look must still count.
  const ctx = beforeFinish(asked);
  const run = await inTransaction(ctx, async (tx) => takeLook(tx, incidentId));
  if (run === null) return;
  const [incident, catalog] = await Promise.all([getIncident(ctx, { id: incidentId }), readCatalog(ctx.env)]);
  const graph = graphOf(catalog);
  const known = await lookAt(ctx, { incident, catalog, graph });
  await inTransaction(ctx, async (tx) => {
    const record = await loadRecord(tx.db, incidentId, true);
    if (record === null || record.run !== run) return;
    const now = tx.now.getTime();
    const memory = memoryOf(graph, incidentId);
    const found = assess(known.facts, graph, { now, limit: rowsMax, heard: known.heard, memory });
    const checked = known.facts.checks.length > 0;
    await settle(tx, { record, incident, catalog, graph, found, checked });
  });
}

interface Look {
  readonly record: Stored;
  readonly incident: Incident;
  readonly catalog: Catalog;
  readonly graph: ImpactGraph;
  readonly found: Assessment;
  readonly checked: boolean;
}

async function settle(tx: Tx, { record, incident, catalog, graph, found, checked }: Look): Promise<void> {
  const renewal = renew(record, { incident, graph, found, checked, now: tx.now });
  await storeRecord(tx, incident.id, renewal.record);
  if (renewal.changed) {
    tx.changed(`incident:${incident.id}`);
    tx.changed('impact', incident.id);
    const { id: incidentId, drill } = incident;
    tx.emit(impactAssessed, incidentId, { incidentId, drill, ...renewal.news });
  }
  await tellLog(tx, incident, renewal);
  const proposal = await tellProposal(tx, { incident, catalog, graph, renewal });
  setNextLook(tx, { record, incident, renewal, proposal });
}

/** The log hears of changes, at most every few seconds; what waits is told by the next look. */
async function tellLog(tx: Tx, { id: incidentId }: Incident, { telling }: Renewal): Promise<void> {
  if (telling === null) return;
  await recordOnIncident(
    { ...tx.ctx, within: tx },
    { incidentId, command: { type: 'record-impact', ...telling } },
  );
}

/** A severity that is proposed anew is told; `decide` leaves out what was proposed already. */
async function tellProposal(
  tx: Tx,
  {
    incident,
    catalog,
    graph,
    renewal,
  }: Omit<Look, 'record' | 'found' | 'checked'> & { readonly renewal: Renewal },
): Promise<SeverityProposal | null> {
  const { rows, beyond } = renewal.record;
  const totals = totalsOf(rows, graph, { now: tx.now.toISOString(), beyond });
  const proposal = standingProposal(incident, propose({ incident, rows, totals, catalog }), tx.now);
  if (proposal === null) return null;
  const { severity, reason, rule } = proposal;
  await recordOnIncident(
    { ...tx.ctx, within: tx },
    { incidentId: incident.id, command: { type: 'propose-severity', severity, reason, rule } },
  );
  return proposal;
}

interface Ahead extends Pick<Look, 'record' | 'incident'> {
  readonly renewal: Renewal;
  readonly proposal: SeverityProposal | null;
}

function setNextLook(tx: Tx, { record, incident, renewal, proposal }: Ahead): void {
  const { id: incidentId } = incident;
  if (isClosed(incident)) tx.cancelTimer(lateKey(incidentId));
  // Somebody asked meanwhile, and set the timer.
  if (renewal.nextAt === null || record.wantedAt !== null) return;
  // A milder severity may be waiting for this moment.
  const settlesAt = new Date(proposal === null ? 0 : Date.parse(proposal.at) + standMs);
  const dueAt = settlesAt > tx.now && settlesAt < renewal.nextAt ? settlesAt : renewal.nextAt;
  tx.setTimer(lookAgainTask, { key: lookKey(incidentId), payload: { incidentId }, dueAt });
}
