import type { SimilarAnswer } from '@fieldmarshal/contract/assist';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { isLike, rankSimilar, wordsAsWritten } from '../core/similar/rank.ts';
import { nameOf, readIncident, type ReadIncident } from '../read-incident.ts';
import { countDocuments, findDocuments, findOpenTwins } from './store.ts';

const shownMax = 5;

/** Past incidents like this one with why, and open ones that may be the same. "Nothing" is an answer: it is a new kind. */
export async function findSimilar(ctx: Ctx, { id }: { readonly id: string }): Promise<SimilarAnswer> {
  permit(ctx, 'incident.read');
  const { incident, record, catalog } = await readIncident(ctx, id);
  const db = ctx.env.databases[ctx.pool];
  const products = productNames(catalog, incident.product);
  const text = [record.title, ...record.products, ...record.entries.flatMap(asked)].join('\n');
  const found = await findDocuments(db, { text, products, before: record.now, exclude: id });
  const question = {
    products,
    neighbours: neighbourNames(catalog, incident.product),
    startedAt: incident.declaredAt,
  };
  return {
    items: rankSimilar(question, found)
      .filter((match) => isLike(match))
      .slice(0, shownMax)
      .map(
        ({ found: { id: incidentId, title, resolvedAt, words, fixed, cause }, score, sharedProducts }) => ({
          incidentId,
          title,
          resolvedAt,
          score,
          words: wordsAsWritten(words, text),
          sharedProducts: [...sharedProducts],
          fixed,
          cause,
        }),
      ),
    searched: await countDocuments(db),
    possiblySame: incident.product === null || incident.drill ? [] : await findOpenTwins(db, incident),
  };
}

/** What people wrote and what is the matter; that nobody answered, or who was asked in, is the same everywhere. */
function asked({ text, origin, about = [] }: ReadIncident['record']['entries'][number]): string[] {
  return origin === 'prose' || about.length > 0 ? [text] : [];
}

/** The product of an incident by the name people know, in lower case; also how an incident is kept. */
export function productNames(catalog: ReadIncident['catalog'], product: string | null): string[] {
  return product === null ? [] : [nameOf(catalog, product).toLowerCase()];
}

function neighbourNames(catalog: Catalog, product: string | null): string[] {
  if (product === null) return [];
  const needed =
    catalog.get('Product', product)?.spec.dependsOn.map((dependency) => dependency.product) ?? [];
  const needing = catalog.dependents(product).map((neighbour) => neighbour.product);
  return [...new Set([...needed, ...needing])].map((name) => nameOf(catalog, name).toLowerCase());
}
