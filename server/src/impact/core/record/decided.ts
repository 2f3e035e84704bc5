import { hitStates, type HitState, type ImpactRow, type ImpactState } from '@fieldmarshal/contract/impact';
import type { ImpactDecided } from '@fieldmarshal/contract/incidents';
import type { ImpactGraph } from '../graph/graph.ts';
import { keyOf } from './row.ts';

const kindLists = {
  workflow: 'workflows',
  application: 'applications',
  environment: 'environments',
  customer: 'customers',
} as const;

/**
 * Rows with what people said of them, as of now: what somebody added is among them, and a pass that has become too old no longer says
 * that something works. Doing it again changes nothing.
 */
export function withDecisions(
  rows: readonly ImpactRow[],
  decisions: readonly ImpactDecided[],
  { now, graph }: { readonly now: string; readonly graph: ImpactGraph },
): ImpactRow[] {
  if (decisions.length === 0)
    return rows.flatMap((row) => (row.decision?.what === 'added' ? [] : decided(aged(row, now), undefined)));
  const known = new Map(decisions.map((each) => [keyOf(each), each]));
  const listed = rows
    .filter((row) => row.decision?.what !== 'added' || known.has(keyOf(row)))
    .map((row) => decided(aged(row, now), known.get(keyOf(row))));
  const keys = new Set(listed.map((row) => keyOf(row)));
  const added = decisions
    .filter((each) => each.decision !== 'rejected' && !keys.has(keyOf(each)))
    .map((each) => addedRow(each, graph));
  return [...listed, ...added];
}

function aged(row: ImpactRow, now: string): ImpactRow {
  if (row.standing !== 'not-hit' || (row.freshUntil ?? '') > now) return row;
  return { ...row, standing: 'possible', state: 'unknown', freshUntil: null };
}

function decided(row: ImpactRow, decision: ImpactDecided | undefined): ImpactRow {
  if (decision === undefined) return row.decision === null ? row : undecided(row);
  const { decision: what, by, at, reason, state } = decision;
  const made = { ...row, decision: { what, by, at, reason } };
  if (what === 'rejected') return { ...made, standing: 'rejected' };
  return { ...made, standing: 'confirmed', state: stateSaid(row.state, { what, state }) };
}

/** Who adds something says how it is hit, whatever was thought of it; what is seen to be worse than they said counts all the same. */
function stateSaid(
  seen: ImpactState,
  { what, state }: { readonly what: string; readonly state: HitState | null },
): ImpactState {
  if (seen === 'unknown' || seen === 'ok') return state ?? 'degraded';
  return what === 'added' && state !== null && hitStates.indexOf(state) < hitStates.indexOf(seen)
    ? state
    : seen;
}

/** A decision that was taken back leaves what the machine thinks. */
function undecided(row: ImpactRow): ImpactRow {
  const standing = row.confidence !== null && row.confidence >= 0.7 ? 'likely' : 'possible';
  return { ...row, decision: null, standing };
}

function addedRow(
  { kind, name, title, state, decision, reason, by, at }: ImpactDecided,
  graph: ImpactGraph,
): ImpactRow {
  const number = graph[kindLists[kind]].numbers.get(name);
  const label = number === undefined ? undefined : graph.labels[kind][number];
  return {
    kind,
    name,
    title: label?.title ?? title,
    publicName: label?.publicName ?? null,
    state: state ?? 'degraded',
    standing: 'confirmed',
    confidence: null,
    observed: false,
    evidence: [{ kind: 'person', id: name, says: reason === '' ? `${by} added it` : `${by}: ${reason}`, at }],
    path: [],
    environments: [],
    environmentsOf: 0,
    criticality:
      kind === 'workflow' && number !== undefined ? (graph.workflowCriticality[number] ?? null) : null,
    application:
      kind === 'workflow' && number !== undefined
        ? (graph.applications.names[graph.workflowApplication[number] ?? -1] ?? null)
        : null,
    usersPerHour: kind === 'customer' && number !== undefined ? usersOf(graph, number) : null,
    userMinutesLost: 0,
    asOf: at,
    since: at,
    until: null,
    freshUntil: null,
    decision: { what: decision, by, at, reason },
  };
}

/** All users of a customer: nobody has said which of its uses are hit. */
function usersOf({ uses }: ImpactGraph, number: number): number | null {
  const users = uses.usersPerHour
    .subarray(uses.starts[number], uses.starts[number + 1])
    .reduce((sum, each) => sum + each, 0);
  return Number.isNaN(users) ? null : Math.round(users);
}
