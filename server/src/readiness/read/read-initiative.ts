import type { InitiativePage, ShownInitiative } from '@fieldmarshal/contract/readiness';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { readBoard, resultsOf, type Board } from '../board.ts';
import { isStale } from '../core/stale.ts';
import { applies } from '../core/standards.ts';
import { dayRows } from '../day-rows.ts';
import { loadDays } from '../store/day-store.ts';

const historyDays = 400;

/** Named pushes, the earliest due first, as they stand now and stood each day. */
export async function listInitiatives(ctx: Ctx): Promise<{ items: ShownInitiative[] }> {
  permit(ctx, 'readiness.read');
  return { items: await initiativesOn(ctx, await readBoard(ctx)) };
}

/** {@link listInitiatives} of a board that was read before. */
export async function initiativesOn(ctx: Ctx, board: Board): Promise<ShownInitiative[]> {
  const { catalog } = board;
  const all = catalog.list('Initiative');
  if (all.length === 0) return [];
  const days = await loadDays(ctx.env.databases[ctx.pool], {
    scope: 'initiative',
    names: all.map(({ name }) => name),
    days: historyDays,
  });
  const now = new Map(
    dayRows(catalog, board).flatMap((row) => (row.scope === 'initiative' ? [[row.name, row] as const] : [])),
  );
  const items = all.map(({ name, spec }): ShownInitiative => ({
    name,
    displayName: spec.displayName ?? name,
    why: spec.why,
    ownerName: spec.owner === undefined ? null : teamName(board, spec.owner),
    standards: spec.standards,
    start: spec.start,
    due: spec.due,
    applies: now.get(name)?.applies ?? 0,
    met: now.get(name)?.met ?? 0,
    unknown: now.get(name)?.unknown ?? 0,
    days: days.get(name) ?? [],
  }));
  return items.sort((a, b) => (a.due < b.due ? -1 : 1));
}

/** One push with every pair of a product and a standard that is left. */
export async function readInitiative(
  ctx: Ctx,
  { initiative: name }: { readonly initiative: string },
): Promise<InitiativePage> {
  permit(ctx, 'readiness.read');
  const board = await readBoard(ctx);
  const object = board.catalog.get('Initiative', name);
  const shown = (await initiativesOn(ctx, board)).find((each) => each.name === name);
  if (!object || !shown) throw notFound(`Initiative ${name}`);
  const { spec, origin } = object;
  return {
    ...shown,
    at: new Date(board.now).toISOString(),
    owner: spec.owner ?? null,
    file: origin.from === 'file' || origin.from === 'backstage' ? (origin.path ?? 'a file') : null,
    left: leftOf(board, spec),
  };
}

function leftOf(
  board: Board,
  spec: { readonly standards: readonly string[]; readonly appliesTo: Parameters<typeof applies>[0] },
): InitiativePage['left'] {
  const standards = board.standards.list.filter(({ name }) => spec.standards.includes(name));
  const left = [...board.traits.values()]
    .filter((traits) => applies(spec.appliesTo, traits))
    .flatMap(({ name: product, team }) =>
      standards.flatMap((standard) => {
        const result = resultsOf(board, product).get(standard.name);
        const isLeft = result !== undefined && result.outcome !== 'met';
        if (!isLeft || board.exempt.names(product).has(standard.name)) return [];
        return [
          {
            ...{ product, standard: standard.name, outcome: result.outcome },
            displayName: board.catalog.get('Product', product)?.spec.displayName ?? product,
            teamName: teamName(board, team),
            standardName: standard.spec.displayName ?? standard.name,
            stale: isStale(standard, result, board),
            fix: (standard.spec.fix.trim().split('\n')[0] ?? '').slice(0, 300),
          },
        ];
      }),
    );
  const key = ({ outcome, teamName: team, displayName }: (typeof left)[number]): string =>
    `${outcome === 'missed' ? 0 : 1} ${team} ${displayName}`;
  return left.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function teamName({ catalog }: Pick<Board, 'catalog'>, team: string): string {
  return catalog.get('Team', team)?.spec.displayName ?? team;
}
