import type { CauseAnswer, CauseRecord, CauseScore, CauseVerdict } from '@fieldmarshal/contract/localisation';
import { candidateId } from './candidates.ts';

/** What people said of the verdict they saw. */
export interface Judgement {
  /** Null of a failing group, which `group` names then. */
  readonly incidentId: string | null;
  readonly group: string | null;
  readonly environment: string | null;
  readonly since: string;
  readonly version: number;
  readonly verdict: CauseVerdict | null;
  readonly answer: CauseAnswer;
}

interface Scored {
  readonly judgement: Judgement;
  /** Whether the first suspect was the cause; null where nobody knows. */
  readonly isRight: boolean | null;
  readonly rank: number | null;
  readonly isKnown: boolean;
}

const shownMax = 200;
const steps = 10;

/** What a record is narrowed to, by the names of its rows; absent = all. */
export interface Narrowed {
  readonly environment?: string | undefined;
  readonly faultKind?: string | undefined;
}

/** How often verdicts were right, by what people confirmed and corrected. Answers *unknown* count nowhere. */
export function recordOf(judgements: readonly Judgement[], days: number, to: Narrowed = {}): CauseRecord {
  const there = judgements
    .map(scoreOf)
    .filter(({ judgement }) => isOne(to.environment, environmentOf(judgement)));
  const ofKind = judgements
    .map(scoreOf)
    .filter(({ judgement }) => isOne(to.faultKind, faultKindOf(judgement)));
  const scored = there.filter(({ judgement }) => isOne(to.faultKind, faultKindOf(judgement)));
  const counted = scored.filter(isCounted);
  const clear = counted.filter(({ judgement }) => judgement.verdict?.clear);
  const byNobody = counted.filter(
    ({ judgement: { answer } }) => answer.cause !== null && isOther(answer.cause.kind),
  );
  return {
    ...{ days, environment: to.environment ?? null, faultKind: to.faultKind ?? null },
    all: summary('all', counted),
    clear: { answers: clear.length, right: shareOf(clear, ({ isRight }) => isRight === true) },
    specificity: { answers: byNobody.length, share: shareOf(byNobody, isNotBlamed) },
    calibration: calibrationOf(counted),
    byEnvironment: grouped(ofKind.filter(isCounted), environmentOf),
    byFaultKind: grouped(there.filter(isCounted), faultKindOf),
    incidents: scored.slice(0, shownMax).map(shown),
  };
}

function environmentOf({ environment }: Judgement): string {
  return environment ?? 'not known';
}

function faultKindOf({ answer }: Judgement): string {
  return answer.faultKind ?? 'not said';
}

function isOne(wanted: string | undefined, name: string): boolean {
  return wanted === undefined || wanted === name;
}

function isCounted({ isRight }: Scored): boolean {
  return isRight !== null;
}

function scoreOf(judgement: Judgement): Scored {
  const { answer, verdict } = judgement;
  const place = answer.cause === null || verdict === null ? -1 : placeOf(verdict, candidateId(answer.cause));
  const isKnown = answer.cause !== null;
  const isRight = answer.answer === 'unknown' ? null : isKnown && place === 0;
  return { judgement, isRight, rank: place < 0 ? null : place + 1, isKnown };
}

function placeOf({ suspects }: CauseVerdict, id: string): number {
  return suspects.findIndex((suspect) => candidateId(suspect) === id);
}

function isOther(kind: string): boolean {
  return kind === 'test' || kind === 'environment';
}

function isNotBlamed({ judgement: { verdict } }: Scored): boolean {
  const first = verdict?.suspects[0];
  return first === undefined || !verdict?.clear || isOther(first.kind);
}

function shareOf<T>(list: readonly T[], is: (item: T) => boolean): number | null {
  return list.length === 0 ? null : list.filter(is).length / list.length;
}

function meanOf(list: readonly number[]): number | null {
  return list.length === 0 ? null : list.reduce((sum, one) => sum + one, 0) / list.length;
}

function summary(name: string, scored: readonly Scored[]): CauseScore {
  const known = scored.filter(({ isKnown }) => isKnown);
  return {
    name,
    answers: scored.length,
    top1: shareOf(scored, ({ isRight }) => isRight === true),
    top3: shareOf(known, ({ rank }) => rank !== null && rank <= 3),
    said: meanOf(scored.flatMap(({ judgement }) => judgement.verdict?.suspects[0]?.probability ?? [])),
  };
}

function grouped(scored: readonly Scored[], of: (judgement: Judgement) => string): CauseScore[] {
  const groups = Map.groupBy(scored, ({ judgement }) => of(judgement));
  return [...groups]
    .map(([name, list]) => summary(name, list))
    .toSorted((a, b) => b.answers - a.answers || (a.name < b.name ? -1 : 1));
}

function calibrationOf(scored: readonly Scored[]): CauseRecord['calibration'] {
  const said = scored.flatMap(({ judgement, isRight }) => {
    const probability = judgement.verdict?.suspects[0]?.probability;
    return probability === undefined ? [] : [{ probability, isRight: isRight === true }];
  });
  return Array.from({ length: steps }, (_, step) => {
    const [from, to] = [step / steps, (step + 1) / steps];
    const within = said.filter(
      ({ probability }) => Math.min(steps - 1, Math.floor(probability * steps)) === step,
    );
    const mean = within.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, within.length);
    return {
      from,
      to,
      answers: within.length,
      said: mean,
      right: shareOf(within, ({ isRight }) => isRight) ?? 0,
    };
  }).filter(({ answers }) => answers > 0);
}

function shown({ judgement, rank }: Scored): CauseRecord['incidents'][number] {
  const { incidentId, group, environment, since, version, verdict, answer } = judgement;
  const first = verdict?.suspects[0];
  return {
    ...{ incidentId, group, environment, since, version, answer, rank, clear: verdict?.clear ?? false },
    said:
      first === undefined
        ? null
        : {
            kind: first.kind,
            name: first.name,
            displayName: first.displayName,
            probability: first.probability,
          },
  };
}
