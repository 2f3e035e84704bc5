import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import { can, permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import type { Catalog } from '../core/catalog.ts';
import { isKept, keeps } from '../core/keeper.ts';
import type { NewObject } from '../core/new-object.ts';

/** The first line of a change of one object: leads change everything, others at most a schedule or an escalation policy of their team. */
export function permitPut(ctx: Pick<Ctx, 'actor'>, kind: Kind): void {
  if (!mayKeep(ctx, kind)) permit(ctx, 'catalog.write');
}

function mayKeep({ actor }: Pick<Ctx, 'actor'>, kind: Kind): boolean {
  if (kind === 'Schedule') return can(actor, 'schedule.edit');
  return kind === 'EscalationPolicy' && can(actor, 'policy.edit');
}

/** Whether this actor may save this object as far as roles and teams go; files and later versions may still speak against it. */
export function maySave(ctx: Pick<Ctx, 'actor'>, catalog: Catalog, object: AnyCatalogObject): boolean {
  if (can(ctx.actor, 'catalog.write')) return true;
  if (!isKept(object) || !mayKeep(ctx, object.kind)) return false;
  const { actor } = ctx;
  const person = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  return keeps(catalog, person, object);
}

interface Put {
  /** As it is under the lock of the catalog. */
  readonly catalog: Catalog;
  readonly before: AnyCatalogObject | undefined;
  readonly after: NewObject;
}

/**
 * Refuses what only leads may do: what is new, of another team or of none, what would get another owner, and which policy is the default
 * one, since that decides whom everybody else pages.
 */
export function checkMaySave(ctx: Pick<Ctx, 'actor'>, { catalog, before, after }: Put): void {
  if (can(ctx.actor, 'catalog.write')) return;
  if (before === undefined || !maySave(ctx, catalog, before))
    throw new AppError('forbidden', onlyKeepers(before, after));
  const wasOwner = ownerOf(before);
  if (wasOwner !== ownerOf(after))
    throw new AppError('forbidden', `Only leads and admins give ${wordOf(after)} to another team.`, {
      faults: [{ path: 'spec.owner', message: `must stay "${wasOwner}": only leads and admins change it` }],
    });
  if (isDefault(before) !== isDefault(after))
    throw new AppError('forbidden', 'Only leads and admins choose the default policy.', {
      faults: [
        { path: 'spec.default', message: `must stay ${isDefault(before)}: only leads and admins change it` },
      ],
    });
}

type Saved = Pick<NewObject, 'kind' | 'name' | 'spec'>;

function ownerOf({ spec }: Saved): string | undefined {
  return 'owner' in spec ? spec.owner : undefined;
}

function isDefault({ spec }: Saved): boolean {
  return 'default' in spec && spec.default;
}

function wordOf({ kind }: Saved): string {
  return kind === 'Schedule' ? 'a schedule' : 'an escalation policy';
}

function onlyKeepers(before: AnyCatalogObject | undefined, after: NewObject): string {
  if (before === undefined) return `Only leads and admins make ${wordOf(after)}.`;
  const owner = ownerOf(before);
  const whose = owner === undefined ? 'it names no team as its owner' : `it belongs to the team "${owner}"`;
  const what = wordOf(before).replace(/^an? /, '');
  return `You may not change the ${what} "${before.name}": ${whose}. Leads, admins and people of its team may.`;
}
