import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import { permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { checkCatalog } from './core/check.ts';
import { parseObject, type NewObject } from './core/new-object.ts';
import { pathText } from './core/path-text.ts';
import { keyOf, planOwned, type Plan } from './core/plan.ts';
import { thingsAre } from './read-files.ts';
import { loadObjects, lockCatalog } from './store.ts';
import { storeChange } from './store-change.ts';

interface Deployed {
  readonly kind: Kind;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

interface Deployment {
  /** Where they come from, for people: `project shop`. Objects with this origin that are no longer among `objects` go. */
  readonly source: string;
  readonly objects: readonly Deployed[];
  readonly dryRun: boolean;
  /** Stored with it, unless it is a dry run. */
  readonly along: (tx: Tx) => Promise<void>;
}

export interface DeployedChange {
  readonly created: string[];
  readonly changed: string[];
  readonly removed: string[];
  readonly unchanged: number;
}

/** Makes the objects of one source be exactly these: all of it or nothing. An object of the same name from elsewhere is refused. */
export async function deployObjects(
  ctx: Ctx,
  { source, objects, dryRun, along }: Deployment,
): Promise<DeployedChange> {
  permit(ctx, 'catalog.write');
  const wanted = objects.map((object) => parse(object, source));
  return inTransaction(ctx, async (tx) => {
    await lockCatalog(tx.db);
    const { objects: stored } = await loadObjects(tx.db);
    const plan = planOwned(stored, wanted, (object) => isOf(object, source));
    checkPlan(plan, source);
    if (!dryRun) {
      await storeChange(tx, plan);
      await along(tx);
    }
    return changeOf(plan);
  });
}

function isOf({ origin }: Pick<AnyCatalogObject, 'origin'>, source: string): boolean {
  return origin.from === 'deploy' && origin.path === source;
}

function parse({ kind, name, labels, spec }: Deployed, source: string): NewObject {
  const origin = { from: 'deploy' as const, path: source };
  const parsed = parseObject({ kind, metadata: { name, labels }, spec, origin });
  if ('object' in parsed) return parsed.object;
  throw invalid(parsed.faults.map(({ path, message }) => ({ path: `${name} ${pathText(path)}`, message })));
}

function checkPlan(plan: Plan, source: string): void {
  const taken = plan.upserts.filter(({ before }) => before !== undefined && !isOf(before, source));
  if (taken.length > 0)
    throw new AppError(
      'conflict',
      `${taken.map(({ after }) => after.name).join(', ')}: exists already and comes from elsewhere. Nothing was deployed.`,
    );
  const keys = new Set([...plan.upserts.map(({ after }) => keyOf(after)), ...plan.removals.map(keyOf)]);
  const faults = checkCatalog(plan.result)
    .filter((violation) => keys.has(keyOf(violation)))
    .map(({ name, path, message }) => ({ path: `${name} ${pathText(path)}`, message }));
  if (faults.length > 0) throw invalid(faults);
}

function invalid(faults: readonly { readonly path: string; readonly message: string }[]): AppError {
  return new AppError('invalid', `${thingsAre(faults.length)} wrong; nothing was deployed.`, { faults });
}

function changeOf({ upserts, removals, unchanged }: Plan): DeployedChange {
  const names = (isNew: boolean): string[] =>
    upserts.filter(({ before }) => (before === undefined) === isNew).map(({ after }) => after.name);
  return {
    created: names(true),
    changed: names(false),
    removed: removals.map(({ name }) => name),
    unchanged,
  };
}
