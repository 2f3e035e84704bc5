import type { MatrixRow, MatrixStandard, ReadinessMatrix } from '@fieldmarshal/contract/readiness';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { readBoard, resultsOf, type Board } from '../board.ts';
import type { KeptResults } from '../core/carry.ts';
import { letterOf } from '../core/matrix-letters.ts';
import { gapsOf, nextStepOf } from '../core/next-step.ts';
import { medianOf, roundTenth, sumOf } from '../core/score.ts';
import { isStale } from '../core/stale.ts';
import type { Standard, Traits } from '../core/standards.ts';
import { scoresBefore } from '../store/day-store.ts';
import { evaluatedAt } from '../store/result-store.ts';

const trendDays = 30;

export interface MatrixAsked {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly team?: string | undefined;
  readonly mine: boolean;
  readonly gaps: boolean;
}

/** Every product against every standard: products with gaps in musts first, then the lowest score, then the name. */
export async function readMatrix(ctx: Ctx, asked: MatrixAsked): Promise<ReadinessMatrix> {
  permit(ctx, 'readiness.read');
  const db = ctx.env.databases[ctx.pool];
  const [board, products, organisation, lookedAt] = await Promise.all([
    readBoard(ctx),
    scoresBefore(db, 'product', trendDays),
    scoresBefore(db, 'organisation', trendDays),
    evaluatedAt(db),
  ]);
  const rows = [...board.traits.values()].map((traits) =>
    rowOf(board, traits, products.get(traits.name) ?? null),
  );
  const median = medianOf(rows.map(({ score }) => score));
  const wanted = rows.filter((row) => isWanted(row, { ctx, board, asked })).sort((a, b) => worseFirst(a, b));
  const from = Number(asked.cursor ?? 0);
  return {
    at: new Date(board.now).toISOString(),
    lookedAt: lookedAt?.toISOString() ?? null,
    summary: {
      products: rows.length,
      median,
      change: difference(median, organisation.get('') ?? null),
      failingMust: rows.filter(({ mustGaps }) => mustGaps > 0).length,
    },
    standards: standardRows(board, rows),
    items: wanted.slice(from, from + asked.limit),
    nextCursor: wanted.length > from + asked.limit ? String(from + asked.limit) : null,
  };
}

type Row = Omit<MatrixRow, 'change'>;

/** A row as it was reckoned: good as long as nothing that it rests on is another. */
interface KeptRow {
  readonly catalog: Board['catalog'];
  /** What the product is exempt from, and which measures are old for all. */
  readonly beside: string;
  /** When the next of its results grows old, in ms since 1970. */
  readonly until: number;
  readonly row: Row;
}
const kept = new WeakMap<KeptResults, KeptRow>();

function rowOf(board: Board, traits: Traits, before: number | null): MatrixRow {
  const row = keptRow(board, traits);
  return { ...row, change: difference(row.score, before) };
}

/** Sorting what is missing of thousands of products takes longer than all else; few of them change between two readers. */
function keptRow(board: Board, traits: Traits): Row {
  const { catalog, now } = board;
  const results = board.results.get(traits.name);
  if (results === undefined) return freshRow(board, traits);
  const beside = `${[...board.exempt.names(traits.name)].join(' ')}|${[...board.old].join(' ')}`;
  const known = kept.get(results);
  if (known?.catalog === catalog && known.beside === beside && now < known.until) return known.row;
  const row = freshRow(board, traits);
  kept.set(results, { catalog, beside, until: nextOld(results, now), row });
  return row;
}

function nextOld(results: KeptResults, now: number): number {
  let until = Infinity;
  for (const { staleFrom } of results.values())
    if (staleFrom !== null && staleFrom >= now) until = Math.min(until, staleFrom);
  return until;
}

function freshRow(board: Board, traits: Traits): Row {
  const { standards, catalog } = board;
  const results = resultsOf(board, traits.name);
  const exempt = board.exempt.names(traits.name);
  const sum = sumOf(standards, results, exempt);
  const gaps = gapsOf(standards, results, exempt);
  const team = catalog.get('Team', traits.team);
  return {
    product: traits.name,
    displayName: catalog.get('Product', traits.name)?.spec.displayName ?? traits.name,
    team: traits.team,
    teamName: team?.spec.displayName ?? traits.team,
    score: sum.score,
    rung: sum.rung,
    mustGaps: sum.mustGaps,
    cells: standards.list.map((standard) => cellOf(board, traits.name, standard)).join(''),
    next: gaps[0] === undefined ? null : nextStepOf(gaps[0], results),
  };
}

function cellOf(board: Board, product: string, standard: Standard): string {
  const result = board.results.get(product)?.get(standard.name);
  return letterOf(result?.outcome, {
    isExempt: board.exempt.names(product).has(standard.name),
    isStale: result !== undefined && isStale(standard, result, board),
  });
}

const counted: Readonly<Record<string, 'met' | 'missed' | 'unknown' | 'exempt'>> = {
  m: 'met',
  x: 'missed',
  u: 'unknown',
  e: 'exempt',
};

/** The standards with how many products meet each, counted from the letters of all rows. */
function standardRows({ standards }: Board, rows: readonly MatrixRow[]): MatrixStandard[] {
  return standards.list.map((standard, place) => {
    const counts = { met: 0, missed: 0, unknown: 0, exempt: 0 };
    let applies = 0;
    for (const { cells } of rows) {
      const what = counted[(cells[place] ?? '-').toLowerCase()];
      if (what === undefined) continue;
      counts[what] += 1;
      applies += 1;
    }
    return { ...shownStandard(standard), applies, ...counts };
  });
}

export function standardRow(board: Board, { name, spec }: Standard): MatrixStandard {
  const counts = { met: 0, missed: 0, unknown: 0, exempt: 0 };
  let total = 0;
  for (const product of board.traits.keys()) {
    const outcome = board.results.get(product)?.get(name)?.outcome;
    if (outcome === undefined) continue;
    total += 1;
    counts[outcome !== 'met' && board.exempt.names(product).has(name) ? 'exempt' : outcome] += 1;
  }
  return { ...shownStandard({ name, spec }), applies: total, ...counts };
}

function shownStandard({ name, spec }: Pick<Standard, 'name' | 'spec'>) {
  const { displayName, area, level, rung, target, due } = spec;
  return { name, displayName: displayName ?? name, area, level, rung, target, due: due ?? null };
}

interface Wanting {
  readonly ctx: Ctx;
  readonly board: Board;
  readonly asked: MatrixAsked;
}

function isWanted(row: MatrixRow, { ctx, board, asked }: Wanting): boolean {
  const { team, mine, gaps } = asked;
  const { actor } = ctx;
  if (team !== undefined && row.team !== team) return false;
  if (gaps && row.mustGaps === 0) return false;
  if (!mine) return true;
  const person = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  return person !== null && row.team !== null && board.catalog.membersOf(row.team).includes(person);
}

function worseFirst(a: MatrixRow, b: MatrixRow): number {
  const gaps = Number(b.mustGaps > 0) - Number(a.mustGaps > 0);
  if (gaps !== 0) return gaps;
  const score = (a.score ?? 5) - (b.score ?? 5);
  return score === 0 ? (a.product < b.product ? -1 : 1) : score;
}

function difference(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : roundTenth(now - before);
}
