import { isClosed, readersOf, type Incident, type IncidentSummary } from '@fieldmarshal/contract/incidents';
import type { Severity } from '@fieldmarshal/contract';

/** What lists count, from the fold. `alertsFiring` and `alerts` count groups' alerts; single linked ones are added to `alerts`. */
export function countsOf(incident: Incident): IncidentSummary['counts'] {
  const { teams, tasks, alertGroups, alerts, noteCount, changes } = incident;
  return {
    teams: teams.length,
    teamsAcknowledged: teams.filter((team) => team.acknowledgedAt !== null).length,
    openTasks: tasks.filter((task) => !task.done).length,
    alertsFiring: alertGroups.reduce((sum, group) => sum + group.firing, 0),
    alerts: alerts.length + alertGroups.reduce((sum, group) => sum + group.total, 0),
    notes: noteCount,
    changes: changes.length,
  };
}

const ranks: Record<Severity, number> = { SEV1: 0, SEV2: 2, SEV3: 3, SEV4: 4 };

/** Worst first. Not assessed comes right after SEV1, because it may turn out to be one. */
export function severityRank(severity: Severity | null): number {
  return severity === null ? 1 : ranks[severity];
}

/** The cached columns of an incident, by the names they have in the table. */
export function columnsOf(incident: Incident) {
  const marshal = incident.roles.find((held) => held.role === 'field-marshal');
  return {
    seq: incident.seq,
    title: incident.title,
    summary: incident.summary,
    severity: incident.severity,
    severity_rank: severityRank(incident.severity),
    state: incident.state,
    is_open: !isClosed(incident),
    drill: incident.drill,
    private: incident.private,
    readers: [...readersOf(incident)],
    product: incident.product,
    environment: incident.environment,
    field_marshal: marshal?.person ?? null,
    field_marshal_name: marshal?.name ?? null,
    teams: incident.teams.map((team) => team.team),
    update_due: incident.updateDue,
    bridge: incident.bridge,
    declared_at: incident.declaredAt,
    changed_at: incident.changedAt,
    acknowledged_at: incident.acknowledgedAt,
    resolved_at: incident.resolvedAt,
    merged_into: incident.mergedInto,
    origin_kind: incident.origin?.kind ?? null,
    origin_id: incident.origin?.id ?? null,
  };
}
