import type { Finder } from '@fieldmarshal/contract/insights';
import { isClosed, type Incident, type IncidentEvent } from '@fieldmarshal/contract/incidents';
import type { ImpactRow } from '@fieldmarshal/contract/impact';
import type { IncidentFacts, PageFact } from './facts.ts';
import { localTimeOf } from './local-time.ts';

/** Raised with every change of what is reckoned: incidents rolled up by another version are rolled up anew. */
export const rollVersion = 3;

/** The types of entries that {@link rollUp} reads. */
export const rolledTypes = [
  'declared',
  'severity-changed',
  'severity-kept',
  'impact-decided',
  'state-changed',
  'communicated',
] as const;

export interface AlertSeen {
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly receivedAt: number;
  /** Of one of our own checks, rather than of other monitoring. */
  readonly isCheck: boolean;
}

/** From whoever's first entry to their last. */
export interface Worked {
  readonly person: string;
  readonly fromAt: number;
  readonly toAt: number;
}

export interface RollInput {
  readonly incident: Incident;
  /** Entries of {@link rolledTypes}, oldest first. */
  readonly events: readonly IncidentEvent[];
  readonly alerts: readonly AlertSeen[];
  readonly impact: readonly ImpactRow[];
  readonly worked: readonly Worked[];
  readonly teamOf: (product: string) => string | null;
  readonly hubOf: (person: string) => string | null;
  readonly zoneOf: (person: string) => string;
}

export type Rolled = IncidentFacts & { readonly counts: boolean };

/** What an incident adds up to. Pure and total. */
export function rollUp(input: RollInput): Rolled {
  const { incident, teamOf } = input;
  const worked = workOf(input);
  const { id, title, severity, product, environment, state, reopened, drill, mergedInto } = incident;
  const foundBy = foundByOf(input);
  return {
    ...{ id, title, severity, product, environment, state, reopened, foundBy },
    counts: !drill && mergedInto === null,
    declaredAt: Date.parse(incident.declaredAt),
    team: product === null ? null : teamOf(product),
    hub: hubOfAnswer(input),
    isFalseAlarm: foundBy !== 'people' && isFalseAlarm(input),
    times: timesOf(input),
    cause: causeOf(incident),
    ...minutesOf(input.impact),
    pages: pagesOf(input),
    people: worked.length,
    personMinutes: worked.reduce((sum, one) => sum + minutesWorked(one), 0),
  };
}

/** Whose sign came first: alerts count that had arrived when it was declared. */
function foundByOf({ incident, alerts }: RollInput): Finder {
  const declared = Date.parse(incident.declaredAt);
  const before = alerts.filter(({ receivedAt }) => receivedAt <= declared);
  const first = before.toSorted((a, b) => a.receivedAt - b.receivedAt)[0];
  if (first === undefined) return incident.origin?.kind === 'alert-group' ? 'monitoring' : 'people';
  return first.isCheck ? 'check' : 'monitoring';
}

const beyond: ReadonlySet<string> = new Set(['identified', 'mitigating', 'monitoring']);

/** Over, and people found nothing in it: never beyond investigating, nothing confirmed as hit, nobody told outside; or the test was at fault. */
function isFalseAlarm({ incident, events }: RollInput): boolean {
  if (!isClosed(incident)) return false;
  if (incident.causeAnswer?.cause?.kind === 'test') return true;
  const moved = alive(incident, events).some(
    (event) => event.type === 'state-changed' && beyond.has(event.data.to),
  );
  const isHit = incident.impact.decisions.some(({ decision }) => decision !== 'rejected');
  const isNamed = (incident.causeAnswer?.cause ?? null) !== null;
  return !moved && !isHit && !isNamed && incident.communications.sent === 0;
}

function timesOf(input: RollInput): IncidentFacts['times'] {
  const { incident, alerts } = input;
  const { declaredAt, acknowledgedAt, resolvedAt, firsts } = incident;
  const events = alive(incident, input.events);
  const declared = Date.parse(declaredAt);
  const after = (at: string | null | undefined): number | null =>
    at === null || at === undefined ? null : Date.parse(at) - declared;
  const began = alerts.length === 0 ? null : Math.min(...alerts.map(({ startsAt }) => startsAt));
  return {
    detect: began === null ? null : declared - began,
    acknowledge: after(acknowledgedAt),
    marshal: after(firsts.fieldMarshal?.at),
    assess: after(events.find(isAssessment)?.at),
    message: after(events.find(({ type }) => type === 'communicated')?.at),
    mitigate: after(
      events.find((event) => event.type === 'state-changed' && event.data.to === 'monitoring')?.at ??
        resolvedAt,
    ),
    resolve: after(resolvedAt),
  };
}

/** A person said how bad it is or whom it hits. */
function isAssessment(event: IncidentEvent): boolean {
  const { kind } = event.actor;
  if (kind !== 'person' && kind !== 'token') return false;
  return event.type === 'declared' ? event.data.severity !== null : assessing.has(event.type);
}

const assessing: ReadonlySet<string> = new Set(['severity-changed', 'severity-kept', 'impact-decided']);

function alive({ undone }: Incident, events: readonly IncidentEvent[]): readonly IncidentEvent[] {
  return events.filter(({ seq }) => !undone.includes(seq));
}

/** As a person named it, else as a clear verdict does. */
function causeOf({ causeAnswer, likelyCause }: Incident): IncidentFacts['cause'] {
  const named = causeAnswer === null ? null : causeAnswer.cause;
  const found = likelyCause?.state === 'clear' ? (likelyCause.causes[0] ?? null) : null;
  const cause = causeAnswer === null ? found : named;
  return cause === null ? null : { kind: cause.kind, name: cause.name, title: cause.displayName };
}

function minutesOf(rows: readonly ImpactRow[]): Pick<IncidentFacts, 'userMinutes' | 'customers'> {
  const hit = rows.filter(({ kind, standing }) => kind === 'customer' && standing !== 'rejected');
  const customers = Object.fromEntries(
    hit.flatMap(({ name, userMinutesLost: lost }) => (lost > 0 ? [[name, lost] as const] : [])),
  );
  const isKnown = hit.some(
    ({ usersPerHour, userMinutesLost }) => usersPerHour !== null || userMinutesLost > 0,
  );
  const userMinutes = Object.values(customers).reduce((sum, lost) => sum + lost, 0);
  return { userMinutes: isKnown ? userMinutes : null, customers };
}

/** Shadows follow by their own wish; only who had to answer is counted. */
function pagesOf({ incident, hubOf, zoneOf }: RollInput): PageFact[] {
  return incident.pages
    .filter(({ status }) => status !== 'following')
    .map(({ person, name, firstAt, answeredAt, status }) => {
      const at = Date.parse(firstAt);
      const ackMs = answeredAt !== null && status === 'acknowledged' ? Date.parse(answeredAt) - at : null;
      return { person, name, hub: hubOf(person), at, ...localTimeOf(at, zoneOf(person)), ackMs };
    });
}

function hubOfAnswer({ incident, hubOf }: RollInput): string | null {
  const answered = incident.pages
    .filter(({ answeredAt, status }) => answeredAt !== null && status === 'acknowledged')
    .toSorted((a, b) => ((a.answeredAt ?? '') < (b.answeredAt ?? '') ? -1 : 1));
  const marshal = incident.roles.find(({ role }) => role === 'field-marshal');
  const person = answered[0]?.person ?? marshal?.person;
  return person === undefined ? null : hubOf(person);
}

/** From whoever's first sign to their last: whoever answered a page was at it from then on, whether they wrote anything or not. */
function workOf({ incident, worked }: RollInput): Worked[] {
  const answers = incident.pages.flatMap(({ person, answeredAt }): Worked[] => {
    const at = answeredAt === null ? null : Date.parse(answeredAt);
    return at === null ? [] : [{ person, fromAt: at, toAt: at }];
  });
  return [...Map.groupBy([...worked, ...answers], ({ person }) => person)].map(([person, parts]) => ({
    person,
    fromAt: Math.min(...parts.map(({ fromAt }) => fromAt)),
    toAt: Math.max(...parts.map(({ toAt }) => toAt)),
  }));
}

const leastMinutes = 5;

function minutesWorked({ fromAt, toAt }: Worked): number {
  return Math.max(leastMinutes, Math.round((toAt - fromAt) / 60_000));
}
