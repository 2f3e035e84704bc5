import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import { can, permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { Catalog } from '../core/catalog.ts';
import { keepsSchedule } from '../core/keeper.ts';
import type { NewObject } from '../core/new-object.ts';

/** The first line of a change of one object: leads change everything, others at most a schedule of their team. */
export function permitPut(ctx: Pick<Ctx, 'actor'>, kind: Kind): void {
  if (kind === 'Schedule' && can(ctx.actor, 'schedule.edit')) return;
  permit(ctx, 'catalog.write');
}

/** Whether this actor may save this object as far as roles and teams go; files and later versions may still speak against it. */
export function maySave(ctx: Pick<Ctx, 'actor'>, catalog: Catalog, object: AnyCatalogObject): boolean {
  if (can(ctx.actor, 'catalog.write')) return true;
  if (object.kind !== 'Schedule' || !can(ctx.actor, 'schedule.edit')) return false;
  const { actor } = ctx;
  const person = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  return keepsSchedule(catalog, person, object);
}

interface Put {
  readonly objects: readonly AnyCatalogObject[];
  readonly before: AnyCatalogObject | undefined;
  readonly after: NewObject;
}

/** Refuses what only leads may do: a schedule that is new, of another team or of none, and one that would get another owner. */
export function checkMaySave(ctx: Pick<Ctx, 'actor'>, { objects, before, after }: Put): void {
  if (can(ctx.actor, 'catalog.write')) return;
  if (before === undefined || !maySave(ctx, new Catalog(objects), before))
    throw new AppError('forbidden', onlyKeepers(before));
  const wasOwner = before.kind === 'Schedule' ? before.spec.owner : undefined;
  const isOwner = after.kind === 'Schedule' ? after.spec.owner : undefined;
  if (wasOwner === isOwner) return;
  throw new AppError('forbidden', 'Only leads and admins give a schedule to another team.', {
    faults: [{ path: 'spec.owner', message: `must stay "${wasOwner}": only leads and admins change it` }],
  });
}

function onlyKeepers(before: AnyCatalogObject | undefined): string {
  if (before === undefined) return 'Only leads and admins make a schedule.';
  const owner = before.kind === 'Schedule' ? before.spec.owner : undefined;
  const whose = owner === undefined ? 'it names no team as its owner' : `it belongs to the team "${owner}"`;
  return `You may not change the schedule "${before.name}": ${whose}. Leads, admins and people of its team may.`;
}
