import { sql } from 'kysely';
import type { Ctx } from '#platform';
import { invalid } from '../intake/body.ts';
import { rowId } from '../paging.ts';

interface Named {
  readonly id: string;
  /** The field that the id came in. */
  readonly path: string;
}

interface NamedAlert {
  readonly alert: string;
  readonly title: string;
}

/** Alerts that somebody speaks of, as they are called here. Throws `invalid` for one that does not exist or may not be seen, by its field. */
export async function namedAlerts(ctx: Ctx, named: readonly Named[]): Promise<NamedAlert[]> {
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('alert')
    .select(['id', 'title'])
    .where(sql<boolean>`id = any(${idsOf(named)}::bigint[])`)
    .execute();
  const titles = new Map(rows.map(({ id, title }) => [String(id), title]));
  return named.map(({ id, path }) => {
    const title = titles.get(id);
    if (title === undefined) throw invalid(path, `there is no alert ${id}`);
    return { alert: id, title };
  });
}

interface NamedChange {
  readonly change: string;
  readonly title: string;
  readonly product: string | null;
  readonly environment: string | null;
  readonly at: string;
}

/** A change that somebody speaks of, as it was recorded. Throws `invalid` where it does not exist or may not be seen. */
export async function namedChange(ctx: Ctx, named: Named): Promise<NamedChange> {
  const row = await ctx.env.databases[ctx.pool]
    .selectFrom('change')
    .select(['id', 'summary', 'product', 'environment', 'at'])
    .where(sql<boolean>`id = any(${idsOf([named])}::bigint[])`)
    .executeTakeFirst();
  if (row === undefined || String(row.id) !== named.id)
    throw invalid(named.path, `there is no change ${named.id}`);
  const { summary, product, environment, at } = row;
  return { change: named.id, title: summary, product, environment, at: at.toISOString() };
}

function idsOf(named: readonly Named[]): number[] {
  return named.flatMap(({ id }) => rowId(id) ?? []);
}
