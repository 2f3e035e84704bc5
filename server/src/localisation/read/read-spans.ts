import type { RunSpans } from '@fieldmarshal/contract/localisation';
import { readCatalog } from '#catalog';
import { readSummary } from '#checks';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { shownSpans } from '../core/live/run-spans.ts';
import { loadPaths } from '../store/path-store.ts';
import { loadSpans } from '../store/span-store.ts';

const spansMax = 5_000;

/** What a run went through behind its pages, by the spans that were kept; nothing where none came. Throws not-found for an unknown run. */
export async function readRunSpans(ctx: Ctx, { id }: { readonly id: string }): Promise<RunSpans> {
  permit(ctx, 'cause.read');
  await readSummary(ctx, id);
  const db = ctx.env.databases[ctx.pool];
  const traces = (await loadPaths(db, [id])).get(id)?.traces ?? [];
  const [catalog, spans] = await Promise.all([readCatalog(ctx.env), loadSpans(db, traces, spansMax)]);
  return shownSpans(
    spans.map((span) => ({
      ...span,
      displayName:
        span.product === null
          ? span.service
          : (catalog.get('Product', span.product)?.spec.displayName ?? span.product),
    })),
  );
}
