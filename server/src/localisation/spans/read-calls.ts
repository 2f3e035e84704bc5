import type { CallMap } from '@fieldmarshal/contract/localisation';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { loadLineCounts } from '../store/log-store.ts';
import { loadCalls, loadCounts } from '../store/span-store.ts';

const dayMs = 86_400_000;

/** Calls that spans of the last days show, beside the dependencies of the catalog; and what became of spans and log lines. */
export async function readCalls(ctx: Ctx, { days }: { readonly days: number }): Promise<CallMap> {
  permit(ctx, 'cause.read');
  const db = ctx.env.databases[ctx.pool];
  const since = new Date(ctx.env.clock.now().getTime() - days * dayMs);
  const [catalog, calls, counts, lines] = await Promise.all([
    readCatalog(ctx.env),
    loadCalls(db, since),
    loadCounts(db, since),
    loadLineCounts(db, since),
  ]);
  const declared = catalog
    .list('Product')
    .flatMap(({ name, spec }) => spec.dependsOn.map(({ product }) => [name, product] as const));
  const known = new Set(declared.map(([from, to]) => `${from} ${to}`));
  const seen = new Set(calls.map(({ caller, callee }) => `${caller} ${callee}`));
  const talking = new Set(calls.flatMap(({ caller, callee }) => [caller, callee]));
  const { lastAt, ...spans } = counts;
  return {
    days,
    spans: { ...spans, lastAt: lastAt?.toISOString() ?? null },
    lines: { ...lines, lastAt: lines.lastAt?.toISOString() ?? null },
    undeclared: calls
      .filter(({ caller, callee }) => !known.has(`${caller} ${callee}`))
      .map(({ firstAt, lastAt: at, ...call }) => ({
        ...call,
        firstAt: firstAt.toISOString(),
        lastAt: at.toISOString(),
      })),
    // Only of products that send spans can it be said that they do not call somebody.
    unseen: declared
      .filter(([from, to]) => talking.has(from) && !seen.has(`${from} ${to}`))
      .map(([caller, callee]) => ({ caller, callee })),
    seen: calls.length,
    silent: catalog
      .list('Product')
      .map(({ name }) => name)
      .filter((name) => !talking.has(name)),
  };
}
