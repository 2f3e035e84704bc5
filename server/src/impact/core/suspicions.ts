import type { Alert } from '@fieldmarshal/contract/signals';
import type { Incident } from '@fieldmarshal/contract/incidents';
import { isAhead } from './ahead.ts';
import { blame } from './assess/seeds.ts';
import type { Facts, Place, Suspicion } from './facts.ts';
import { symptomOf } from './symptom.ts';

/** Which products localisation suspects, and how much. */
export interface Verdict {
  readonly suspects: readonly {
    readonly product: string;
    readonly title: string;
    readonly probability: number;
    readonly why: string;
  }[];
  /** How likely no product is the cause, but the test or what runs it; 0..1. */
  readonly nobodys: number;
  /** Likely enough to act upon. */
  readonly clear: boolean;
  readonly environment: string | null;
  readonly since: string;
  readonly at: string | null;
}

/** What a clear verdict leaves of the suspicion against others. */
const cleared = 0.1;

/** How likely a failing check is right about a product: by the verdict where that is clear. */
export function blameOf(product: string | undefined, verdict: Verdict | null): number {
  if (verdict?.clear !== true) return blame;
  const suspect = verdict.suspects.find((each) => each.product === product);
  return Math.max(cleared, suspect?.probability ?? 0);
}

/** A clear verdict may be wrong: what a check saw stays in sight, and is not counted. */
const unreal = 0.3;

/** How likely users see what a failing check sees, by the verdict where that is clear. */
export function realOf(verdict: Verdict | null): number {
  return verdict?.clear === true ? Math.max(unreal, 1 - verdict.nobodys) : 1;
}

/** Somebody who watches a product says that it fails. */
const alerted = 0.9;
/** Somebody named it when they declared. */
const reported = 0.6;

type About = Pick<Incident, 'id' | 'title' | 'product' | 'environment' | 'declaredAt' | 'origin'>;
export type AlertFact = Pick<
  Alert,
  'id' | 'title' | 'labels' | 'source' | 'state' | 'product' | 'environment' | 'startsAt' | 'lastSeenAt'
>;

/**
 * What alerts and the declaration make suspect. Resolved alerts do not, nor what has not failed yet: where an incident that alerts opened
 * tells of nothing else, nor does who is to blame for it. Whoever reports something says that it is.
 */
export function suspicionsOf(
  incident: About,
  alerts: readonly AlertFact[],
  verdict: Verdict | null,
): Pick<Facts, 'suspicions' | 'places'> {
  const open = alerts.filter(({ state }) => state !== 'resolved');
  const firing = open.filter((alert) => !isAhead(alert));
  const isToCome = incident.origin?.kind === 'alert-group' && open.length > 0 && firing.length === 0;
  const suspicions = [
    ...firing.flatMap((alert) => ofAlert(alert, verdict)),
    ...(isToCome ? [] : ofVerdict(incident, verdict)),
  ];
  const places = firing.flatMap((alert) => placeOf(alert));
  const own = ofDeclaration(incident);
  return {
    suspicions: [
      ...suspicions,
      ...own.suspicions.filter(({ product }) => !suspicions.some((each) => each.product === product)),
    ],
    places: [...places, ...(firing.length === 0 ? own.places : [])],
  };
}

/**
 * Without what alerts say of products that need the clear cause, where they only fail now and then or are slow: they do so with the cause,
 * and the way from it tells who is hit. `dependents` names what reaches the cause. What is down is so by itself.
 */
export function unexplained(
  suspicions: readonly Suspicion[],
  verdict: Verdict | null,
  dependents: ReadonlySet<string>,
): Suspicion[] {
  if (verdict?.clear !== true) return [...suspicions];
  const suspects = new Set(verdict.suspects.map(({ product }) => product));
  return suspicions.filter(
    ({ product, environment, state, evidence }) =>
      evidence.kind !== 'alert' ||
      (state !== 'degraded' && state !== 'slow') ||
      environment !== verdict.environment ||
      suspects.has(product) ||
      !dependents.has(product),
  );
}

/** Environments in which whoever watches a product says that some of what it does fails, and nobody that all of it does. */
export function degradedPlaces(alerts: readonly AlertFact[]): Set<string> {
  const states = new Map<string, Set<Suspicion['state']>>();
  for (const alert of alerts) {
    const { source, state, product, environment } = alert;
    if (source === 'check' || state === 'resolved' || product === null || environment === null) continue;
    if (isAhead(alert)) continue;
    states.set(environment, (states.get(environment) ?? new Set()).add(howOf(alert)));
  }
  return new Set(
    [...states].flatMap(([environment, told]) =>
      told.has('degraded') && !told.has('down') ? [environment] : [],
    ),
  );
}

function ofAlert(alert: AlertFact, verdict: Verdict | null): Suspicion[] {
  const { product, environment, source, startsAt } = alert;
  if (product === null) return [];
  return [
    {
      product,
      environment,
      probability: source === 'check' ? blameOf(product, verdict) : alerted,
      isAlternative: false,
      state: howOf(alert),
      since: Date.parse(startsAt),
      evidence: alertEvidence(alert),
    },
  ];
}

function ofVerdict({ id }: About, verdict: Verdict | null): Suspicion[] {
  if (verdict === null) return [];
  const { environment, since, at, suspects, clear } = verdict;
  return suspects.map(({ product, title, probability, why }) => ({
    product,
    environment,
    probability,
    isAlternative: true,
    state: 'degraded',
    since: Date.parse(since),
    evidence: {
      kind: 'verdict',
      id,
      says: `${title} is the cause with ${probability.toFixed(2)}${clear ? '' : othersOf(suspects, product)}${why === '' ? '' : `: ${why}`}`,
      at,
    },
  }));
}

/** As long as it is not clear which of them it is: what needs any of them is likelier hit than one of them is the cause. */
function othersOf(suspects: Verdict['suspects'], product: string): string {
  const others = suspects.filter((each) => each.product !== product);
  return others.map(({ title, probability }) => `, or else ${title} with ${probability.toFixed(2)}`).join('');
}

/** The title of a check says what it looks for, in any words; how it fails is among its own facts. */
function howOf({ source, title, labels }: AlertFact): Suspicion['state'] {
  return symptomOf({ title: source === 'check' ? '' : title, labels });
}

function placeOf(alert: AlertFact): Place[] {
  if (alert.product !== null || alert.environment === null) return [];
  const evidence = alertEvidence(alert);
  return [{ environment: alert.environment, probability: reported, state: howOf(alert), evidence }];
}

function alertEvidence({ id, title, lastSeenAt }: AlertFact): Suspicion['evidence'] {
  return { kind: 'alert', id, says: title, at: lastSeenAt };
}

/** What alerts opened is told by them, and over with them. */
function ofDeclaration({
  id,
  title,
  product,
  environment,
  declaredAt,
  origin,
}: About): Pick<Facts, 'suspicions' | 'places'> {
  if (origin?.kind === 'alert-group') return { suspicions: [], places: [] };
  const evidence = { kind: 'report', id, says: title, at: declaredAt } as const;
  const shared = {
    probability: reported,
    isAlternative: false,
    state: symptomOf({ title, labels: {} }),
    evidence,
  };
  if (product !== null)
    return { suspicions: [{ ...shared, product, environment, since: Date.parse(declaredAt) }], places: [] };
  return { suspicions: [], places: environment === null ? [] : [{ ...shared, environment }] };
}
