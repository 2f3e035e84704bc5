import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { draftTest } from './core/draft-test.ts';
import { loadIncidents } from '../store/court/court-store.ts';

const periodMs = 90 * 86_400_000;

/** A test to start from for a workflow, after an incident that no check saw. Nothing is stored. */
export async function draftFor(
  ctx: Ctx,
  { workflow, incident }: { readonly workflow: string; readonly incident?: string | undefined },
): Promise<{ file: string; text: string }> {
  permit(ctx, 'check.read');
  const catalog = await readCatalog(ctx.env);
  const found = catalog.get('Workflow', workflow)?.spec;
  if (!found) throw notFound(`The workflow ${workflow}`);
  const since = new Date(ctx.env.clock.now().getTime() - periodMs);
  const all = incident === undefined ? [] : await loadIncidents(ctx.env.databases[ctx.pool], since);
  const cause = all.find(({ id }) => id === incident);
  const text = draftTest({
    workflow,
    title: found.displayName ?? workflow,
    description: found.description ?? '',
    steps: found.steps,
    url: urlOf(
      catalog,
      found.steps.flatMap(({ products }) => products),
    ),
    incident: cause === undefined ? null : { id: cause.id, title: cause.title },
  });
  return { file: `${workflow}.spec.ts`, text };
}

/** Where the first of these products that the catalog knows an address of is found. */
function urlOf(catalog: Catalog, products: readonly string[]): string | null {
  const patterns = products.flatMap((product) => catalog.get('Product', product)?.spec.urlPatterns ?? []);
  return patterns.find((pattern) => /^https?:\/\//.test(pattern)) ?? null;
}
