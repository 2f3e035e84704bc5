import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents';
import { sinceItCameBack } from '../../core/log/came-back.ts';
import { entryText } from '../../core/log/entry-text.ts';
import { tellsCause } from '../../core/summary/cause.ts';
import { graveIn, isSaid } from '../../core/words/grave-words.ts';
import type { RcaCase, Shown } from './case.ts';

export interface LogFacts {
  readonly incident: Incident;
  /** Oldest first. */
  readonly events: readonly StoredEvent[];
  /** Starts of its alerts, RFC 3339. */
  readonly alertStarts: readonly string[];
  readonly alertProducts: readonly string[];
  /** Whether nothing on record is like it; null where too little is on record to say. */
  readonly isNew: boolean | null;
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
const intervention =
  /\b(?:roll(?:ed|ing) ?back|rollback|revert(?:ed|ing)|fail(?:ed|ing) ?over|failover|rerouted|drained)\b/giu;

/** An incident's log as what the flag judges. Evidence is the sequence number of an entry. */
export function caseFromLog({ incident, events, alertStarts, alertProducts, isNew }: LogFacts): RcaCase {
  const first = seqOf(events.find(({ type }) => type === 'declared')) ?? '1';
  const last = seqOf(events.findLast(({ type }) => type === 'resolved')) ?? seqOf(events.at(-1)) ?? first;
  const shown = <T>(value: T, evidence = first): Shown<T> => ({ value, evidence });
  const undone = new Set(incident.undone);
  const standing = events.filter(({ seq }) => !undone.has(seq));
  const prose = standing.flatMap((event) => proseOf(event, incident));
  const said = (holds: (text: string) => boolean): Shown<boolean> | null => {
    const entry = prose.find(({ text }) => holds(text));
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
    causeUnknown: shown(
      !isCauseKnown(incident) &&
        !sinceItCameBack(standing).some((event) =>
          proseOf(event, incident).some(({ text }) => tellsCause(text)),
        ),
      last,
    ),
    intervened: said((text) => isSaid(text, intervention)) ?? shown(false),
    reopened: shown(reopened > 0, ofType('reopened')),
    isNew: isNew === null ? null : shown(isNew),
    dataLoss:
      incident.impact.dataLoss === null
        ? said((text) => graveIn(text, 'data-lost')?.how === 'said')
        : shown(incident.impact.dataLoss, ofType('data-loss-set')),
    security: said((text) => graveIn(text, 'security')?.how === 'said'),
  };
}

function proseOf(event: StoredEvent, { title }: Incident): { text: string; seq: number }[] {
  const { text, origin } = entryText(event);
  if (origin !== 'prose') return [];
  return [{ text: event.type === 'declared' ? `${title}\n${text}` : text, seq: event.seq }];
}

/** By what people said last; where they said nothing, by what was found and is clear. */
function isCauseKnown({ causeAnswer, likelyCause }: Incident): boolean {
  if (causeAnswer !== null) return causeAnswer.answer === 'confirmed' || causeAnswer.answer === 'corrected';
  return likelyCause?.state === 'clear';
}

function seqOf(event: StoredEvent | undefined): string | null {
  return event === undefined ? null : String(event.seq);
}
