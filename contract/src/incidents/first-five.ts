import type { Incident } from './state-schema.ts';

export type FirstStep = 'field-marshal' | 'severity' | 'impact' | 'teams' | 'update-due' | 'bridge';

/** One of the things that should have happened five minutes after an incident was declared. */
export interface FirstFiveStep {
  readonly step: FirstStep;
  readonly done: boolean;
  /** When it first happened; null while it has not. */
  readonly at: string | null;
  /** Whole seconds from declaration to then. */
  readonly afterS: number | null;
  /** What to show: a name, `SEV1`, `3 confirmed`, `2 of 3`, an instant, `4 in`; empty while there is nothing. */
  readonly value: string;
}

export interface FirstFive {
  readonly steps: readonly FirstFiveStep[];
  readonly done: number;
  /** When the five minutes are over. */
  readonly until: string;
}

const windowMs = 5 * 60_000;

/** The first-five-minutes bar, from the log alone: the same for everybody, also long afterwards. What was undone does not count. */
export function firstFive(incident: Incident): FirstFive {
  const { firsts } = incident;
  const marshal = incident.roles.find((held) => held.role === 'field-marshal');
  const acknowledged = incident.teams.filter((team) => team.acknowledgedAt !== null).length;
  const teams = incident.teams.length === 0 ? '' : `${acknowledged} of ${incident.teams.length}`;
  const joined = incident.bridgeJoined.length;
  const steps = [
    stepOf(incident, 'field-marshal', { first: firsts.fieldMarshal, value: marshal?.name ?? '' }),
    stepOf(incident, 'severity', { first: firsts.severity, value: incident.severity ?? '' }),
    stepOf(incident, 'impact', { first: firsts.impact, value: impactText(incident) }),
    stepOf(incident, 'teams', { first: firsts.teamAcknowledged, value: teams }),
    stepOf(incident, 'update-due', { first: firsts.updateDue, value: incident.updateDue ?? '' }),
    stepOf(incident, 'bridge', { first: firsts.bridge, value: joined === 0 ? '' : `${joined} in` }),
  ];
  return {
    steps,
    done: steps.filter((step) => step.done).length,
    until: new Date(Date.parse(incident.declaredAt) + windowMs).toISOString(),
  };
}

/** What is decided once a person has looked, else what was found: what a program confirms is still to be looked at. */
function impactText({ firsts, impact: { decisions, assessed } }: Incident): string {
  if (firsts.impact === null) return assessed?.summary ?? '';
  return `${decisions.filter(({ decision }) => decision !== 'rejected').length} confirmed`;
}

interface Found {
  readonly first: { readonly at: string } | null;
  readonly value: string;
}

function stepOf(incident: Incident, step: FirstStep, { first, value }: Found): FirstFiveStep {
  if (first === null) return { step, done: false, at: null, afterS: null, value };
  const afterMs = Date.parse(first.at) - Date.parse(incident.declaredAt);
  return { step, done: true, at: first.at, afterS: Math.max(0, Math.round(afterMs / 1_000)), value };
}
