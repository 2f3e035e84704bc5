/** What makes a past incident a right answer: products it shares, and the same cause where both causes are published. */
export interface Truth {
  readonly products: ReadonlyMap<string, readonly string[]>;
  readonly causes: ReadonlyMap<string, string>;
}

/** Overlap of products (0..1), and one more for the same published cause. */
export function gainOf(truth: Truth, query: string, document: string): number {
  const own = truth.products.get(query) ?? [];
  const theirs = truth.products.get(document) ?? [];
  const shared = theirs.filter((name) => own.includes(name)).length;
  const overlap = shared / Math.max(1, new Set([...own, ...theirs]).size);
  return overlap + Number(isSameCause(truth, query, document));
}

export function isSameCause({ causes }: Truth, query: string, document: string): boolean {
  return causes.has(query) && causes.get(query) === causes.get(document);
}

/** Normalised discounted gain of the first five; null where no past incident was a right answer. */
export function ndcg5(
  ranked: readonly string[],
  possible: readonly string[],
  gain: (id: string) => number,
): number | null {
  const best = possible.map((id) => gain(id)).sort((a, b) => b - a);
  const ideal = discounted(best.slice(0, 5));
  return ideal === 0 ? null : discounted(ranked.slice(0, 5).map((id) => gain(id))) / ideal;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}
