/** How one call to a provider ended, for the breaker. */
export interface Ending {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly failed: boolean;
}

const breaker = { failures: 3, withinMs: 60_000, openMs: 300_000 } as const;
/** After something happened a moment is waited for more of it; of one incident one text is asked for in a minute. */
export const pace = { debounceMs: 15_000, restMs: 60_000 } as const;

/** Until when a provider is left alone; null: it may be asked. Three failures within a minute, one after the other, open for five minutes. */
export function openUntil(endings: readonly Ending[], now: number): number | null {
  const sorted = [...endings].sort((a, b) => a.at - b.at);
  const last = sorted.slice(-breaker.failures);
  const [first] = last;
  const newest = last.at(-1);
  if (first === undefined || newest === undefined || last.length < breaker.failures) return null;
  if (last.some(({ failed }) => !failed) || newest.at - first.at > breaker.withinMs) return null;
  const until = newest.at + breaker.openMs;
  return until > now ? until : null;
}

export interface Policy {
  readonly mode: 'off' | 'shadow' | 'on';
  readonly offFeatures: readonly string[];
  readonly tokensPerDayMax: number;
  readonly tokensPerIncidentMax: number;
}

export interface Situation {
  readonly feature: string;
  /** Somebody switched models off for this incident. */
  readonly isOff: boolean;
  readonly isPrivate: boolean;
  readonly tokensToday: number;
  readonly tokensOfIncident: number;
}

export type Hindrance = 'off' | 'feature-off' | 'incident-off' | 'private' | 'day-cap' | 'incident-cap';

/** Why no model is asked; null: one may be. What is private never leaves, whatever else is set. */
export function hindranceOf(policy: Policy, situation: Situation): Hindrance | null {
  if (situation.isPrivate) return 'private';
  if (policy.mode === 'off') return 'off';
  if (policy.offFeatures.includes(situation.feature)) return 'feature-off';
  if (situation.isOff) return 'incident-off';
  if (situation.tokensToday >= policy.tokensPerDayMax) return 'day-cap';
  if (situation.tokensOfIncident >= policy.tokensPerIncidentMax) return 'incident-cap';
  return null;
}

/** Cost in millionths of the currency in which prices are given for a million tokens; null without prices. */
export function costOf(
  price: { readonly inputPerMillion: number; readonly outputPerMillion: number } | undefined,
  tokens: { readonly input: number; readonly output: number },
): number | null {
  if (price === undefined) return null;
  return Math.round(tokens.input * price.inputPerMillion + tokens.output * price.outputPerMillion);
}
