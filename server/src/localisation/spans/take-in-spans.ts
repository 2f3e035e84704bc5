import { readCatalog } from '#catalog';
import { inTransaction, type Ctx } from '#platform';
import { callsOf } from '../core/otlp/calls-of.ts';
import { placeSpan, type PlacedSpan } from '../core/otlp/place-span.ts';
import { soundSpan, type RawSpan } from '../core/otlp/span.ts';
import { mark } from '../judge/mark.ts';
import { loadOpenPlaces } from '../store/case-store.ts';
import { addCalls, addCounts, countWaiting, insertSpans, tracesOfRuns } from '../store/span-store.ts';

/** Spans that may wait altogether. From half of it on a part of the traces goes at once, whole ones: half a trace tells what is not true. */
const waitingMax = 100_000;

export interface TakenSpans {
  readonly received: number;
  readonly refused: number;
}

/**
 * Keeps the spans of runs of checks and those that failed; others wait a few minutes in case a run that has not been reported yet names
 * their trace, and are dropped then, with a count. What makes no sense is refused one by one. All of it is durable when this ends.
 */
export async function takeInSpans(
  ctx: Ctx,
  { integration, raw }: { readonly integration: string; readonly raw: readonly (RawSpan | null)[] },
): Promise<TakenSpans> {
  const catalog = await readCatalog(ctx.env);
  const names = {
    product: (text: string) => catalog.productByAlias(text)?.name ?? null,
    environment: (text: string) => catalog.get('Environment', text)?.name ?? null,
  };
  const placed = raw.flatMap((each): PlacedSpan[] => {
    const span = each === null ? null : soundSpan(each);
    return span === null ? [] : [placeSpan(span, names)];
  });
  const refused = raw.length - placed.length;
  // Doubled spans count once; a sender that got no answer sends all of them again.
  const spans = unique(placed);
  const sorted = await sortSpans(ctx, spans);
  await inTransaction(ctx, async (tx) => {
    await insertSpans(tx, sorted);
    await addCalls(tx, callsOf(spans));
    const kept = sorted.filter((span) => span.kept).length;
    const counts = { kept, waiting: sorted.length - kept, dropped: spans.length - sorted.length, refused };
    await addCounts(tx, integration, { received: raw.length, ...counts });
    const touched = new Set(
      sorted.flatMap(({ kept: isKept, environment }) => (isKept ? (environment ?? []) : [])),
    );
    for (const environment of await loadOpenPlaces(tx.db, [...touched])) await mark(tx, { environment });
  });
  return { received: raw.length, refused };
}

function unique(spans: readonly PlacedSpan[]): PlacedSpan[] {
  return [...new Map(spans.map((span) => [`${span.traceId} ${span.spanId}`, span])).values()];
}

type Sorted = PlacedSpan & { readonly kept: boolean };

async function sortSpans(ctx: Ctx, spans: readonly PlacedSpan[]): Promise<Sorted[]> {
  const db = ctx.env.databases[ctx.pool];
  const synthetic = new Set(spans.filter(({ isSynthetic }) => isSynthetic).map(({ traceId }) => traceId));
  const others = [...new Set(spans.map(({ traceId }) => traceId))].filter((id) => !synthetic.has(id));
  const [named, waiting] = await Promise.all([tracesOfRuns(db, others), countWaiting(db)]);
  const share = shareOf(waiting);
  return spans.flatMap((span): Sorted[] => {
    const kept = span.failed || synthetic.has(span.traceId) || named.has(span.traceId);
    return kept || lotOf(span.traceId) < share ? [{ ...span, kept }] : [];
  });
}

/** Of all traces, the share that may wait; 1 up to half of {@link waitingMax}, 0 at all of it. */
function shareOf(waiting: number): number {
  return Math.min(1, Math.max(0, 2 - (2 * waiting) / waitingMax));
}

/** 0 to 1, the same for every span of a trace, whoever sends it: the last digits of trace ids are random. */
function lotOf(traceId: string): number {
  return Number.parseInt(traceId.slice(-6), 16) / 0x1_00_00_00;
}
