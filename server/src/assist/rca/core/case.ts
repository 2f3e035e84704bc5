import { rcaFeatures } from '@fieldmarshal/contract/rca';

/** Something with the entry of the log that shows it. */
export interface Shown<T> {
  readonly value: T;
  readonly evidence: string;
}

/** What is known of an incident when its worth for a deep root cause analysis is judged. A null is "not known" and counts neither way. */
export interface RcaCase {
  readonly id: string;
  /** 0 (least) … 3 (worst). */
  readonly severity: Shown<number> | null;
  /** RFC 3339. When it began, as far as is known. */
  readonly startedAt: string;
  /** When somebody or something first said so. */
  readonly noticedAt: Shown<string>;
  readonly resolvedAt: Shown<string>;
  /** What was said while it lasted, oldest first. */
  readonly updates: readonly { readonly at: string; readonly evidence: string }[];
  readonly products: readonly Shown<string>[];
  readonly places: readonly Shown<string>[];
  readonly teams: readonly Shown<string>[];
  readonly responders: Shown<number> | null;
  /** True when people found it before an alert did. */
  readonly foundByPeople: Shown<boolean> | null;
  readonly causeUnknown: Shown<boolean> | null;
  /** A rollback, a failover, a reroute was needed. */
  readonly intervened: Shown<boolean> | null;
  readonly reopened: Shown<boolean> | null;
  /** True when nothing similar is on record. */
  readonly isNew: Shown<boolean> | null;
  readonly dataLoss: Shown<boolean> | null;
  readonly security: Shown<boolean> | null;
}

/** What the flag looks at, in the order of its weights. */
export const features = rcaFeatures;
export type Feature = (typeof features)[number];
export type Raw = Readonly<Record<Feature, number | null>>;
/** Each feature as 0..1; 0.5 is "usual, or not known". */
export type Vector = Readonly<Record<Feature, number>>;

/** What is kept of a closed incident to compare later ones with. */
export interface PastCase {
  readonly startedAt: string;
  readonly products: readonly string[];
  readonly raw: Raw;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Measures an incident; `past` are the incidents that were closed before. Nothing of it looks at words. */
export function measure(one: RcaCase, past: readonly PastCase[]): Raw {
  const started = Date.parse(one.startedAt);
  const minutes = Math.max(1, (Date.parse(one.resolvedAt.value) - started) / minuteMs);
  const first = Date.parse(one.updates[0]?.at ?? one.noticedAt.value);
  const last = Date.parse(one.updates.at(-1)?.at ?? one.noticedAt.value);
  const talked = Math.max(10, (last - first) / minuteMs);
  return {
    severity: one.severity?.value ?? null,
    duration: finite(minutes),
    updates: one.updates.length,
    // Per root of time: a long incident is not calm because it is long.
    cadence: finite(one.updates.length / Math.sqrt(talked)),
    'noticed-late': finite((Date.parse(one.noticedAt.value) - started) / minuteMs),
    products: new Set(one.products.map(({ value }) => value)).size,
    places: new Set(one.places.map(({ value }) => value)).size,
    'repeats-20': repeats(one, past, 20).length,
    'repeats-90': repeats(one, past, 90).length,
    teams: one.teams.length,
    responders: one.responders?.value ?? null,
    'found-by-people': bit(one.foundByPeople),
    'cause-unknown': bit(one.causeUnknown),
    intervened: bit(one.intervened),
    reopened: bit(one.reopened),
    'new-kind': bit(one.isNew),
  };
}

/** Closed incidents of the same product that began in the days before. */
export function repeats(
  { startedAt, products }: Pick<RcaCase, 'startedAt' | 'products'>,
  past: readonly PastCase[],
  days: number,
): PastCase[] {
  const own = new Set(products.map(({ value }) => value));
  const from = Date.parse(startedAt) - days * dayMs;
  return past.filter(
    (one) => Date.parse(one.startedAt) >= from && one.products.some((name) => own.has(name)),
  );
}

function bit(shown: Shown<boolean> | null): number | null {
  return shown === null ? null : Number(shown.value);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
