import type { Exemption } from '@fieldmarshal/contract/readiness';

const none: ReadonlySet<string> = new Set();

/** Exemptions by product and standard. */
export function exemptBy(exemptions: readonly Exemption[]) {
  const byProduct = new Map<string, Map<string, Exemption>>();
  for (const exemption of exemptions) {
    const known = byProduct.get(exemption.product) ?? new Map<string, Exemption>();
    byProduct.set(exemption.product, known.set(exemption.standard, exemption));
  }
  const names = new Map([...byProduct].map(([product, each]) => [product, new Set(each.keys())]));
  return {
    names: (product: string): ReadonlySet<string> => names.get(product) ?? none,
    of: (product: string, standard: string): Exemption | null =>
      byProduct.get(product)?.get(standard) ?? null,
  };
}
