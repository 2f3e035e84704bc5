interface Linked {
  readonly name: string;
  readonly spec: {
    readonly runbook?: string | undefined;
    readonly links?: readonly { readonly title: string; readonly url: string }[] | undefined;
  };
}

/** Where the runbook of a product is; of several links that say so the first. */
export function runbookOf({ spec }: Linked): string | null {
  return spec.runbook ?? spec.links?.find(({ title }) => /runbook/i.test(title))?.url ?? null;
}

/** Addresses of runbooks with the products that link each. */
export function runbooksOf(products: Iterable<Linked>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const product of products) {
    const url = runbookOf(product);
    if (url !== null) found.set(url, [...(found.get(url) ?? []), product.name]);
  }
  return found;
}

/** Whether an answer shows that there is something: a sign-in in front of it does, too. */
export function isAlive(status: number): boolean {
  return (status >= 200 && status < 400) || status === 401 || status === 403 || status === 429;
}

/** Products that a runbook of the catalog is for. */
export function writtenFor(
  runbooks: Iterable<{ readonly spec: { readonly products: readonly string[] } }>,
): Set<string> {
  return new Set([...runbooks].flatMap(({ spec }) => spec.products));
}
