import type { LogPattern, Telemetry } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { rateDifference } from '../../numbers.ts';
import type { TraceModel } from '../../traces/trace-model.ts';

/** How often one pattern was written, beside how often it could have been. */
export interface PatternChange {
  readonly product: number;
  readonly text: string;
  readonly isError: boolean;
  readonly isWarning: boolean;
  /**
   * Whether it is known how often the place was reached where it is written: by spans, or by another line that usually went with it and is
   * still written there. Of a place where now this is written and now that, one is fewer because others are more.
   */
  readonly isPlaced: boolean;
  /** Nats in favour of its rate having changed; the direction is `isMore`. */
  readonly nats: number;
  readonly isMore: boolean;
  readonly now: readonly [number, number];
  readonly usual: readonly [number, number];
}

interface Counted {
  readonly product: number;
  readonly text: string;
  readonly isError: boolean;
  readonly isWarning: boolean;
  readonly isPlaced: boolean;
  readonly isOfSpan: boolean;
  now: number;
  usual: number;
  readonly place: string;
}

/**
 * Patterns of which there are more or fewer than usual. A rate is for each time the place where it is written was reached: the operation
 * or place where that is known, else everything the product wrote. So a product that is merely called less is no sign. Of a place of which
 * nothing was usually written, errors are new as if it had been reached as often as now: who writes only what goes wrong is heard too.
 */
export function patternChanges(facts: Facts): PatternChange[] {
  const { now, usual } = facts.case;
  if (now.logs.length === 0 || usual.logs.length === 0) return [];
  const reachedNow = reached(now, facts.now);
  const reachedUsually = reached(usual, facts.usual);
  const found: PatternChange[] = [];
  const counted = [...countPatterns(facts).values()];
  const byPlace = Map.groupBy(counted, ({ place }) => place);
  for (const each of counted) {
    const { product, text, isError, isWarning, place, ...count } = each;
    const inNow = reachedNow.get(place) ?? 0;
    const inUsual = reachedUsually.get(place) ?? (isError ? inNow : 0);
    if (inNow === 0 || inUsual === 0) continue;
    const first = [Math.min(count.usual, inUsual), inUsual] as const;
    const second = [Math.min(count.now, inNow), inNow] as const;
    const isMore = second[0] / second[1] > first[0] / first[1];
    found.push({
      product,
      text,
      isError,
      isWarning,
      isPlaced: each.isOfSpan || (each.isPlaced && goesWithAnother(each, byPlace.get(place) ?? [])),
      nats: rateDifference(first, second),
      isMore,
      now: second,
      usual: first,
    });
  }
  return found;
}

/** Lines of one request differ in number by no more than this share, where both are written each time. */
const pairedShare = 0.1;
/** Of fewer lines the same number is an accident. */
const fewestPaired = 10;

function goesWithAnother(line: Counted, there: readonly Counted[]): boolean {
  return there.some(
    (other) =>
      other !== line &&
      other.now > 0 &&
      other.usual >= fewestPaired &&
      Math.abs(other.usual - line.usual) <= pairedShare * Math.max(other.usual, line.usual),
  );
}

function countPatterns(facts: Facts): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  const add = (log: LogPattern, when: 'now' | 'usual') => {
    const product = facts.index.get(log.product);
    if (product === undefined || !(log.count > 0)) return;
    const text = gist(log.template);
    const isError = log.level === 'error';
    const isWarning = log.level === 'warn';
    const place = placeOf(log);
    const isPlaced = log.operation !== undefined || log.place !== undefined;
    const key = `${place}\n${isError}\n${isWarning}\n${text}`;
    const isOfSpan = log.operation !== undefined;
    const fresh = { product, text, isError, isWarning, isPlaced, isOfSpan, place, now: 0, usual: 0 };
    const known = counts.get(key) ?? fresh;
    known[when] += log.count;
    counts.set(key, known);
  };
  for (const log of facts.case.now.logs) add(log, 'now');
  for (const log of facts.case.usual.logs) add(log, 'usual');
  return counts;
}

/** Operations of spans and places of logs are words of different people: neither is taken for the other. */
function placeOf({ product, operation, place }: LogPattern): string {
  return operation === undefined && place !== undefined
    ? `${product}\n\n${place}`
    : `${product}\n${operation ?? ''}`;
}

/** By the spans that count: one that was sent twice was reached once. */
function reached({ spans, logs }: Telemetry, { row: rows }: TraceModel): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (place: string, count: number) => counts.set(place, (counts.get(place) ?? 0) + count);
  for (const row of rows) add(`${spans?.product[row]}\n${spans?.operation[row]}`, 1);
  for (const log of logs) if (log.operation === undefined && log.count > 0) add(placeOf(log), log.count);
  return counts;
}

const tokensOfAGist = 5;

/** What of a message is the same each time: its first words, without what looks like a value. */
function gist(template: string): string {
  return template
    .slice(0, 400)
    .replaceAll(/<[^<>]{0,40}>/g, '*')
    .replaceAll(/\b[0-9a-f]{8,}(-[0-9a-f]{4,}){0,4}\b/gi, '*')
    .replaceAll(/(?<![\w#])\d+(\.\d+)?(?![\w#])/g, '*')
    .split(/\s+/, tokensOfAGist)
    .join(' ');
}
