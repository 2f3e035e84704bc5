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

/** What was done to each field, counted: `event` → `actor.name` → `pseudonymise`. Stars stand for places in lists. */
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
  const data = Object.fromEntries(
    Object.entries(record.data).map(([name, value]) => [
      name,
      treat(value, [name], { ...redacting, kind: record.kind }),
    ]),
  );
  return { ...record, data: isOfMachine(record) ? { ...data, actor: record.data['actor'] } : data };
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

type Within = Redacting & { readonly kind: RecordKind };

function treat(value: unknown, at: readonly string[], within: Within): unknown {
  if (Array.isArray(value)) {
    const below = value.map((item) => treat(item, [...at, '*'], within));
    return below.every((item) => isGone(item)) ? [] : below;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, treat(item, [...at, name], within)]),
    );
  }
  if (value === null || value === undefined) return null;
  if (isStructure(within.kind, at)) return value;
  const chosen = treatmentOf(within.policy, within.kind, at);
  count(within, at, chosen);
  return apply(value, chosen, within.digest);
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

/** Paths are few and records many: what a policy says of a path is worked out once. */
const decided = new WeakMap<RedactionPolicy, Map<string, Treatment>>();
const decidedMax = 10_000;

/** Which treatment a field has. */
function treatmentOf(policy: RedactionPolicy, kind: RecordKind, at: readonly string[]): Treatment {
  const known = decided.get(policy) ?? new Map<string, Treatment>();
  if (!decided.has(policy)) decided.set(policy, known);
  const key = `${kind} ${at.join('.')}`;
  const found = known.get(key) ?? decide(policy, kind, at);
  if (known.size < decidedMax) known.set(key, found);
  return found;
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

function count({ tally, kind }: Within, at: readonly string[], treatment: Treatment): void {
  if (!tally) return;
  const key = `${kind} ${at.join('.')}`;
  const found = tally.get(key);
  if (found) found.count += 1;
  else if (tally.size < 2_000) tally.set(key, { treatment, count: 1 });
}
