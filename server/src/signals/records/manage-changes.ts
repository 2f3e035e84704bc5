import { actorName } from '@fieldmarshal/contract';
import type { Change } from '@fieldmarshal/contract/signals';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx } from '#platform';
import { readRouting } from '../routing.ts';
import { insertChange, listChangeRows, type ChangeQuery } from '../store/change-store.ts';
import { changeRecorded } from '../facts.ts';

type ListInput = Omit<ChangeQuery, 'after'> & { readonly cursor?: string | undefined };

export async function listChanges(
  ctx: Ctx,
  { cursor, limit, ...query }: ListInput,
): Promise<{ items: Change[]; nextCursor: string | null }> {
  permit(ctx, 'change.read');
  const after = readCursor(cursor);
  const rows = await listChangeRows(ctx.env.databases[ctx.pool], { ...query, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? `${Date.parse(last.at)}-${last.id}` : null };
}

function readCursor(cursor: string | undefined): ChangeQuery['after'] {
  if (cursor === undefined) return undefined;
  const found = /^(-?\d{1,15})-(\d{1,15})$/.exec(cursor);
  if (found) return { at: Number(found[1]), id: Number(found[2]) };
  throw new AppError('invalid', 'cursor: is not one that this list gave', {
    faults: [{ path: 'cursor', message: 'is not one that this list gave' }],
  });
}

interface Wanted {
  readonly summary: string;
  readonly product?: string | undefined;
  readonly environment?: string | undefined;
  readonly version?: string | undefined;
  readonly at?: string | undefined;
  readonly url?: string | undefined;
}

/** Records a change by hand or from a pipeline with an API token. A product or environment that the catalog does not know is refused. */
export async function recordChange(ctx: Ctx, wanted: Wanted): Promise<Change> {
  permit(ctx, 'change.write');
  const { names } = await readRouting(ctx.env);
  const product = known(wanted.product, { path: 'product', find: names.product });
  const environment = known(wanted.environment, { path: 'environment', find: names.environment });
  const by = { id: 'api', name: actorName(ctx.actor) };
  return inTransaction(ctx, async (tx) => {
    const at = wanted.at === undefined ? tx.now : new Date(wanted.at);
    const change = {
      source: 'api',
      externalId: null,
      summary: wanted.summary,
      product,
      environment,
      version: wanted.version ?? null,
      details: {},
      links: wanted.url === undefined ? [] : [{ url: wanted.url, title: wanted.url }],
      at: at.getTime(),
    } as const;
    const id = String(await insertChange(tx, by, change));
    const told = { summary: change.summary, product, environment, at: at.toISOString() };
    tx.emit(changeRecorded, id, { changeId: id, ...told });
    audit(tx, { action: 'change.recorded', subject: `change/${id}`, after: told });
    tx.changed('changes');
    const { version, links } = change;
    return {
      id,
      ...told,
      version,
      integration: by,
      source: 'api',
      details: {},
      links: [...links],
      receivedAt: tx.now.toISOString(),
    };
  });
}

function known(
  value: string | undefined,
  { path, find }: { readonly path: string; readonly find: (text: string) => string | null },
): string | null {
  if (value === undefined) return null;
  const name = find(value);
  if (name !== null) return name;
  const message = `"${value}" is not in the catalog`;
  throw new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
