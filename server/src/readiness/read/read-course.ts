import type { BurnDown, ReadinessCourse, TeamCourse } from '@fieldmarshal/contract/readiness';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { readBoard, type Board } from '../board.ts';
import { roundTenth } from '../core/score.ts';
import { dayRows } from '../day-rows.ts';
import { countTurns, loadChanges } from '../store/change-store.ts';
import { loadDays, scoresBefore, type DayRow } from '../store/day-store.ts';
import { standardRow } from './read-matrix.ts';
import { initiativesOn, teamName } from './read-initiative.ts';

const historyDays = 180;
const trendDays = 30;
const changesMax = 100;

/** How readiness goes: of the organisation and of teams, what turned lately and why, what is left before days that were set. */
export async function readCourse(ctx: Ctx, { days }: { readonly days: number }): Promise<ReadinessCourse> {
  permit(ctx, 'readiness.read');
  const db = ctx.env.databases[ctx.pool];
  const board = await readBoard(ctx);
  const { catalog } = board;
  const [organisation, teams, changes, turned, standards, initiatives] = await Promise.all([
    loadDays(db, { scope: 'organisation', names: [''], days: historyDays }),
    teamsOn(ctx, board),
    loadChanges(db, { days, limit: changesMax }),
    countTurns(db, days),
    burnDowns(ctx, board),
    initiativesOn(ctx, board),
  ]);
  return {
    at: new Date(board.now).toISOString(),
    days: organisation.get('') ?? [],
    teams,
    turned: { days, ...turned },
    changes: changes.map((change) => ({
      ...change,
      productName: catalog.get('Product', change.product)?.spec.displayName ?? change.product,
      standardName: catalog.get('Standard', change.standard)?.spec.displayName ?? change.standard,
    })),
    ...{ standards, initiatives },
  };
}

async function teamsOn(ctx: Ctx, board: Board): Promise<TeamCourse[]> {
  const db = ctx.env.databases[ctx.pool];
  const now = dayRows(board.catalog, board).filter(({ scope }) => scope === 'team');
  const names = now.map(({ name }) => name);
  const [days, before] = await Promise.all([
    loadDays(db, { scope: 'team', names, days: trendDays }),
    scoresBefore(db, 'team', trendDays),
  ]);
  const products = Map.groupBy(board.traits.values(), ({ team }) => team);
  const courseOf = ({ name, score, mustGaps }: DayRow): TeamCourse => {
    const was = before.get(name) ?? null;
    return {
      ...{ team: name, teamName: teamName(board, name), products: products.get(name)?.length ?? 0, score },
      change: score === null || was === null ? null : roundTenth(score - was),
      failingMust: mustGaps,
      scores: (days.get(name) ?? []).map((day) => day.score),
    };
  };
  return now.map(courseOf).sort((a, b) => (a.score ?? 5) - (b.score ?? 5) || (a.team < b.team ? -1 : 1));
}

/** Standards with a day by which they should be met. */
async function burnDowns(ctx: Ctx, board: Board): Promise<BurnDown[]> {
  const dated = board.standards.list.filter(({ spec }) => spec.due !== undefined);
  const days = await loadDays(ctx.env.databases[ctx.pool], {
    scope: 'standard',
    names: dated.map(({ name }) => name),
    days: historyDays,
  });
  return dated
    .map((standard): BurnDown => {
      const { name, displayName, due, target, applies, exempt, met, unknown } = standardRow(board, standard);
      const { owner } = standard.spec;
      return {
        ...{ name, displayName, target, met, unknown, due: due ?? '', applies: applies - exempt },
        ownerName: owner === undefined ? null : teamName(board, owner),
        days: days.get(name) ?? [],
      };
    })
    .sort((a, b) => (a.due < b.due ? -1 : 1));
}
