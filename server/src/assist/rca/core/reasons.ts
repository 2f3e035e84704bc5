import { counted } from '@fieldmarshal/contract/text/counted';
import {
  features,
  repeats,
  type Feature,
  type PastCase,
  type Raw,
  type RcaCase,
  type Vector,
} from './case.ts';
import { contributionOf, type Model } from './model.ts';
import type { RuleHit } from './rules.ts';

export interface Reason {
  readonly feature: Feature;
  readonly text: string;
  /** The entry of the log that shows it. */
  readonly evidence: string;
  /** Nats that it adds to the score. */
  readonly weight: number;
}

export interface Told {
  readonly one: RcaCase;
  readonly past: readonly PastCase[];
  readonly raw: Raw;
  readonly vector: Vector;
  readonly model: Model;
}

const reasonsMax = 3;
const reasonsMin = 2;

/** The strongest reasons for a look, two to three, each in words and with an entry; weak ones stand in where there are no strong ones. */
export function reasonsOf(told: Told, rules: readonly RuleHit[]): Reason[] {
  const { vector, model, raw } = told;
  const reasons = features
    .filter((feature) => raw[feature] !== null && !(isCount(feature) && raw[feature] === 0))
    .map((feature) => ({ feature, weight: contributionOf(feature, vector, model.weights) }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ feature, weight }) => ({
      feature,
      weight,
      text: wordsFor(feature, told),
      evidence: evidenceFor(feature, told.one),
    }));
  // What a rule says already is not said twice.
  const seen = new Set<string>(rules.map(({ rule }) => (rule === 'worst-severity' ? 'severity' : rule)));
  const distinct = reasons.filter(({ feature }) => {
    const kind = feature.replace(/-\d+$/u, '');
    return seen.has(kind) ? false : seen.add(kind) !== undefined;
  });
  const strong = distinct.filter(({ weight }) => weight > 0.05).slice(0, reasonsMax);
  return strong.length >= reasonsMin ? strong : distinct.slice(0, reasonsMin);
}

function isCount(feature: Feature): boolean {
  return /^(?:noticed|products|repeats|places|teams|found|cause|intervened|reopened|new)/u.test(feature);
}

function wordsFor(feature: Feature, { one, past, raw, vector }: Told): string {
  const share = Math.floor(vector[feature] * 100);
  const others = share >= 99 ? 'nearly all of your incidents' : `${share}% of your incidents`;
  const isCompared = past.length >= 10;
  const than = (words: string, plain: string) => (isCompared ? `${words} than ${others}` : plain);
  switch (feature) {
    case 'severity':
      return than('More severe', `It was a SEV${4 - (raw.severity ?? 0)}`);
    case 'duration':
      return than(`Lasted ${length(raw.duration)}, longer`, `Lasted ${length(raw.duration)}`);
    case 'updates':
      return than(`${raw.updates ?? 0} updates, more`, `${raw.updates ?? 0} updates`);
    case 'cadence':
      return than('Its log was written to more often', 'Its log was written to often');
    case 'noticed-late':
      return than(
        `Noticed ${length(raw['noticed-late'])} after it began, later`,
        `Noticed ${length(raw['noticed-late'])} after it began`,
      );
    case 'products':
      return than(
        counted(raw.products ?? 0, 'product') + ' hit, more',
        counted(raw.products ?? 0, 'product') + ' hit',
      );
    case 'places':
      return than(
        counted(raw.places ?? 0, 'place') + ' hit, more',
        counted(raw.places ?? 0, 'place') + ' hit',
      );
    case 'repeats-20':
    case 'repeats-90':
      return repeatWords(one, past, feature === 'repeats-20' ? 20 : 90);
    case 'teams':
      return than(
        `${counted(raw.teams ?? 0, 'team')} involved, more`,
        `${counted(raw.teams ?? 0, 'team')} involved`,
      );
    case 'responders':
      return than(
        `${raw.responders ?? 0} people worked on it, more`,
        `${raw.responders ?? 0} people worked on it`,
      );
    case 'found-by-people':
      return 'People found it before an alert did';
    case 'cause-unknown':
      return 'Resolved while the cause was not known';
    case 'intervened':
      return 'It took a rollback, a failover or a reroute';
    case 'reopened':
      return 'It came back after it was resolved';
    case 'new-kind':
      return 'Nothing similar is on record';
  }
}

function repeatWords(one: RcaCase, past: readonly PastCase[], days: number): string {
  const before = repeats(one, past, days);
  const product =
    one.products
      .map(({ value }) => ({
        value,
        times: before.filter(({ products }) => products.includes(value)).length,
      }))
      .toSorted((a, b) => b.times - a.times)[0]?.value ?? 'a product';
  return `Incident ${before.length + 1} of ${product} within ${days} days`;
}

function evidenceFor(feature: Feature, one: RcaCase): string {
  const middle = one.updates[Math.floor(one.updates.length / 2)]?.evidence ?? one.noticedAt.evidence;
  switch (feature) {
    case 'severity':
      return one.severity?.evidence ?? one.noticedAt.evidence;
    case 'duration':
      return one.resolvedAt.evidence;
    case 'updates':
      return one.updates.at(-1)?.evidence ?? one.resolvedAt.evidence;
    case 'cadence':
      return middle;
    case 'noticed-late':
      return one.noticedAt.evidence;
    case 'products':
    case 'repeats-20':
    case 'repeats-90':
      return one.products.at(-1)?.evidence ?? one.noticedAt.evidence;
    case 'places':
      return one.places.at(-1)?.evidence ?? one.noticedAt.evidence;
    case 'teams':
      return one.teams.at(-1)?.evidence ?? one.noticedAt.evidence;
    case 'responders':
      return one.responders?.evidence ?? middle;
    case 'found-by-people':
      return one.foundByPeople?.evidence ?? one.noticedAt.evidence;
    case 'cause-unknown':
      return one.causeUnknown?.evidence ?? one.resolvedAt.evidence;
    case 'intervened':
      return one.intervened?.evidence ?? middle;
    case 'reopened':
      return one.reopened?.evidence ?? middle;
    case 'new-kind':
      return one.isNew?.evidence ?? one.noticedAt.evidence;
  }
}

function length(minutes: number | null): string {
  const whole = Math.max(0, Math.round(minutes ?? 0));
  if (whole < 120) return `${whole} min`;
  return whole < 48 * 60 ? `${Math.round(whole / 60)} h` : `${Math.round(whole / 1440)} days`;
}
