import type { AnyCatalogObject, Kind, ObjectView } from '@fieldmarshal/contract/catalog';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { checkCatalog } from './core/check.ts';
import { isSame } from './core/equal.ts';
import { parseObject, type NewObject } from './core/new-object.ts';
import { pathText } from './core/path-text.ts';
import { isFromElsewhere, keyOf } from './core/plan.ts';
import { checkMaySave, permitPut } from './keepers/permit-put.ts';
import { readCatalog } from './snapshot.ts';
import { loadObjects, lockCatalog } from './store.ts';
import { storeChange } from './store-change.ts';
import { toView } from './view.ts';

export interface PutObject {
  readonly kind: Kind;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly spec: unknown;
  /** The generation that was edited; 0 for a new object; absent: whatever is there. */
  readonly generation?: number | undefined;
}

/**
 * Makes or replaces one object. Refused for an object from a file, naming the file, and where somebody else was faster. People who are
 * no leads may change a schedule or an escalation policy of their team.
 */
export async function putObject(ctx: Ctx, input: PutObject): Promise<ObjectView> {
  permitPut(ctx, input.kind);
  const wanted = parse(ctx, input);
  const known = await readCatalog(ctx.env);
  return inTransaction(ctx, async (tx) => {
    await lockCatalog(tx.db);
    const { objects } = await loadObjects(tx.db);
    const before = objects.find((object) => keyOf(object) === keyOf(wanted));
    checkMaySave(ctx, { catalog: known.of(objects), before, after: wanted });
    checkEditable(before, input);
    if (before && isSame(before.spec, wanted.spec) && isSame(before.labels, wanted.labels)) {
      return toView(before);
    }
    checkFit(objects, wanted);
    const generations = await storeChange(tx, { upserts: [{ before, after: wanted }], removals: [] });
    const generation = generations.get(keyOf(wanted)) ?? 1;
    return toView({ ...wanted, generation, updatedAt: tx.now.toISOString() });
  });
}

function parse(ctx: Ctx, { kind, name, labels, spec }: PutObject): NewObject {
  const origin = { from: ctx.actor.kind === 'person' ? ('ui' as const) : ('api' as const) };
  const metadata = { name, ...(labels === undefined ? {} : { labels }) };
  const parsed = parseObject({ kind, metadata, spec, origin });
  if ('object' in parsed) return parsed.object;
  const faults = parsed.faults.map(({ path, message }) => ({ path: pathText(path), message }));
  throw new AppError('invalid', faults.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    faults,
  });
}

/** Refuses changes made on something else than what is there now. */
export function checkEditable(
  before: AnyCatalogObject | undefined,
  { kind, name, generation }: Pick<PutObject, 'kind' | 'name' | 'generation'>,
): void {
  const what = `${kind} "${name}"`;
  if (!before) {
    if (generation !== undefined && generation > 0) throw notFound(what);
    return;
  }
  if (isFromElsewhere(before)) {
    const path = before.origin.path ?? 'a file';
    throw new AppError(
      'conflict',
      `${what} comes from ${path}. Change it there and apply or deploy it again.`,
    );
  }
  if (generation === 0) throw new AppError('conflict', `${what} exists already.`);
  if (generation !== undefined && generation !== before.generation) {
    throw new AppError(
      'conflict',
      `${what} was changed by somebody else meanwhile. Look at it as it is now, then make your change again.`,
    );
  }
}

function checkFit(objects: readonly AnyCatalogObject[], wanted: NewObject): void {
  const others = objects.filter((object) => keyOf(object) !== keyOf(wanted));
  // Last, so that what it shares with another one counts as its own fault.
  const faults = checkCatalog([...others, wanted])
    .filter((violation) => keyOf(violation) === keyOf(wanted))
    .map(({ path, message }) => ({ path: pathText(path), message }));
  if (faults.length === 0) return;
  throw new AppError('invalid', faults.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    faults,
  });
}
