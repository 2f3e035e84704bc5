import type { ApplyInput, ApplyResult, CatalogFault } from '@fieldmarshal/contract/catalog';
import { permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { askRule, type ApplyRule } from './rules/apply-rule.ts';
import { checkCatalog } from './core/check.ts';
import type { NewObject } from './core/new-object.ts';
import { pathText } from './core/path-text.ts';
import { changesOf, keyOf, planApply, type Plan } from './core/plan.ts';
import type { ReadResult, SourcedObject } from './core/read-objects.ts';
import { faultsError, readFiles, type ReadFiles } from './read-files.ts';
import { readCatalog } from './snapshot.ts';
import { loadObjects, lockCatalog } from './store.ts';
import { storeChange } from './store-change.ts';

/** Ends a dry run: everything was done as for real, and is undone. */
class DryRun extends Error {
  readonly plan: Plan;

  constructor(plan: Plan) {
    super('dry run');
    this.plan = plan;
  }
}

/** Makes the catalog be as the files say: all of it, or nothing and an error that names everything wrong, or what `rule` refuses. */
export async function applyObjects(ctx: Ctx, input: ApplyInput, rule?: ApplyRule): Promise<ApplyResult> {
  permit(ctx, 'catalog.write');
  const read = await readFiles(input.files);
  if (read.faults.length > 0)
    throw faultsError([...read.faults, ...(await furtherFaults(ctx, read, input.prune))]);
  if (read.objects.length === 0) {
    throw new AppError('invalid', 'There is no object in these files; nothing was applied.', {
      faults: [{ path: 'files', message: 'hold no object' }],
    });
  }
  const warned = rule === undefined ? [] : await askRule(ctx, read.objects, rule);
  const plan = await inTransaction(ctx, async (tx) => {
    const made = await applyWithin(tx, read, input.prune);
    if (input.dryRun) throw new DryRun(made);
    return made;
  }).catch((error: unknown) => {
    if (error instanceof DryRun) return error.plan;
    throw error;
  });
  return {
    dryRun: input.dryRun,
    changes: changesOf(plan),
    unchanged: plan.unchanged,
    warnings: [...read.warnings, ...warned],
  };
}

async function applyWithin(tx: Tx, read: ReadResult, prune: boolean): Promise<Plan> {
  await lockCatalog(tx.db);
  const stored = await loadObjects(tx.db);
  const sources = sourcesOf(read);
  const plan = planApply(stored.objects, wantedOf(read), prune);
  const faults = faultsBetween(plan, read);
  if (faults.length > 0) throw faultsError(faults);
  await storeChange(tx, plan, async (person, ensure) => withPlace(sources, person, ensure));
  return plan;
}

/** What is wrong between the well-formed objects, so that one go finds it all. Says nothing where a file could not be read. */
async function furtherFaults(ctx: Ctx, read: ReadFiles, prune: boolean): Promise<CatalogFault[]> {
  if (!read.isReadable) return [];
  const catalog = await readCatalog(ctx.env);
  return faultsBetween(planApply(catalog.all(), wantedOf(read), prune), read);
}

function faultsBetween(plan: Plan, read: ReadResult): CatalogFault[] {
  const sources = sourcesOf(read);
  const removed = new Set(plan.removals.map(keyOf));
  return checkCatalog(plan.result, { removed, assumed: read.malformed }).map(
    ({ kind, name, path, message }) => {
      const source = sources.get(`${kind}/${name}`);
      if (source) return { ...source.locate(path), message };
      return { path: `${kind} ${name} ${pathText(path)}`, message };
    },
  );
}

function wantedOf({ objects }: ReadResult): NewObject[] {
  return objects.map(({ object }) => object);
}

function sourcesOf({ objects }: ReadResult): ReadonlyMap<string, SourcedObject> {
  return new Map(objects.map((sourced) => [keyOf(sourced.object), sourced]));
}

/** What identity refuses about an account, said of the file that asked for it. */
async function withPlace(
  sources: ReadonlyMap<string, SourcedObject>,
  person: NewObject,
  ensure: () => Promise<void>,
): Promise<void> {
  try {
    await ensure();
  } catch (error) {
    const source = sources.get(keyOf(person));
    if (!(error instanceof AppError) || !source || error.retryable) throw error;
    const field = error.faults[0]?.path === 'email' ? 'email' : 'roles';
    throw new AppError(error.code, `${error.publicMessage} Nothing was applied.`, {
      faults: [{ ...source.locate(['spec', field]), message: error.publicMessage }],
      cause: error,
    });
  }
}
