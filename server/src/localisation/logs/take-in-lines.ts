import { readCatalog } from '#catalog';
import { inTransaction, redactText, type Ctx } from '#platform';
import { countLines } from '../core/logs/count-lines.ts';
import { placeLine, type PlacedLine, type RawLine } from '../core/logs/line.ts';
import { mark } from '../judge/mark.ts';
import { addLineCounts, addLines } from '../store/log-store.ts';
import { loadOpenPlaces } from '../store/case-store.ts';

/**
 * Counts log lines by product, environment, minute and what of them is the same each time; the lines themselves are not kept. Those of no
 * product or environment of the catalog only leave a count, what makes no sense is refused one by one. All of it is durable when this
 * ends. An error that a product never wrote before has its open failures looked at again.
 */
export async function takeInLines(
  ctx: Ctx,
  { integration, raw }: { readonly integration: string; readonly raw: readonly (RawLine | null)[] },
): Promise<{ readonly refused: number }> {
  const catalog = await readCatalog(ctx.env);
  const names = {
    product: (text: string) => catalog.productByAlias(text)?.name ?? null,
    environment: (text: string) => catalog.get('Environment', text)?.name ?? null,
  };
  const now = ctx.env.clock.now().getTime();
  const placed = raw.flatMap((each): PlacedLine[] => {
    const line = each === null ? null : placeLine(each, names, now);
    return line === null ? [] : [line];
  });
  const counted = countLines(placed, redactText);
  const known = counted.reduce((total, { lines }) => total + lines, 0);
  const refused = raw.length - placed.length;
  await inTransaction(ctx, async (tx) => {
    const news = await addLines(tx, counted);
    const counts = { received: raw.length, counted: known, unplaced: placed.length - known, refused };
    await addLineCounts(tx, integration, counts);
    for (const environment of await loadOpenPlaces(tx.db, news)) await mark(tx, { environment });
  });
  return { refused };
}
