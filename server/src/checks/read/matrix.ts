import type { Matrix, MatrixRow } from '@fieldmarshal/contract/checks';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { maintenanceNow, readHeartbeats } from '#signals';
import { cellLabels } from '../core/alert.ts';
import { totalsOf } from '../core/matrix-letters.ts';
import { ownerOf } from '../runners/tell-owner.ts';
import { loadMatrix, loadTold, type CheckCells } from '../store/matrix-store.ts';
import { isAskedFor, type CheckFilter } from './filter.ts';
import { askedHeartbeats, environmentOf, heartbeatRow } from './heartbeats.ts';

/** Every check and heartbeat in every environment, in one statement each and one small answer. */
export async function readMatrix(ctx: Ctx, filter: CheckFilter): Promise<Matrix> {
  permit(ctx, 'check.read');
  const [catalog, cells, told, covered, { items: beats }] = await Promise.all([
    readCatalog(ctx.env),
    loadMatrix(ctx.env.databases[ctx.pool]),
    loadTold(ctx.env.databases[ctx.pool]),
    maintenanceNow(ctx),
    readHeartbeats(ctx),
  ]);
  const heartbeats = askedHeartbeats(beats, filter, (name) => catalog.get('Environment', name) !== undefined);
  const known = new Map(cells.map((each) => [each.check, each]));
  const toldOf = new Map(told.cells.map((each) => [each.check, each]));
  const used = new Set([
    ...[...cells, ...told.cells].flatMap(({ environments }) => environments),
    ...heartbeats.map(environmentOf),
  ]);
  const environments = columnsOf(catalog, { used, only: filter.environment, until: told.until });
  const columns = environments.map(({ name }) => name);
  const checks = catalog
    .list('Check')
    .filter((check) => isAskedFor(check, filter))
    .map((check): MatrixRow => ({
      check: check.name,
      displayName: check.spec.displayName ?? check.name,
      type: check.spec.probe.type,
      products: check.spec.products,
      owner: ownerOf(catalog, check.name),
      cells: withTold(
        lettersOf(known.get(check.name), columns, (environment) =>
          covered({
            environment,
            products: check.spec.products,
            labels: cellLabels({ check: check.name, environment }, check.spec.probe.type),
          }),
        ),
        lettersOf(toldOf.get(check.name), columns, () => false),
      ),
    }));
  const rows = [...checks, ...heartbeats.map((beat) => heartbeatRow(beat, columns, covered))].toSorted(
    (a, b) => (a.displayName < b.displayName ? -1 : 1),
  );
  const shown = filter.failing ? rows.filter((row) => /[FDfd]/.test(row.cells)) : rows;
  const oldest = rows.flatMap(({ check }) => known.get(check)?.oldestRunAt?.getTime() ?? []);
  return {
    environments,
    rows: shown,
    totals: totalsOf(rows.map((row) => row.cells)),
    oldestRunAt: oldest.length === 0 ? null : new Date(oldest.reduce((a, b) => Math.min(a, b))).toISOString(),
    at: ctx.env.clock.now().toISOString(),
  };
}

/** Environments in which something of it runs, and one without a name for heartbeats of none that is known. */
function columnsOf(
  catalog: Catalog,
  {
    used,
    only,
    until,
  }: {
    readonly used: ReadonlySet<string>;
    readonly only: string | undefined;
    readonly until: ReadonlyMap<string, string>;
  },
): Matrix['environments'] {
  return [
    ...catalog
      .list('Environment')
      .filter(({ name }) => (only === undefined ? used.has(name) : name === only))
      .map(({ name, spec }) => ({
        name,
        displayName: spec.displayName ?? name,
        connection: spec.connection,
        knownUntil: until.get(name) ?? null,
      })),
    ...(used.has('') && only === undefined
      ? [{ name: '', displayName: 'No environment', connection: 'connected' as const, knownUntil: null }]
      : []),
  ];
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

/** What runs here is known better than what a site told; where nothing does, or it says nothing, the site's word stands. */
function withTold(own: string, told: string): string {
  return Array.from(own)
    .map((letter, index) => (/[.N]/.test(letter) && told[index] !== '.' ? (told[index] ?? letter) : letter))
    .join('');
}
