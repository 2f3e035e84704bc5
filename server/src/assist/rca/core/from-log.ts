import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents';
import type { RcaCase, Shown } from './case.ts';

export interface LogFacts {
  readonly incident: Incident;
  /** Oldest first. */
  readonly events: readonly StoredEvent[];
  /** Starts of its alerts, RFC 3339. */
  readonly alertStarts: readonly string[];
  readonly alertProducts: readonly string[];
}

const severities = { SEV1: 3, SEV2: 2, SEV3: 1, SEV4: 0 } as const;
const told = new Set([
  'declared',
  'noted',
  'state-changed',
  'severity-changed',
  'resolved',
  'reopened',
  'cause-found',
]);
const lost =
  /(?<!\b(?:no|any|without)\s(?:\w+\s)?)\b(?:data ?loss|lost data|data (?:was|were|is|has been) (?:lost|deleted|corrupted))\b/iu;
const exposed =
  /(?<!\b(?:no|not a|without)\s(?:\w+\s)?)\b(?:security (?:incident|breach|issue)|breach(?:ed)?|unauthori[sz]ed access|data leak|vulnerabilit(?:y|ies))\b/iu;
const intervention =
  /\b(?:roll(?:ed|ing)? ?back|rollback|revert(?:ed|ing)?|fail(?:ed|ing)? ?over|failover|rerouted?|drained)\b/iu;

/** An incident's log as what the flag judges. Evidence is the sequence number of an entry. */
export function caseFromLog({ incident, events, alertStarts, alertProducts }: LogFacts): RcaCase {
  const first = seqOf(events.find(({ type }) => type === 'declared')) ?? '1';
  const last = seqOf(events.findLast(({ type }) => type === 'resolved')) ?? seqOf(events.at(-1)) ?? first;
  const shown = <T>(value: T, evidence = first): Shown<T> => ({ value, evidence });
  const said = (pattern: RegExp): Shown<boolean> | null => {
    const entry = events.find((event) => pattern.test(wordsIn(event)));
    return entry === undefined ? null : shown(true, String(entry.seq));
  };
  const ofType = (type: string) => seqOf(events.findLast((event) => event.type === type)) ?? first;
  const { severity, declaredAt, resolvedAt, product, environment, teams, reopened, origin } = incident;
  const people = new Set(events.flatMap(({ actor }) => actor.person ?? []));
  const causes = (incident.causeAnswer?.cause ?? null) === null ? (incident.likelyCause?.causes ?? []) : [];
  return {
    id: incident.id,
    severity: severity === null ? null : shown(severities[severity], ofType('severity-changed')),
    startedAt: [declaredAt, ...alertStarts].toSorted()[0] ?? declaredAt,
    noticedAt: shown(declaredAt),
    resolvedAt: shown(resolvedAt ?? incident.changedAt, last),
    updates: events
      .filter(({ type }) => told.has(type))
      .map(({ at, seq }) => ({ at, evidence: String(seq) })),
    products: [
      ...new Set([
        ...(product === null ? [] : [product]),
        ...alertProducts,
        ...causes.filter(({ kind }) => kind === 'product').map(({ name }) => name),
      ]),
    ].map((name) => shown(name)),
    places: environment === null ? [] : [shown(environment)],
    teams: teams.map(({ team }) => shown(team, ofType('team-engaged'))),
    responders: people.size === 0 ? null : shown(people.size, last),
    foundByPeople: shown(origin === null),
    causeUnknown: shown(!isCauseKnown(incident), last),
    intervened: said(intervention) ?? shown(false),
    reopened: shown(reopened > 0, ofType('reopened')),
    isNew: null,
    dataLoss: said(lost),
    security: said(exposed),
  };
}

/** By what people said last; where they said nothing, by what was found and is clear. */
function isCauseKnown({ causeAnswer, likelyCause }: Incident): boolean {
  if (causeAnswer !== null) return causeAnswer.answer === 'confirmed' || causeAnswer.answer === 'corrected';
  return likelyCause?.state === 'clear';
}

function seqOf(event: StoredEvent | undefined): string | null {
  return event === undefined ? null : String(event.seq);
}

function wordsIn({ data }: StoredEvent): string {
  if (typeof data !== 'object' || data === null) return '';
  return Object.values(data)
    .filter((value) => typeof value === 'string')
    .join(' ')
    .slice(0, 4_000);
}
