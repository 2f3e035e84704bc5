import type { AnyCatalogObject } from '@fieldmarshal/contract/catalog';
import { audit, permit } from '#identity';
import { slices, type Tx } from '#platform';
import type { NewObject } from './core/new-object.ts';
import { keyOf, shown, type Plan } from './core/plan.ts';
import { widensSight } from './core/sight/widens-sight.ts';
import { expireCatalog } from './snapshot.ts';
import { catalogApplied } from './facts.ts';
import { syncAccounts, type AroundAccount } from './accounts/sync-accounts.ts';
import { bumpVersion, removeObjects, storeObjects } from './store.ts';

/**
 * Stores a checked plan with its accounts and audit entries, under the catalog's lock. Returns the new generations by `Kind/name`.
 */
export async function storeChange(
  tx: Tx,
  { upserts, removals }: Pick<Plan, 'upserts' | 'removals'>,
  aroundAccount: AroundAccount = async (_, ensure) => ensure(),
): Promise<ReadonlyMap<string, number>> {
  if (upserts.length === 0 && removals.length === 0) return new Map();
  // What the server itself may reach in private networks is a matter of who runs it.
  if (upserts.some(({ before, after }) => opensNetwork(before, after))) permit(tx.ctx, 'egress.allow');
  // Who may see what happens in restricted environments, too.
  if (widensSight({ upserts, removals })) permit(tx.ctx, 'sight.widen');
  if (removals.length > 0) await removeObjects(tx.db, removals);
  for (const object of removals) {
    audit(tx, { action: 'catalog.object-removed', subject: keyOf(object), before: shown(object) });
  }
  const objects = upserts.map(({ after }) => after);
  const generations =
    objects.length > 0 ? await storeObjects(tx.db, objects, tx.now) : new Map<string, number>();
  const letOthersRun = slices();
  for (const { before, after } of upserts) {
    await letOthersRun();
    audit(tx, {
      action: before ? 'catalog.object-changed' : 'catalog.object-made',
      subject: keyOf(after),
      ...(before ? { before: shown(before) } : {}),
      after: shown(after),
    });
  }
  await syncAccounts(tx, { upserts, removals }, aroundAccount);
  await bumpVersion(
    tx.db,
    [...objects, ...removals].map((object) => keyOf(object)),
  );
  announce(tx, [...objects, ...removals]);
  return generations;
}

function opensNetwork(before: AnyCatalogObject | undefined, after: NewObject): boolean {
  if (after.kind !== 'Environment') return false;
  const known = before?.kind === 'Environment' ? before.spec.privateRanges : [];
  return after.spec.privateRanges.some((range) => !known.includes(range));
}

/** Tells everybody, and this process, what changed. */
export function announce(tx: Tx, objects: readonly (NewObject | AnyCatalogObject)[]): void {
  const names = objects.map((object) => keyOf(object));
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  tx.emit(catalogApplied, 'catalog', { kinds, names });
  const hint = names.length === 1 ? `Catalog: ${names[0]}` : `Catalog: ${names.length} objects`;
  tx.changed('catalog', hint);
  tx.afterCommit(() => expireCatalog(tx.ctx.env.databases));
}
