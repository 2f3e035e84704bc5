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

/** In the first moments of an incident what is hit comes and goes: so long a worse proposal stands before a milder one takes its place. */
export const standMs = 60_000;

/**
 * What waits for an answer: what was answered is not asked again until the table gives something else. A worse one takes the place of
 * another at once.
 */
export function standingProposal(
  incident: Incident,
  proposal: Proposal | null,
  now: Date,
): SeverityProposal | null {
  if (isClosed(incident)) return null;
  const told = incident.impact.proposal;
  if (told !== null && isHeld(told, incident, { proposal, now })) {
    const { answered: _, ...held } = told;
    return held;
  }
  if (proposal === null || (told?.answered === true && told.severity === proposal.severity)) return null;
  return { ...proposal, at: told?.severity === proposal.severity ? told.at : incident.changedAt };
}

interface Held {
  readonly proposal: Proposal | null;
  readonly now: Date;
}

/** Whether what was told is worse than what the table gives now, which may be what the incident has, and is too young to go. */
function isHeld(
  told: NonNullable<Incident['impact']['proposal']>,
  { severity }: Incident,
  { proposal, now }: Held,
): boolean {
  if (told.answered || told.severity === severity) return false;
  // SEV1 sorts before SEV4: the smaller text is the worse severity.
  const isMilder = told.severity < (proposal?.severity ?? severity ?? 'SEV5');
  return isMilder && now.getTime() < Date.parse(told.at) + standMs;
}
