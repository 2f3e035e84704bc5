import type { Cell, CheckSpec } from '@fieldmarshal/contract/checks';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { maintenanceNow } from '#signals';
import { cellLabels } from '../core/alert.ts';
import { rulesOf } from '../core/judge-cell.ts';
import { retiredSpec } from '../core/retired.ts';
import { judge } from '../core/standing.ts';
import { loadCells, type ShownCell } from '../store/cell-store.ts';

/** What is failing or degraded, the longest first. */
export async function listFailing(ctx: Ctx): Promise<{ items: Cell[] }> {
  permit(ctx, 'check.read');
  return { items: await readCells(ctx, null) };
}

/** A cell as other domains see it. */
interface KnownCell extends Cell {
  /** Degraded by what is only to come: every run shows that it works. */
  readonly isAhead: boolean;
}

/** Cells of these checks; null: those that are failing or degraded. */
export async function readCells(ctx: Ctx, checks: readonly string[] | null): Promise<KnownCell[]> {
  const [catalog, cells, covered] = await Promise.all([
    readCatalog(ctx.env),
    loadCells(ctx.env.databases[ctx.pool], checks),
    maintenanceNow(ctx),
  ]);
  return cells.map((cell) => {
    const spec = catalog.get('Check', cell.check)?.spec;
    const labels = cellLabels(cell, spec?.probe.type ?? '');
    return { ...view(cell, () => covered({ ...cell, labels })), isAhead: isAhead(cell, spec ?? retiredSpec) };
  });
}

function isAhead({ state, recents }: ShownCell, spec: CheckSpec): boolean {
  const seen = { places: recents, rules: rulesOf(spec), wasFailing: false, isImminent: false };
  return state === 'degraded' && judge(seen).state === 'ok';
}

function view(cell: ShownCell, isCovered: () => boolean): Cell {
  const { paused, since, lastRunAt, lastPassedAt, nextRunAt, everyMs, products, recents: _, ...rest } = cell;
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
