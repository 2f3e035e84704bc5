import type { AnyCatalogObject, Spec } from '@fieldmarshal/contract/catalog';
import type { NewObject } from '../new-object.ts';
import type { Plan } from '../plan.ts';

/**
 * Whether after the change somebody may see or do what they might not before: a clearance more, somebody more in a team that has some,
 * a group for one, a scope that lost a bound, an environment that is restricted no longer. Looks at each object by itself: who hands a
 * clearance over in one change is asked, too.
 */
export function widensSight({ upserts, removals }: Pick<Plan, 'upserts' | 'removals'>): boolean {
  return removals.some(isRestricted) || upserts.some(({ before, after }) => widens(before, after));
}

function isRestricted(object: AnyCatalogObject | NewObject): boolean {
  return object.kind === 'Environment' && object.spec.restricted === true;
}

function widens(before: AnyCatalogObject | undefined, after: NewObject): boolean {
  if (after.kind === 'Person')
    return personWidens(before?.kind === 'Person' ? before.spec : null, after.spec);
  if (after.kind === 'Team') return teamWidens(before?.kind === 'Team' ? before.spec : null, after.spec);
  return before !== undefined && isRestricted(before) && !isRestricted(after);
}

function personWidens(before: Spec<'Person'> | null, after: Spec<'Person'>): boolean {
  if (gains(before?.clearances, after.clearances)) return true;
  const { scope } = before ?? {};
  return (
    scope !== undefined &&
    (['teams', 'environments'] as const).some((part) => loosens(scope[part], after.scope?.[part]))
  );
}

function teamWidens(before: Spec<'Team'> | null, after: Spec<'Team'>): boolean {
  if (gains(before?.clearances, after.clearances)) return true;
  if ((after.clearances ?? []).length === 0) return false;
  const hasNewGroup = after.group !== undefined && after.group !== before?.group;
  return hasNewGroup || gains(before?.members, after.members);
}

function gains(before: readonly string[] = [], after: readonly string[] = []): boolean {
  return after.some((name) => !before.includes(name));
}

/** A list that bounded and is gone bounds nothing; one that is longer bounds less. */
function loosens(before: readonly string[] | undefined, after: readonly string[] | undefined): boolean {
  return before !== undefined && (after === undefined || gains(before, after));
}
