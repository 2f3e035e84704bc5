import type { Catalog } from '#catalog';
import type { Ctx } from '#platform';
import type { Spans } from '../core/case.ts';
import { productId } from '../core/live/candidates.ts';
import { pullTraces } from '../spans/pull-traces.ts';
import { loadSpans, tracesBetween, type StoredSpan } from '../store/span-store.ts';
import { settledBy, unusual, type Ended } from './ended.ts';

const nowMax = 8_000;
const usualMax = 17_000;
const minute = 60_000;
/** So long it may take until trouble raises an alert. */
const raisedMs = 30_000;
/** Senders of spans let them wait five seconds: what is younger has parts that may still come, and would look as if nobody had answered. */
const settledMs = 6_000;

export interface SpanEvidence {
  readonly now: Spans | null;
  readonly usual: Spans | null;
  readonly gaps: readonly string[];
}

interface About {
  readonly environment: string | null;
  readonly since: number;
  readonly ended: Ended;
  readonly traces: { readonly failing: readonly string[]; readonly passing: readonly string[] };
}

/** Spans of the failing runs beside those of runs that passed before; where there are none, what people's own requests show. */
export async function spanEvidence(
  ctx: Ctx,
  catalog: Catalog,
  { environment, since, ended, traces }: About,
): Promise<SpanEvidence> {
  const db = ctx.env.databases[ctx.pool];
  const missing = await pullTraces(ctx, catalog, { environment, ...traces });
  const [now, usual] = await Promise.all([
    loadSpans(db, traces.failing, nowMax),
    loadSpans(db, traces.passing, usualMax),
  ]);
  if (now.length > 0)
    return {
      now: columnsOf(now),
      usual: usual.length === 0 ? null : columnsOf(usual),
      gaps: [...missing, ...gapsOf(now, usual)],
    };
  const gaps = [...missing, ...(traces.failing.length > 0 ? ['No spans of the failing runs came in.'] : [])];
  if (environment === null) return { now: null, usual: null, gaps };
  return { ...(await spansOfPeople(ctx, environment, { since, ended })), gaps };
}

/** What people's own requests show: those of the environment since the trouble began, the failed ones first, beside those from before. */
async function spansOfPeople(
  ctx: Ctx,
  environment: string,
  { since, ended }: Pick<About, 'since' | 'ended'>,
): Promise<Pick<SpanEvidence, 'now' | 'usual'>> {
  const db = ctx.env.databases[ctx.pool];
  const spansBetween = async (from: number, to: number, limit: number) => {
    const times = { from: new Date(from), to: new Date(to), except: unusual(ended) };
    const traces = await tracesBetween(db, { environment, ...times, limit });
    return loadSpans(db, traces, limit);
  };
  const until = Math.min(since + 60 * minute, ctx.env.clock.now().getTime() - settledMs);
  const [now, usual] = await Promise.all([
    spansBetween(settledBy(since, { from: since - raisedMs, ended }), until, nowMax),
    spansBetween(since - 10 * minute, since - 2 * raisedMs, usualMax),
  ]);
  return {
    now: now.length === 0 ? null : columnsOf(now),
    usual: now.length === 0 || usual.length === 0 ? null : columnsOf(usual),
  };
}

function gapsOf(now: readonly StoredSpan[], usual: readonly StoredSpan[]): string[] {
  return [
    ...(now.length >= nowMax ? [`Only the first ${nowMax} spans of the failing runs were looked at.`] : []),
    ...(usual.length === 0 ? ['There are no spans of passing runs to compare with.'] : []),
  ];
}

const server = 2;
const consumer = 5;

/** Spans of services that are no product take part as nothing, but keep what is below them together. */
function columnsOf(spans: readonly StoredSpan[]): Spans {
  const traces = new Map<string, number>();
  const rows = new Map(spans.map(({ traceId, spanId }, row) => [`${traceId} ${spanId}`, row]));
  for (const { traceId } of spans) if (!traces.has(traceId)) traces.set(traceId, traces.size);
  const idOf = (name: string | null) => (name === null ? '' : productId(name));
  return {
    trace: spans.map(({ traceId }) => traces.get(traceId) ?? 0),
    parent: spans.map(({ traceId, parentId }) => rows.get(`${traceId} ${parentId ?? ''}`) ?? -1),
    product: spans.map(({ product }) => idOf(product)),
    operation: spans.map(({ operation }) => operation),
    startUs: spans.map(({ startUs }) => startUs),
    durationUs: spans.map(({ durationUs }) => durationUs),
    failed: spans.map(({ failed }) => failed),
    peer: spans.map(({ peer }) => idOf(peer)),
    serves: spans.map(({ kind }) => kind === server || kind === consumer),
  };
}

/** Products that a run went through by its spans, by trace: those that sent them, and those that they say they called, whose own may come later or never. */
export async function productsByTrace(
  ctx: Ctx,
  traces: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const spans = await loadSpans(ctx.env.databases[ctx.pool], traces, nowMax + usualMax);
  const found = new Map<string, Set<string>>();
  for (const { traceId, product, peer } of spans)
    for (const one of [product, peer]) {
      if (one === null) continue;
      const known = found.get(traceId);
      if (known === undefined) found.set(traceId, new Set([one]));
      else known.add(one);
    }
  return found;
}
