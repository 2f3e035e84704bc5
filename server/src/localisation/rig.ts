import type { NewRunReport } from '@fieldmarshal/contract/checks';
import { applyObjects } from '#catalog';
import type { Ctx } from '#platform';

const product = (name: string, dependsOn: readonly string[] = []): string => `
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: ${name} }
spec:
  owner: ${name}-team
  displayName: The ${name}
  dependsOn: [${dependsOn.map((other) => `{ product: ${other} }`).join(', ')}]
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: ${name}-team }
spec: { members: [ada] }
---`;

const check = (name: string, products: readonly string[]): string => `
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: ${name} }
spec:
  products: [${products.join(', ')}]
  everySeconds: 60
  probe: { type: http, url: 'https://${name}.example/health' }
  environments: [{ environment: eu }, { environment: us }]
  severity: SEV2
---`;

/** A shop on four products, each owned by a team, in two environments, and three checks. `shop` calls `cart` and `pay`, `cart` calls `stock`. */
const shopCatalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { email: ada@x.example, roles: [admin] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: shop }
spec: { members: [ada] }
---${product('shop', ['cart', 'pay'])}${product('cart', ['stock'])}${product('stock')}${product('pay')}
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: shop, version: 2.0.0 }, { product: cart }, { product: stock, version: 7.1.0 }, { product: pay }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: us }
spec: { products: [{ product: shop, version: 2.0.0 }, { product: cart }, { product: stock, version: 7.0.0 }, { product: pay }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: everything }
spec: { matchers: [], groupBy: [environment], severityMap: { major: SEV2 } }
---${check('buy', ['shop', 'cart', 'stock', 'pay'])}${check('browse', ['shop', 'cart', 'stock'])}${check('refund', ['shop', 'pay'])}
`;

export async function withShop(ctx: Ctx): Promise<void> {
  await applyObjects(ctx, {
    files: [{ path: 'shop.yaml', text: shopCatalog }],
    dryRun: false,
    prune: true,
  });
}

const request = (product: string, status: number | null, atMs: number) => ({
  ...{ atMs, durationMs: 40, method: 'GET', url: `https://${product}.example/orders/17`, product, status },
  ...{ traceId: null, failure: status === null ? 'net::ERR_CONNECTION_REFUSED' : null },
});

/** A run that went through these products and passed. */
export function passing(products: readonly string[]): Partial<NewRunReport> {
  return { requests: products.map((name, index) => request(name, 200, index * 50)) };
}

/** A run that went through these products until the last of them answered with 502. */
export function failing(products: readonly string[]): Partial<NewRunReport> {
  const last = products.at(-1) ?? '';
  const requests = products.map((name, index) => request(name, name === last ? 502 : 200, index * 50));
  const error = { message: 'expected 2xx, got 502', stack: null, location: null };
  return {
    verdict: 'failed',
    fault: { class: 'product', why: 'The answer was 502.' },
    error,
    failedStep: 0,
    steps: [
      ...[{ title: 'Look at the orders', category: 'test.step', parent: null, atMs: 0, durationMs: 90 }].map(
        (step) => ({ ...step, products: [...products], error }),
      ),
    ],
    requests,
  };
}
