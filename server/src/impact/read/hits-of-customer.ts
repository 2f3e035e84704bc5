import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { lostUntil, wasHit } from '../core/record/row.ts';
import { loadCustomerRows } from '../store.ts';

/** How an incident hit or hits one customer. */
export interface CustomerHit {
  readonly incidentId: string;
  readonly state: ImpactRow['state'];
  readonly standing: ImpactRow['standing'];
  readonly since: string;
  /** Null while it does. */
  readonly until: string | null;
  readonly userMinutesLost: number;
}

/** What hit a customer, by the last assessment of each incident, the newest first: confirmed or likely, now or before. */
export async function hitsOfCustomer(
  ctx: Ctx,
  { name }: { readonly name: string },
): Promise<readonly CustomerHit[]> {
  permit(ctx, 'incident.read');
  const found = await loadCustomerRows(ctx.env.databases[ctx.pool], name);
  const now = ctx.env.clock.now().toISOString();
  return found
    .filter(({ row }) => wasHit(row))
    .map(({ incidentId, row }) => {
      const { state, standing, since, until } = row;
      return { incidentId, state, standing, since, until, userMinutesLost: Math.round(lostUntil(row, now)) };
    });
}
