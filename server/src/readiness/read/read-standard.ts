import type { StandardPage } from '@fieldmarshal/contract/readiness';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { readBoard } from '../board.ts';
import { isStale } from '../core/stale.ts';
import { loadChanges } from '../store/change-store.ts';
import { loadDays } from '../store/day-store.ts';
import { standardRow } from './read-matrix.ts';

const order = { missed: 0, unknown: 1, met: 2 } as const;

/** One standard and how every product that it applies to meets it: those that do not, first. */
export async function readStandard(
  ctx: Ctx,
  { standard: name }: { readonly standard: string },
): Promise<StandardPage> {
  permit(ctx, 'readiness.read');
  const db = ctx.env.databases[ctx.pool];
  const board = await readBoard(ctx);
  const { catalog } = board;
  const standard = board.standards.list.find((each) => each.name === name);
  const object = catalog.get('Standard', name);
  if (!standard || !object) throw notFound(`Standard ${name}`);
  const [changes, days] = await Promise.all([
    loadChanges(db, { days: 30, limit: 100, standard: name }),
    loadDays(db, { scope: 'standard', names: [name], days: 180 }),
  ]);
  const products = [...board.traits.values()].flatMap(({ name: product, team }) => {
    const result = board.results.get(product)?.get(name);
    if (!result) return [];
    return [
      {
        product,
        displayName: catalog.get('Product', product)?.spec.displayName ?? product,
        teamName: catalog.get('Team', team)?.spec.displayName ?? team,
        outcome: result.outcome,
        stale: isStale(standard, result, board),
        since: new Date(result.since).toISOString(),
        exemption: board.exempt.of(product, name),
      },
    ];
  });
  const { spec, origin, generation } = object;
  return {
    at: new Date(board.now).toISOString(),
    standard: standardRow(board, standard),
    why: spec.why,
    fix: spec.fix,
    rule: spec.rule,
    owner: spec.owner ?? null,
    ownerName:
      spec.owner === undefined ? null : (catalog.get('Team', spec.owner)?.spec.displayName ?? spec.owner),
    generation,
    file: origin.from === 'file' || origin.from === 'backstage' ? (origin.path ?? 'a file') : null,
    products: products.sort((a, b) => order[a.outcome] - order[b.outcome]),
    days: days.get(name) ?? [],
    changes,
  };
}
