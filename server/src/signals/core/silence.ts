import { matchesAll, type Matcher } from './matcher.ts';
import type { Labels } from './signal.ts';

/** What decides whether a silence or maintenance window covers an alert. Instants in milliseconds. */
export interface SilenceRule {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  /** Empty = any. */
  readonly products: readonly string[];
  readonly environments: readonly string[];
  readonly startsAt: number;
  readonly endsAt: number;
  /** Set: it covers this integration's alerts only. */
  readonly integration: string | null;
}

interface Covered {
  readonly labels: Labels;
  readonly integration: string;
  readonly product: string | null;
  readonly environment: string | null;
}

export function silenceState(
  silence: Pick<SilenceRule, 'startsAt' | 'endsAt'>,
  now: number,
): 'pending' | 'active' | 'expired' {
  if (now >= silence.endsAt) return 'expired';
  return now < silence.startsAt ? 'pending' : 'active';
}

/** Ids of the silences in force for an alert at `now`, in the order given; `null` = none. Start belongs to the window, end does not. */
export function silencedBy(
  rules: readonly SilenceRule[],
  alert: Covered,
  now: number,
): readonly string[] | null {
  const ids = rules
    .filter((rule) => silenceState(rule, now) === 'active' && covers(rule, alert))
    .map((rule) => rule.id);
  return ids.length === 0 ? null : ids;
}

export function covers(rule: SilenceRule, alert: Covered): boolean {
  return (
    (rule.integration === null || rule.integration === alert.integration) &&
    names(rule.products, alert.product) &&
    names(rule.environments, alert.environment) &&
    matchesAll(rule.matchers, alert.labels)
  );
}

function names(list: readonly string[], value: string | null): boolean {
  return list.length === 0 || (value !== null && list.includes(value));
}
