import { permit } from '#identity';
import type { Ctx } from '#platform';
import { loadSigns, type AlertSign } from '../store/overview/evidence-store.ts';

export type { AlertSign } from '../store/overview/evidence-store.ts';

/** Which products alerts speak of: open ones of an environment and all of an incident, the earliest of each product and title. */
export async function alertSigns(
  ctx: Ctx,
  about: { readonly environment: string | null; readonly incidentId: string | null },
): Promise<AlertSign[]> {
  permit(ctx, 'alert.read');
  return loadSigns(ctx.env.databases[ctx.pool], about);
}
