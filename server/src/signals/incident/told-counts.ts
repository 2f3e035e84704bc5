import type { Ctx } from '#platform';
import { announcedCounts } from '../store/group-store.ts';

interface Counts {
  readonly firing: number;
  readonly total: number;
}

/** How many alerts of a group fire and how many it has, as told last: a fact that is taken up late counts what has changed since. */
export async function toldCounts(ctx: Ctx, told: Counts & { readonly groupId: string }): Promise<Counts> {
  return (await announcedCounts(ctx.env.databases[ctx.pool], Number(told.groupId))) ?? told;
}
