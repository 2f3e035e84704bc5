import type { EvidenceKind, TrainingLadderSpec } from '@fieldmarshal/contract/training';

/** What somebody has done, from the logs. Instants are milliseconds since 1970. */
export interface Evidence {
  readonly counts: Readonly<Record<Exclude<EvidenceKind, 'drills'>, number>>;
  /** Drills that they led to an end. */
  readonly drills: readonly { readonly score: number; readonly at: number }[];
  /** When they last led an incident. */
  readonly ledAt: number | null;
}

export interface SignOff {
  readonly step: string;
  readonly by: string;
  readonly note: string;
  readonly at: number;
}

export interface TrainingRecord {
  readonly evidence: Evidence;
  readonly signOffs: readonly SignOff[];
  /** Since when a lead says that they are qualified, without the steps. */
  readonly grantedAt: number | null;
}

interface StepStanding {
  readonly name: string;
  readonly done: boolean;
  /** Everything that it asks is there but a signature. */
  readonly unsigned: boolean;
  readonly have: readonly number[];
  readonly missing: readonly string[];
}

export interface Standing {
  readonly standing: 'climbing' | 'qualified' | 'lapsed';
  /** The first step that is not done; null when all are. */
  readonly step: string | null;
  readonly missing: readonly string[];
  readonly steps: readonly StepStanding[];
  readonly lastPracticeAt: number | null;
  /** Of who is qualified: from when on they are not, unless they practise before. Null: never, or they are not. */
  readonly lapsesAt: number | null;
}

const words: { readonly [K in EvidenceKind]: readonly [string, string] } = {
  shadowed: ['incident followed as shadow', 'incidents followed as shadow'],
  led: ['incident led', 'incidents led'],
  drills: ['drill led', 'drills led'],
  handovers: ['handover signed', 'handovers signed'],
  reviews: ['review written', 'reviews written'],
};
const dayMs = 86_400_000;

/** Where somebody stands on a ladder. Steps are done in order: a later one is not done before those below it. Pure and total. */
export function standingOf(ladder: TrainingLadderSpec, record: TrainingRecord, nowMs: number): Standing {
  const steps: StepStanding[] = [];
  for (const step of ladder.steps) {
    const have = step.criteria.map((criterion) => countOf(record.evidence, criterion));
    const undone = step.criteria.flatMap(({ evidence, atLeast, minScore }, index) =>
      (have[index] ?? 0) >= atLeast
        ? []
        : [criterionText({ evidence, atLeast: atLeast - (have[index] ?? 0), minScore })],
    );
    const unsigned = signsMissing(step.signOffs - signersOf(record, step.name).size);
    const missing = [...undone, ...unsigned];
    const below = steps.at(-1)?.done ?? true;
    steps.push({
      ...{ name: step.name, done: below && missing.length === 0, have, missing },
      unsigned: below && undone.length === 0 && unsigned.length > 0,
    });
  }
  const current = steps.find(({ done }) => !done) ?? null;
  const isQualified = current === null || record.grantedAt !== null;
  const lastPracticeAt = lastOf(record);
  const lapsesAt = isQualified ? lapseOf(ladder, record) : null;
  const lapsed = lapsesAt !== null && nowMs > lapsesAt;
  const standing = !isQualified ? 'climbing' : lapsed ? 'lapsed' : 'qualified';
  const minScore = ladder.recertify?.minScore ?? 0;
  const missing = lapsed
    ? [`1 drill led with ${minScore} points or more`]
    : isQualified
      ? []
      : (current?.missing ?? []);
  return {
    ...{ standing, step: isQualified ? null : (current?.name ?? null), missing, steps, lastPracticeAt },
    lapsesAt: lapsed ? null : lapsesAt,
  };
}

interface Criterion {
  readonly evidence: EvidenceKind;
  readonly atLeast: number;
  readonly minScore?: number | undefined;
}

/** `2 drills led with 60 points or more`. */
export function criterionText({ evidence, atLeast, minScore }: Criterion): string {
  const [one, several] = words[evidence];
  const what = `${atLeast} ${atLeast === 1 ? one : several}`;
  return minScore === undefined ? what : `${what} with ${minScore} points or more`;
}

function countOf({ counts, drills }: Evidence, { evidence, minScore = 0 }: Criterion): number {
  return evidence === 'drills' ? drills.filter(({ score }) => score >= minScore).length : counts[evidence];
}

/** Nobody counts twice. */
function signersOf({ signOffs }: TrainingRecord, step: string): Set<string> {
  return new Set(signOffs.filter((one) => one.step === step).map(({ by }) => by));
}

function signsMissing(count: number): string[] {
  if (count <= 0) return [];
  return [
    count === 1 ? 'the signature of somebody qualified' : `the signatures of ${count} qualified people`,
  ];
}

function lastOf({ evidence, grantedAt }: TrainingRecord): number | null {
  const all = [evidence.ledAt, grantedAt, ...evidence.drills.map(({ at }) => at)].filter((at) => at !== null);
  return all.length === 0 ? null : Math.max(...all);
}

/**
 * When who is qualified has for too long neither led, nor been well enough in a drill, nor been signed or granted it; null where the ladder
 * asks for none of it. Nobody lapses from a day that nobody knows.
 */
function lapseOf(
  { recertify }: TrainingLadderSpec,
  { evidence, signOffs, grantedAt }: TrainingRecord,
): number | null {
  if (recertify === undefined) return null;
  const good = evidence.drills.filter(({ score }) => score >= recertify.minScore).map(({ at }) => at);
  const signed = signOffs.map(({ at }) => at);
  const known = [evidence.ledAt, grantedAt, ...good, ...signed].filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known) + recertify.afterDays * dayMs;
}
