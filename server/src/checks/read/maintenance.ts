import type { Ctx } from '#platform';
import { listSilencesOf } from '#signals';

/** Whether a maintenance window without matchers covers a check with these products in an environment now. */
export type Covered = (environment: string, products: readonly string[]) => boolean;

export async function readMaintenance(ctx: Ctx): Promise<Covered> {
  const { items } = await listSilencesOf(ctx, 'maintenance', 'active');
  const windows = items.filter(({ matchers }) => matchers.length === 0);
  if (windows.length === 0) return () => false;
  return (environment, products) =>
    windows.some(
      (window) =>
        (window.environments.length === 0 || window.environments.includes(environment)) &&
        (window.products.length === 0 || products.some((product) => window.products.includes(product))),
    );
}
