import type { Cell } from '@fieldmarshal/contract/checks';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { loadCells, type ShownCell } from '../store/cell-store.ts';
import { readMaintenance, type Covered } from './maintenance.ts';

/** What is failing or degraded, the longest first. */
export async function listFailing(ctx: Ctx): Promise<{ items: Cell[] }> {
  permit(ctx, 'check.read');
  return { items: await readCells(ctx, null) };
}

/** Cells of these checks; null: those that are failing or degraded. */
export async function readCells(ctx: Ctx, checks: readonly string[] | null): Promise<Cell[]> {
  const [cells, covered] = await Promise.all([
    loadCells(ctx.env.databases[ctx.pool], checks),
    readMaintenance(ctx),
  ]);
  return cells.map((cell) => view(cell, covered));
}

function view(cell: ShownCell, covered: Covered): Cell {
  const { paused, since, lastRunAt, lastPassedAt, nextRunAt, everyMs, products, ...rest } = cell;
  return {
    ...rest,
    state: paused ? 'paused' : covered(cell.environment, products) ? 'maintenance' : cell.state,
    since: since.toISOString(),
    lastRunAt: lastRunAt?.toISOString() ?? null,
    lastPassedAt: lastPassedAt?.toISOString() ?? null,
    nextRunAt: paused ? null : (nextRunAt?.toISOString() ?? null),
    everySeconds: everyMs / 1_000,
    products: [...products],
  };
}
