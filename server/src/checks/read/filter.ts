import type { matrixInput } from '@fieldmarshal/contract/checks';
import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { z } from 'zod';

export type CheckFilter = z.output<typeof matrixInput>;

/** Whether a check is asked for, apart from how it stands. */
export function isAskedFor(check: CatalogObject<'Check'>, filter: CheckFilter): boolean {
  const { spec, name } = check;
  const text = filter.search?.trim().toLowerCase() ?? '';
  return (
    (filter.product === undefined || spec.products.includes(filter.product)) &&
    (filter.environment === undefined ||
      spec.environments.some(({ environment }) => environment === filter.environment)) &&
    (filter.type === undefined || spec.probe.type === filter.type) &&
    (text === '' || `${name} ${spec.displayName ?? ''}`.toLowerCase().includes(text))
  );
}
