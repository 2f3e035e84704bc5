import type { ImpactRow, ImpactTotals, SeverityProposal } from '@fieldmarshal/contract/impact';
import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import { proposeSeverity, shippedRules, type Proposal } from './core/severity/propose.ts';

interface About {
  readonly incident: Incident;
  readonly rows: readonly ImpactRow[];
  readonly totals: ImpactTotals;
  readonly catalog: Catalog;
}

/** What the table of the catalog, or else the one that is shipped, gives for an open incident, where that is not its severity already. */
export function propose({ incident, rows, totals, catalog }: About): Proposal | null {
  if (isClosed(incident)) return null;
  const rules = catalog.list('SeverityRules')[0]?.spec.rules ?? shippedRules;
  const { dataLoss } = incident.impact;
  const proposal = proposeSeverity(rules, { rows, totals, dataLoss, reported: incident.reportedSeverity });
  return proposal?.severity === incident.severity ? null : proposal;
}

/** What waits for an answer: what was answered is not asked again until the table gives something else. */
export function standingProposal(incident: Incident, proposal: Proposal | null): SeverityProposal | null {
  const told = incident.impact.proposal;
  if (proposal === null || (told?.answered === true && told.severity === proposal.severity)) return null;
  return { ...proposal, at: told?.severity === proposal.severity ? told.at : incident.changedAt };
}
