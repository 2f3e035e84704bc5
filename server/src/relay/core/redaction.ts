import { z } from 'zod';
import { recordKinds, type BundleRecord, type RecordKind } from './record.ts';

export const treatments = ['keep', 'hash', 'pseudonymise', 'drop'] as const;
type Treatment = (typeof treatments)[number];

const treatment = z.enum(treatments);
/** A path into `data`, such as `actor.name`; a star stands for any one name or place in a list, `**` at the end for all below. */
const path = z
  .string()
  .max(200)
  .regex(/^([\w$-]+|\*)(\.([\w$-]+|\*))*(\.\*\*)?$|^\*\*$/, 'must be names with dots between');

export const policySchema = z.strictObject({
  apiVersion: z.literal('fieldmarshal/v1'),
  kind: z.literal('RedactionPolicy'),
  metadata: z.strictObject({ name: z.string().min(1).max(63) }),
  spec: z.strictObject({
    /** What becomes of fields that no rule names. */
    otherwise: treatment.default('drop'),
    /** Kinds that do not leave at all. */
    without: z.array(z.enum(recordKinds)).max(recordKinds.length).default([]),
    /** The most exact rule decides: names before stars, stars before `**`. */
    rules: z.partialRecord(z.enum(recordKinds), z.record(path, treatment)).default({}),
  }),
});
export type RedactionPolicy = z.output<typeof policySchema>;

/** `secret text → short text` that cannot be turned back without the site's secret; equal texts give equal results. */
export type Digest = (text: string) => string;

/** What was done to each field, counted: `event actor.name` → `pseudonymise`. Stars stand for places in lists. */
export type RedactionTally = Map<string, { treatment: Treatment; count: number }>;

interface Redacting {
  readonly policy: RedactionPolicy;
  readonly digest: Digest;
  readonly tally?: RedactionTally;
}

/** What stands where text was taken out. */
const withheld = '[withheld]';

/**
 * The record as it may leave; null where its kind stays. Lists keep their length only where something below is kept. Dropped text becomes
 * `[withheld]`, a dropped list is empty, a dropped number, flag or object null: readers can tell what they were not told.
 */
export function redact(record: BundleRecord, redacting: Redacting): BundleRecord | null {
  const { policy } = redacting;
  if (policy.spec.without.includes(record.kind)) return null;
  const data = treatFields(record.data, rootOf(policy, record.kind), redacting);
  if (isOfMachine(record)) data['actor'] = record.data['actor'];
  return { kind: record.kind, id: record.id, at: record.at, data };
}

/** What the installation did by itself says nothing about people. */
function isOfMachine({ kind, data }: BundleRecord): boolean {
  const { actor } = data;
  return (
    kind === 'event' &&
    typeof actor === 'object' &&
    actor !== null &&
    'kind' in actor &&
    actor.kind === 'system'
  );
}

function treat(value: unknown, place: Place, redacting: Redacting): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const item = placeBelow(place, '*', redacting.policy);
    const below = value.map((each) => treat(each, item, redacting));
    return below.every((each) => isGone(each)) ? [] : below;
  }
  if (typeof value === 'object') return treatFields(value, place, redacting);
  if (place.isStructure) return value;
  count(place, redacting.tally);
  return apply(value, place.treatment, redacting.digest);
}

function treatFields(value: object, place: Place, redacting: Redacting): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const treated = treat(item, placeBelow(place, name, redacting.policy), redacting);
    if (name !== '__proto__') fields[name] = treated;
    // As a field among others: set like them, it would be no field.
    else Object.defineProperty(fields, name, { value: treated, enumerable: true });
  }
  return fields;
}

/** Without these a log is no log; they say nothing about people. */
const structure = new Set(['incident', 'origin', 'seq', 'hlc', 'seen', 'type', 'version']);

function isStructure(kind: RecordKind, at: readonly string[]): boolean {
  return kind === 'event' && (structure.has(at[0] ?? '') || at.join('.') === 'actor.kind');
}

function isGone(value: unknown): boolean {
  if (value === null || value === withheld) return true;
  return typeof value === 'object' && Object.values(value).every((item) => isGone(item));
}

function apply(value: unknown, chosen: Treatment, digest: Digest): unknown {
  switch (chosen) {
    case 'keep':
      return value;
    case 'hash':
      return `#${digest(String(value))}`;
    case 'pseudonymise':
      return `someone-${digest(String(value)).slice(0, 8)}`;
    case 'drop':
      return typeof value === 'string' ? withheld : null;
  }
}

/** A place in the data of a kind, and what a policy says of it. Places are few and records many: each is worked out once. */
interface Place {
  readonly kind: RecordKind;
  readonly at: readonly string[];
  /** As a tally names it. */
  readonly key: string;
  readonly treatment: Treatment;
  readonly isStructure: boolean;
  readonly below: Map<string, Place>;
}

interface Known {
  readonly roots: Map<RecordKind, Place>;
  places: number;
}

const knownOf = new WeakMap<RedactionPolicy, Known>();
/** More than that are worked out each time: names may come from outside, without end. */
const placesMax = 10_000;

function knownPlaces(policy: RedactionPolicy): Known {
  const known = knownOf.get(policy) ?? { roots: new Map<RecordKind, Place>(), places: 0 };
  knownOf.set(policy, known);
  return known;
}

function rootOf(policy: RedactionPolicy, kind: RecordKind): Place {
  const { roots } = knownPlaces(policy);
  const root = roots.get(kind) ?? placeAt(policy, kind, []);
  roots.set(kind, root);
  return root;
}

function placeBelow(place: Place, name: string, policy: RedactionPolicy): Place {
  const found = place.below.get(name);
  if (found) return found;
  const made = placeAt(policy, place.kind, [...place.at, name]);
  const known = knownPlaces(policy);
  if (known.places < placesMax) {
    place.below.set(name, made);
    known.places += 1;
  }
  return made;
}

function placeAt(policy: RedactionPolicy, kind: RecordKind, at: readonly string[]): Place {
  return {
    kind,
    at,
    key: `${kind} ${at.join('.')}`,
    treatment: decide(policy, kind, at),
    isStructure: isStructure(kind, at),
    below: new Map(),
  };
}

function decide(policy: RedactionPolicy, kind: RecordKind, at: readonly string[]): Treatment {
  let best: { score: string; treatment: Treatment } | null = null;
  for (const [pattern, chosen] of Object.entries(policy.spec.rules[kind] ?? {})) {
    const score = matchOf(pattern.split('.'), at);
    if (score !== null && (best === null || score > best.score)) best = { score, treatment: chosen };
  }
  return best?.treatment ?? policy.spec.otherwise;
}

/** Null: no match; else a text that is greater the more exact the match is. */
function matchOf(pattern: readonly string[], at: readonly string[]): string | null {
  const isOpen = pattern.at(-1) === '**';
  const names = isOpen ? pattern.slice(0, -1) : pattern;
  if (isOpen ? at.length < names.length : at.length !== names.length) return null;
  let score = '';
  for (const [place, name] of names.entries()) {
    if (name !== '*' && name !== at[place]) return null;
    score += name === '*' && at[place] !== '*' ? '1' : '2';
  }
  return score + (isOpen ? '' : '1');
}

function count({ key, treatment }: Place, tally: RedactionTally | undefined): void {
  if (!tally) return;
  const found = tally.get(key);
  if (found) found.count += 1;
  else if (tally.size < 2_000) tally.set(key, { treatment, count: 1 });
}
