import { fillQuery, type ProductMetricSpec } from '@fieldmarshal/contract/knowledge';
import type { Catalog } from '#catalog';
import type { Ctx } from '#platform';
import type { Series } from '../core/case.ts';
import { productId } from '../core/live/candidates.ts';
import { seriesOf } from '../core/live/product-series.ts';
import { asksOnce } from './ask-once.ts';
import { notBefore, type Ended } from './ended.ts';
import type { Sources } from './gathered.ts';
import { queryRange } from './query-range.ts';

const minute = 60_000;
/** How long before trouble counts as usual, and how long after it is looked at. */
const usualMs = 60 * minute;
const afterMs = 20 * minute;
/** The last minutes before trouble are looked at with it: alerts come late. */
const leadMs = 5 * minute;
const stepSeconds = 30;
/** A rate is taken over so many steps. */
const rateSeconds = 4 * stepSeconds;
/** An answer is good for so long. */
const freshMs = 15_000;
const timeoutMs = 2_000;
const metricsMax = 20;

const askOnce = asksOnce<Awaited<ReturnType<typeof queryRange>>>();

export interface MetricsEvidence {
  readonly series: readonly Series[];
  readonly sources: Sources;
  readonly gaps: readonly string[];
}

interface About {
  readonly environment: string | null;
  readonly since: number;
  readonly ended: Ended;
}

const nothing: MetricsEvidence = { series: [], sources: {}, gaps: [] };

/** What is measured of the products of an environment around the time when trouble began. A server that does not answer is a gap. */
export async function metricsEvidence(
  ctx: Ctx,
  catalog: Catalog,
  { environment, since, ended }: About,
): Promise<MetricsEvidence> {
  if (environment === null) return nothing;
  const metrics = catalog
    .list('ProductMetric')
    .filter(({ spec }) => spec.environments.length === 0 || spec.environments.includes(environment))
    .slice(0, metricsMax);
  const asked = await Promise.all(
    metrics.map(async ({ name, spec }) => ask(ctx, catalog, { name, spec, environment, since, ended })),
  );
  return {
    series: asked.flatMap(({ series }) => series),
    sources: Object.fromEntries(asked.flatMap(({ sources }) => Object.entries(sources))),
    gaps: toldTogether(asked.flatMap(({ gap }) => gap ?? [])),
  };
}

interface Gap {
  readonly metric: string;
  readonly why: string;
}

/** A server that is away takes all its metrics with it: that is one sentence. */
function toldTogether(gaps: readonly Gap[]): string[] {
  return [...Map.groupBy(gaps, ({ why }) => why)].map(([why, of]) => {
    const names = of.map(({ metric }) => `“${metric}”`).join(', ');
    return `The ${of.length === 1 ? 'metric' : 'metrics'} ${names} could not be read. ${why}`;
  });
}

interface Asked {
  readonly name: string;
  readonly spec: ProductMetricSpec;
  readonly environment: string;
  readonly since: number;
  readonly ended: Ended;
}

type Answered = Omit<MetricsEvidence, 'gaps'> & { readonly gap: Gap | null };

async function ask(
  ctx: Ctx,
  catalog: Catalog,
  { name, spec, environment, since, ended }: Asked,
): Promise<Answered> {
  const title = spec.displayName ?? name;
  const missing = (why: string): Answered => ({ ...nothing, gap: { metric: title, why } });
  const place = catalog.get('Environment', environment)?.spec;
  const source = catalog.get('MetricsSource', spec.source)?.spec;
  if (source === undefined) return missing(`There is no metrics source ${spec.source}.`);
  const query = fillQuery(spec.query, {
    ...place?.variables,
    ...{ environment, region: place?.region, interval: `${rateSeconds}s` },
  });
  if ('missing' in query)
    return missing(`The environment ${environment} has no ${query.missing.join(', ')}.`);
  const now = Math.floor(ctx.env.clock.now().getTime() / freshMs) * freshMs;
  const to = Math.min(now, since + afterMs);
  const range = { source, query: query.text, from: since - leadMs - usualMs, to };
  const read = await askOnce(ctx.env, JSON.stringify([spec.source, range]), async () =>
    queryRange(ctx.env, { ...range, name: spec.source, stepSeconds, timeoutMs }),
  );
  if ('problem' in read) return missing(read.problem);
  const lead = since - leadMs;
  const began = notBefore(lead, ended);
  const series = seriesOf(read.answer, {
    ...{ role: spec.role, name: title, productLabel: spec.productLabel, since: began },
    left: began === lead ? undefined : { endedAt: began, forMs: rateSeconds * 1_000 },
    candidateOf: (label) => {
      const product = catalog.productByAlias(label);
      return product === undefined ? null : productId(product.name);
    },
  });
  if (series === null) return missing('The server did not answer in the form of the Prometheus API.');
  if (series.length === 0) return missing('There is no data of a product from ten minutes before and since.');
  const label = `${title}, from ${source.displayName ?? spec.source}`;
  return { series, sources: { [witnessOf[spec.role]]: { label, href: null, at: to } }, gap: null };
}

/** Who speaks of it. */
const witnessOf = {
  latency: 'lost-time',
  errors: 'lost-requests',
  load: 'lost-requests',
  resource: 'resources',
} as const;
