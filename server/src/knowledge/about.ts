import type { Incident } from '@fieldmarshal/contract/incidents';

/** The product of an incident first, then those that it is said to be caused by; at most four. */
export function productsOf({ product, causeAnswer, likelyCause }: Incident): string[] {
  const causes = [...(causeAnswer?.cause ? [causeAnswer.cause] : []), ...(likelyCause?.causes ?? [])];
  const named = causes.flatMap(({ kind, name }) => (kind === 'product' ? name : []));
  return [...new Set([...(product === null ? [] : [product]), ...named])].slice(0, 4);
}

/** Whether an object that is meant for some products and environments is meant for an incident. */
export function isFor(
  {
    products,
    environments,
  }: { readonly products: readonly string[]; readonly environments: readonly string[] },
  about: { readonly products: readonly string[]; readonly environment: string | null },
): boolean {
  return (
    (products.length === 0 || products.some((name) => about.products.includes(name))) &&
    (environments.length === 0 || (about.environment !== null && environments.includes(about.environment)))
  );
}
