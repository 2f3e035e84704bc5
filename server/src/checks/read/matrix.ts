import type { Matrix, MatrixRow } from '@fieldmarshal/contract/checks';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { totalsOf } from '../core/matrix-letters.ts';
import { ownerOf } from '../runners/tell-owner.ts';
import { loadMatrix, type CheckCells } from '../store/matrix-store.ts';
import { isAskedFor, type CheckFilter } from './filter.ts';
import { readMaintenance } from './maintenance.ts';

/** Every check in every environment, in one statement and one small answer. */
export async function readMatrix(ctx: Ctx, filter: CheckFilter): Promise<Matrix> {
  permit(ctx, 'check.read');
  const [catalog, cells, covered] = await Promise.all([
    readCatalog(ctx.env),
    loadMatrix(ctx.env.databases[ctx.pool]),
    readMaintenance(ctx),
  ]);
  const known = new Map(cells.map((each) => [each.check, each]));
  const used = new Set(cells.flatMap(({ environments }) => environments));
  const environments = catalog
    .list('Environment')
    .filter(({ name }) => (filter.environment === undefined ? used.has(name) : name === filter.environment));
  const columns = environments.map(({ name }) => name);
  const rows = catalog
    .list('Check')
    .filter((check) => isAskedFor(check, filter))
    .map((check): MatrixRow => ({
      check: check.name,
      displayName: check.spec.displayName ?? check.name,
      type: check.spec.probe.type,
      products: check.spec.products,
      owner: ownerOf(catalog, check.name),
      cells: lettersOf(known.get(check.name), columns, (environment) =>
        covered(environment, check.spec.products),
      ),
    }));
  const shown = filter.failing ? rows.filter((row) => /[FD]/.test(row.cells)) : rows;
  const oldest = rows.flatMap(({ check }) => known.get(check)?.oldestRunAt?.getTime() ?? []);
  return {
    environments: environments.map(({ name, spec }) => ({
      name,
      displayName: spec.displayName ?? name,
      connection: spec.connection,
    })),
    rows: shown,
    totals: totalsOf(rows.map((row) => row.cells)),
    oldestRunAt: oldest.length === 0 ? null : new Date(oldest.reduce((a, b) => Math.min(a, b))).toISOString(),
    at: ctx.env.clock.now().toISOString(),
  };
}

function lettersOf(
  cells: CheckCells | undefined,
  columns: readonly string[],
  covered: (environment: string) => boolean,
): string {
  if (!cells) return '.'.repeat(columns.length);
  const letters = new Map(cells.environments.map((name, index) => [name, cells.letters[index] ?? 'N']));
  return columns
    .map((environment) => {
      const letter = letters.get(environment) ?? '.';
      return letter !== '.' && letter !== 'P' && covered(environment) ? 'M' : letter;
    })
    .join('');
}
