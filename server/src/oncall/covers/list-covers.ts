import type { CoverView } from '@fieldmarshal/contract/oncall/overrides';
import type { Catalog } from '#catalog';
import { can, permit } from '#identity';
import type { Ctx } from '#platform';
import { readRoster } from '../roster/read-roster.ts';
import { mayManage, personOf } from '../schedules/owners.ts';
import { findCovers, type StoredCover } from './cover-store.ts';

interface Input {
  readonly state: 'open' | 'all';
  readonly schedule?: string | undefined;
  readonly limit: number;
}

/** Requests for cover and swaps, newest first. */
export async function listCovers(ctx: Ctx, input: Input): Promise<{ items: CoverView[] }> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const covers = await findCovers(ctx.env.databases[ctx.pool], input);
  return { items: covers.map((cover) => coverView(cover, { ctx, catalog })) };
}

/** A swap with the pool is over when it begins: it is bound at once, so nobody must be on before they have heard of it. */
export function isOverFor({ start, swapWithin }: StoredCover, now: Date): boolean {
  return swapWithin !== null && Date.parse(start) <= now.getTime();
}

export function coverView(cover: StoredCover, { ctx, catalog }: { ctx: Ctx; catalog: Catalog }): CoverView {
  const { madeByPerson, pool, swap, ...rest } = cover;
  const named = (person: string) => ({
    person,
    displayName: catalog.get('Person', person)?.spec.displayName ?? person,
  });
  const self = personOf(ctx.actor);
  const isOpen = cover.state === 'open';
  const schedule = catalog.get('Schedule', cover.schedule);
  const isTheirs = self !== null && (self === cover.person || self === madeByPerson);
  return {
    ...rest,
    ...named(cover.person),
    scheduleName: schedule?.spec.displayName ?? cover.schedule,
    pool: pool.map((name) => named(name)),
    swap: swap && { ...swap, ...named(swap.person) },
    mayAccept:
      isOpen &&
      !isOverFor(cover, ctx.env.clock.now()) &&
      self !== null &&
      pool.includes(self) &&
      can(ctx.actor, 'oncall.cover'),
    mayWithdraw: isOpen && (isTheirs || (schedule !== undefined && mayManage(ctx, catalog, schedule))),
  };
}
