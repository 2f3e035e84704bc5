import { spreadOf } from '../../core/spread.ts';

/** A time of failing, as it is judged. Instants are milliseconds since 1970. */
export interface Judged {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly passedAt: number | null;
  /** Null: nobody has said. */
  readonly verdict: 'real' | 'false' | null;
}

/** An incident that the check is there to see. */
export interface Concerned {
  readonly declaredAt: number;
  readonly endedAt: number | null;
}

interface Ratio {
  readonly value: number | null;
  readonly of: number;
}

/** A failure this long before an incident was declared still saw it. */
export const beforeMs = 3_600_000;

/** Whether a time of failing is that of an incident. */
export function sees({ startedAt, endedAt }: Judged, incident: Concerned, now: number): boolean {
  return startedAt <= (incident.endedAt ?? now) && (endedAt ?? now) >= incident.declaredAt - beforeMs;
}

/** What the check was worth: of these times and incidents, all of the same days. */
export function weigh(episodes: readonly Judged[], incidents: readonly Concerned[], now: number) {
  const judged = episodes.filter(({ verdict }) => verdict !== null);
  const real = judged.filter(({ verdict }) => verdict === 'real');
  const first = incidents.map((incident) =>
    episodes
      .filter((episode) => sees(episode, incident, now))
      .reduce((at, { startedAt }) => Math.min(at, startedAt), Infinity),
  );
  const seen = first.filter((at) => at < Infinity).length;
  const before = incidents.filter(({ declaredAt }, index) => (first[index] ?? Infinity) <= declaredAt).length;
  const unseen = real.flatMap(({ startedAt, passedAt }) =>
    passedAt === null ? [] : [(startedAt - passedAt) / 1_000],
  );
  return {
    judged: judged.length,
    real: real.length,
    precision: ratio(real.length, judged.length),
    recall: ratio(seen, incidents.length),
    beforePeople: ratio(before, incidents.length),
    detectSeconds: { p50: spreadOf(unseen)?.p50 ?? null, of: unseen.length },
  };
}

function ratio(part: number, of: number): Ratio {
  return { value: of === 0 ? null : part / of, of };
}

/** So many judged times say something about a check. */
const judgedMin = 5;
const precisionMin = 0.5;
/** After losing the right: so many, and so right, win it back. */
const regainMin = 3;
const regainPrecision = 0.8;
const demotionMs = 14 * 86_400_000;

export interface Demotion {
  readonly since: number;
  readonly until: number;
}

export type Ruling =
  | { readonly ruling: 'stays' }
  | { readonly ruling: 'demoted'; readonly until: number; readonly reason: string }
  | { readonly ruling: 'restored'; readonly by: 'evidence' | 'expired' };

/**
 * Whether a check may page. It loses the right where fewer than half of at least five judged times were real, for two weeks at most; three
 * times judged since, four of five of them real, win it back earlier. `episodes` are those since it last had the right given back.
 */
export function rule(episodes: readonly Judged[], demotion: Demotion | null, now: number): Ruling {
  const since = demotion?.since ?? -Infinity;
  const judged = episodes.filter(({ verdict, startedAt }) => verdict !== null && startedAt >= since);
  const real = judged.filter(({ verdict }) => verdict === 'real').length;
  if (demotion !== null) {
    if (demotion.until <= now) return { ruling: 'restored', by: 'expired' };
    const isRight = judged.length >= regainMin && real / judged.length >= regainPrecision;
    return isRight ? { ruling: 'restored', by: 'evidence' } : { ruling: 'stays' };
  }
  if (judged.length < judgedMin || real / judged.length >= precisionMin) return { ruling: 'stays' };
  return {
    ruling: 'demoted',
    until: now + demotionMs,
    reason: `${judged.length - real} of ${judged.length} judged failures were no real issue.`,
  };
}
