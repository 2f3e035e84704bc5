import type { Matrix, MatrixRow } from '@fieldmarshal/contract/checks/view';

/** A line above the checks of one product. */
export interface ProductHeading {
  readonly product: string | null;
  readonly checks: number;
  /** How many of their cells fail or are degraded. */
  readonly bad: number;
}

export type MatrixLine =
  | { readonly kind: 'check'; readonly row: MatrixRow }
  | { readonly kind: 'product'; readonly heading: ProductHeading };

export function plainLines(rows: Matrix['rows']): MatrixLine[] {
  return rows.map((row) => ({ kind: 'check', row }));
}

/**
 * The checks of each product under a line of its own, by the product that they name first; that with the most bad cells comes first, then
 * by name, and last what names none.
 */
export function linesByProduct(rows: Matrix['rows']): MatrixLine[] {
  const groups = Map.groupBy(rows, ({ products: [first] }) => first ?? null);
  return [...groups]
    .map(([product, own]) => ({ own, heading: { product, checks: own.length, bad: badIn(own) } }))
    .toSorted(
      (a, b) =>
        b.heading.bad - a.heading.bad ||
        Number(a.heading.product === null) - Number(b.heading.product === null) ||
        ((a.heading.product ?? '') < (b.heading.product ?? '') ? -1 : 1),
    )
    .flatMap(({ own, heading }) => [{ kind: 'product' as const, heading }, ...plainLines(own)]);
}

function badIn(rows: readonly MatrixRow[]): number {
  return rows.reduce((sum, { cells }) => sum + (cells.match(/[FDfd]/g)?.length ?? 0), 0);
}
