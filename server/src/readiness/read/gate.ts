import type { GateAnswer, Rung } from '@fieldmarshal/contract/readiness';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { readBoard, resultsOf } from '../board.ts';
import { judgeGate } from '../core/gate.ts';
import { isStale } from '../core/stale.ts';

export interface GateAsked {
  readonly product: string;
  readonly rung: Rung;
  readonly minScore: number;
  readonly fresh: boolean;
}

/** Whether a product may go on, for pipelines. */
export async function readGate(ctx: Ctx, { product, ...rules }: GateAsked): Promise<GateAnswer> {
  permit(ctx, 'readiness.read');
  const board = await readBoard(ctx);
  if (!board.traits.has(product)) throw notFound(`Product ${product}`);
  const results = resultsOf(board, product);
  const stale = board.standards.list.flatMap((standard) => {
    const result = results.get(standard.name);
    return result && isStale(standard, result, board) ? [standard.name] : [];
  });
  const exempt = new Map(
    board.exemptions
      .filter((each) => each.product === product)
      .map((each) => [each.standard, Date.parse(each.expiresAt)]),
  );
  return {
    product,
    ...judgeGate(board.standards, { results, exempt, stale: new Set(stale), now: board.now }, rules),
  };
}
