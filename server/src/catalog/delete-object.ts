import type { Kind, ObjectView } from '@fieldmarshal/contract/catalog';
import { permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { Catalog, type Referrer } from './core/catalog.ts';
import { checkEditable } from './put-object.ts';
import { loadObjects, lockCatalog } from './store.ts';
import { storeChange } from './store-change.ts';
import { toView } from './view.ts';

interface DeleteObject {
  readonly kind: Kind;
  readonly name: string;
  /** The generation that was seen; absent: whatever is there. */
  readonly generation?: number | undefined;
}

/** Removes an object that nobody names. Refused for one from a file, and for one in use, naming its users. */
export async function deleteObject(ctx: Ctx, input: DeleteObject): Promise<ObjectView> {
  permit(ctx, 'catalog.write');
  const { kind, name } = input;
  return inTransaction(ctx, async (tx) => {
    await lockCatalog(tx.db);
    const { objects } = await loadObjects(tx.db);
    const catalog = new Catalog(objects);
    const object = objects.find((each) => each.kind === kind && each.name === name);
    if (!object) throw notFound(`${kind} "${name}"`);
    checkEditable(object, input);
    const referrers = catalog.referrersOf(kind, name);
    if (referrers.length > 0) throw inUse(`${kind} "${name}"`, referrers);
    await storeChange(tx, { upserts: [], removals: [object] });
    return toView(object);
  });
}

function inUse(what: string, referrers: readonly Referrer[]): AppError {
  const [first, ...others] = referrers;
  const more =
    others.length > 0 ? ` and ${others.length} more ${others.length === 1 ? 'place' : 'places'}` : '';
  const by = first ? `${first.kind} "${first.name}" (${first.path})` : 'another object';
  return new AppError('refused', `${what} is still named by ${by}${more}. Take it out there first.`, {
    faults: referrers.slice(0, 100).map((referrer) => ({
      path: `${referrer.kind} ${referrer.name}`,
      message: `names it in ${referrer.path}`,
    })),
  });
}
