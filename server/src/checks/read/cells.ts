import type { Cell } from '@fieldmarshal/contract/checks';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { maintenanceNow } from '#signals';
import { cellLabels } from '../core/alert.ts';
import { loadCells, type ShownCell } from '../store/cell-store.ts';

/** What is failing or degraded, the longest first. */
export async function listFailing(ctx: Ctx): Promise<{ items: Cell[] }> {
  permit(ctx, 'check.read');
  return { items: await readCells(ctx, null) };
}

/** Cells of these checks; null: those that are failing or degraded. */
export async function readCells(ctx: Ctx, checks: readonly string[] | null): Promise<Cell[]> {
  const [catalog, cells, covered] = await Promise.all([
    readCatalog(ctx.env),
    loadCells(ctx.env.databases[ctx.pool], checks),
    maintenanceNow(ctx),
  ]);
  const typeOf = (check: string): string => catalog.get('Check', check)?.spec.probe.type ?? '';
  return cells.map((cell) =>
    view(cell, () => covered({ ...cell, labels: cellLabels(cell, typeOf(cell.check)) })),
  );
}

function view(cell: ShownCell, isCovered: () => boolean): Cell {
  const { paused, since, lastRunAt, lastPassedAt, nextRunAt, everyMs, products, ...rest } = cell;
  return {
    ...rest,
    state: paused ? 'paused' : isCovered() ? 'maintenance' : cell.state,
    since: since.toISOString(),
    lastRunAt: lastRunAt?.toISOString() ?? null,
    lastPassedAt: lastPassedAt?.toISOString() ?? null,
    nextRunAt: paused ? null : (nextRunAt?.toISOString() ?? null),
    everySeconds: everyMs / 1_000,
    products: [...products],
  };
}
