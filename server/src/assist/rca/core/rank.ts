import { features, type Feature, type PastCase, type Raw, type Vector } from './case.ts';

/** Until so many incidents are closed nothing is usual, and every rank is the middle. */
const pastMin = 10;
/** Older ones than the latest so many are no longer "usual". */
const pastMax = 1000;

const yesOrNo: ReadonlySet<Feature> = new Set([
  'found-by-people',
  'cause-unknown',
  'intervened',
  'reopened',
  'new-kind',
]);

/**
 * Each measure as its place among the organisation's own closed incidents: the share that is less, ties by half, 0..1. So a number means the
 * same in every organisation. What is yes or no stays so; what is not known is in the middle.
 */
export function rankIn(raw: Raw, past: readonly PastCase[]): Vector {
  const recent = past.slice(-pastMax);
  const rank = (feature: Feature): number => {
    const value = raw[feature];
    if (value === null) return 0.5;
    if (yesOrNo.has(feature)) return value;
    const others = recent.flatMap(({ raw: other }) => other[feature] ?? []);
    if (others.length < pastMin) return 0.5;
    const less = others.filter((other) => other < value).length;
    const same = others.filter((other) => other === value).length;
    return (less + same / 2) / others.length;
  };
  return vectorOf(rank);
}

export function vectorOf(value: (feature: Feature) => number): Vector {
  return {
    severity: value('severity'),
    duration: value('duration'),
    updates: value('updates'),
    cadence: value('cadence'),
    'noticed-late': value('noticed-late'),
    products: value('products'),
    places: value('places'),
    'repeats-20': value('repeats-20'),
    'repeats-90': value('repeats-90'),
    teams: value('teams'),
    responders: value('responders'),
    'found-by-people': value('found-by-people'),
    'cause-unknown': value('cause-unknown'),
    intervened: value('intervened'),
    reopened: value('reopened'),
    'new-kind': value('new-kind'),
  };
}

export function featureList(vector: Vector): number[] {
  return features.map((feature) => vector[feature]);
}
