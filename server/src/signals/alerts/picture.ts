import { permit } from '#identity';
import type { Ctx } from '#platform';
import { countFiringGroups, listFiringGroups, listOpenPlaces } from '../store/overview/picture-store.ts';

export type { OpenPlace } from '../store/overview/picture-store.ts';

/** Groups with open alerts, those that no incident has first, then the worst; and how many there are. */
export async function firingGroups(ctx: Ctx, { limit }: { readonly limit: number }) {
  permit(ctx, 'alert.read');
  const db = ctx.env.databases[ctx.pool];
  const [items, count] = await Promise.all([listFiringGroups(db, limit), countFiringGroups(db)]);
  return { items, count };
}

/** What is open, by product and environment: one row for each pair that has an open alert. */
export async function openByPlace(ctx: Ctx) {
  permit(ctx, 'alert.read');
  return listOpenPlaces(ctx.env.databases[ctx.pool]);
}
