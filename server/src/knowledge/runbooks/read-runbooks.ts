import type { RunbookSpec, Runbook, RunbookRow } from '@fieldmarshal/contract/knowledge';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { beginningOf, titleOf } from '../core/title.ts';
import { loadVotes, searchRunbooks } from '../store.ts';

interface Asked {
  readonly search?: string | undefined;
  readonly product?: string | undefined;
  readonly limit: number;
}

/** Runbooks by title, or those that fit a search, best first. */
export async function listRunbooks(
  ctx: Ctx,
  { search = '', product, limit }: Asked,
): Promise<{ items: RunbookRow[]; of: number }> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const db = ctx.env.databases[ctx.pool];
  const all = catalog.list('Runbook');
  const hits = search.trim() === '' ? null : await searchRunbooks(db, { search, limit: 200 });
  const excerpts = new Map(hits?.map(({ name, excerpt }) => [name, excerpt]));
  const found =
    hits === null
      ? all.toSorted((a, b) => titleOf(a.name, a.spec).localeCompare(titleOf(b.name, b.spec), 'en'))
      : hits.flatMap(({ name }) => catalog.get('Runbook', name) ?? []);
  const shown = found
    .filter(({ spec }) => product === undefined || spec.products.includes(product))
    .slice(0, limit);
  const votes = await loadVotes(db, { names: shown.map(({ name }) => name), product: null });
  return {
    items: shown.map((object) => ({
      ...rowOf(object),
      helped: votes.get(object.name)?.all ?? { yes: 0, no: 0 },
      excerpt: excerpts.get(object.name) || beginningOf(object.spec.text),
    })),
    of: all.length,
  };
}

/** One runbook with its text. Throws not-found for none. */
export async function readRunbook(ctx: Ctx, { name }: { readonly name: string }): Promise<Runbook> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const object = catalog.get('Runbook', name);
  if (object === undefined) throw notFound(`The runbook ${name}`);
  const votes = await loadVotes(ctx.env.databases[ctx.pool], { names: [name], product: null });
  return {
    ...rowOf(object),
    helped: votes.get(name)?.all ?? { yes: 0, no: 0 },
    excerpt: beginningOf(object.spec.text),
    text: object.spec.text,
    editable: object.origin.from !== 'file',
    from: object.origin.path ?? '',
    links: object.spec.links ?? [],
  };
}

type Stored = NonNullable<ReturnType<Catalog['get']>> & { readonly spec: RunbookSpec };

function rowOf({
  name,
  spec,
  updatedAt,
}: Pick<Stored, 'name' | 'spec' | 'updatedAt'>): Omit<RunbookRow, 'helped' | 'excerpt'> {
  const { products, checks, symptoms } = spec;
  return { name, title: titleOf(name, spec), products, checks, symptoms, updatedAt };
}
