import type { Ctx } from '#platform';
import { matchesAll } from '../core/matcher.ts';
import { readMatcherTexts } from '../silences/silence-view.ts';
import { listSilencesOf } from '../silences/manage-silences.ts';

/** What an alert would say; labels are left out where they are not known. */
interface Place {
  readonly environment: string;
  readonly products: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Whether a maintenance window covers something now. One with matchers is only judged where the labels are known. */
export type Covered = (place: Place) => boolean;

export async function maintenanceNow(ctx: Ctx): Promise<Covered> {
  const { items } = await listSilencesOf(ctx, 'maintenance', 'active');
  const windows = items.map(({ matchers, ...window }) => ({
    ...window,
    matchers: readMatcherTexts(matchers),
  }));
  return ({ environment, products, labels }) =>
    windows.some(
      (window) =>
        (window.environments.length === 0 || window.environments.includes(environment)) &&
        (window.products.length === 0 || products.some((product) => window.products.includes(product))) &&
        (window.matchers.length === 0 || (labels !== undefined && matchesAll(window.matchers, labels))),
    );
}
