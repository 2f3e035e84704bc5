import type { Cell } from '@fieldmarshal/contract/checks';
import type { CheckFact, Facts } from './facts.ts';
import { blameOf, realOf, type Verdict } from './suspicions.ts';
import { isOfPage, isWrongAnswer, symptomOf } from './symptom.ts';

/**
 * Whether a check tells of somewhere else: of an environment that nothing says of the incident, and not first of a product that is suspect
 * in it. Where nobody knows where the incident is, nothing is elsewhere.
 */
export function isElsewhere(
  { environment, products: [first] }: Pick<Cell, 'environment' | 'products'>,
  { suspicions, places }: Pick<Facts, 'suspicions' | 'places'>,
  own: readonly Pick<Cell, 'environment'>[],
): boolean {
  const where = [...suspicions, ...places, ...own].map((each) => each.environment);
  if (where.length === 0 || where.includes(null) || where.includes(environment)) return false;
  return !suspicions.some(({ product }) => product === first);
}

/**
 * The products that answer in time and with wrong data, with their environment as {@link placeOfFirst} names them: each check that fails of
 * them says so, but for those that only saw a page which was not as expected.
 */
export function wrongAnswers(
  cells: readonly Pick<Cell, 'environment' | 'products' | 'state' | 'reason'>[],
): Set<string> {
  const wrong = new Map<string, boolean>();
  for (const cell of cells) {
    const reason = cell.reason ?? '';
    if ((cell.state !== 'failing' && cell.state !== 'degraded') || isOfPage(reason)) continue;
    const place = placeOfFirst(cell);
    wrong.set(place, isWrongAnswer(reason) && (wrong.get(place) ?? true));
  }
  return new Set([...wrong].flatMap(([place, is]) => (is ? place : [])));
}

export function placeOfFirst({
  products: [first = ''],
  environment,
}: Pick<Cell, 'environment' | 'products'>): string {
  return `${first} ${environment}`;
}

interface CheckTexts {
  readonly title: string;
  readonly workflow: string | null;
}

interface KnownCell extends Cell {
  /** Degraded by what is only to come. */
  readonly isAhead: boolean;
  /** It is not where this incident is, and looks at something else: see {@link isElsewhere}. */
  readonly isElsewhere: boolean;
  /** What it looks at first answers with wrong data there: see {@link wrongAnswers}. */
  readonly isWrong: boolean;
  /** It passes, which does not show that all is well: much longer than before something became slow, or too seldom in a row. */
  readonly isInDoubt: boolean;
}

/**
 * How a check stands in an environment, as evidence; what belongs to another incident, or to none and is elsewhere, says nothing here,
 * unless it passes.
 */
export function checkFact(
  cell: KnownCell,
  { id: incidentId, verdict: cause }: { readonly id: string; readonly verdict: Verdict | null },
  { title, workflow }: CheckTexts,
): CheckFact {
  const { check, environment, state, products, since, lastPassedAt, lastRunAt, everySeconds, reason, run } =
    cell;
  const foreign = cell.incidentId === null ? cell.isElsewhere : cell.incidentId !== incidentId;
  // What is only to come hits nobody yet.
  const standing = verdictOf(cell.isAhead && state === 'degraded' ? 'ok' : state, foreign);
  const verdict = standing === 'passing' && cell.isInDoubt ? 'silent' : standing;
  const says = { failing: 'fails', degraded: 'is degraded', passing: 'passes', silent: 'says nothing' }[
    verdict
  ];
  const why = verdict === 'failing' || verdict === 'degraded' ? `: ${reason ?? 'no reason given'}` : '';
  return {
    check,
    environment,
    workflow,
    products,
    blame: blameOf(products[0], cause),
    real: cell.incidentId === incidentId ? realOf(cause) : 1,
    verdict,
    state: failureState(verdict, reason ?? '', cell.isWrong),
    since: Date.parse(since),
    passedAt: lastPassedAt === null ? null : Date.parse(lastPassedAt),
    everyMs: everySeconds * 1_000,
    evidence: {
      kind: 'check',
      id: run ?? check,
      says: `${title} ${says} in ${environment}${why}`,
      at: verdict === 'passing' ? lastPassedAt : lastRunAt,
    },
  };
}

function verdictOf(state: Cell['state'], foreign: boolean): CheckFact['verdict'] {
  switch (state) {
    case 'failing':
    case 'degraded':
      return foreign ? 'silent' : state;
    case 'ok':
      return 'passing';
    case 'no-data':
    case 'maintenance':
    case 'paused':
      return 'silent';
  }
}

function failureState(verdict: CheckFact['verdict'], reason: string, isWrong: boolean): CheckFact['state'] {
  if (isWrongAnswer(reason) || (isWrong && isOfPage(reason))) return 'wrong-data';
  // The step before it is called as its author likes.
  const error = reason.slice(Math.max(0, reason.search(/\w*Error: /)));
  const state = symptomOf({ title: error, labels: {} });
  if (verdict === 'degraded') return state === 'slow' || state === 'wrong-data' ? state : 'degraded';
  return state === 'degraded' ? 'down' : state;
}
