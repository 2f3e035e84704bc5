import { runsLike } from '#checks';
import { readCatalog, type Catalog } from '#catalog';
import type { Ctx } from '#platform';
import { emptyCase, type Case } from '../core/case.ts';
import { candidatesOf, productId, productOf, type KnownProduct } from '../core/live/candidates.ts';
import { kindByAlerts } from '../core/symptom.ts';
import { loadPastCauses } from '../store/answer-store.ts';
import { contextEvidence, type ContextEvidence } from './context.ts';
import { endedBefore } from './ended.ts';
import { logEvidence } from './logs.ts';
import { metricsEvidence } from './metrics.ts';
import { placeEvidence } from './places.ts';
import { sourceKey, type Gathered, type Looked, type Sources } from './gathered.ts';
import { spanEvidence } from './spans.ts';
import { runEvidence, type RunEvidence } from './runs.ts';

/** One failure as it is known before its evidence is gathered. */
export interface Trouble {
  readonly environment: string | null;
  readonly incidentId: string | null;
  /** Its own case, of a failing group that was looked at before. */
  readonly group: number | null;
  /** What it was reported for; null where nobody said. */
  readonly product: string | null;
  readonly title: string;
  readonly since: Date;
  /** Failing checks. */
  readonly checks: readonly string[];
}

const hour = 3_600_000;

/** Everything that is recorded of a failure, as the engine reads it. Writes nothing but spans that it fetched. */
export async function gather(ctx: Ctx, trouble: Trouble): Promise<Looked> {
  const catalog = await readCatalog(ctx.env);
  const since = trouble.since.getTime();
  const { environment, checks, incidentId, group } = trouble;
  const ended = await endedBefore(ctx, { environment, since });
  const [runs, context, metrics, logs, places, pastCauses] = await Promise.all([
    runEvidence(ctx, catalog, { environment, checks, since, ended }),
    contextEvidence(ctx, catalog, { environment, incidentId, since }),
    metricsEvidence(ctx, catalog, { environment, since, ended }),
    logEvidence(ctx, catalog, { environment, since, ended }),
    placeEvidence(ctx, catalog, { environment, checks, since }),
    loadPastCauses(ctx.env.databases[ctx.pool], { environment, incidentId, group }),
  ]);
  const like = await runsLike(
    ctx,
    runs.failing.map(({ id }) => id),
    since - hour,
  );
  const spans = await spanEvidence(ctx, catalog, { environment, since, ended, traces: runs.traces });
  const products = productsOf(catalog, environment, { runs, context });
  const input: Case = {
    ...emptyCase(candidatesOf(products, runs.failing.length > 0), callsOf(catalog), since),
    symptom: {
      product: runs.failing.length > 0 ? null : symptomProduct(trouble, context),
      kind: runs.failing.length > 0 ? null : symptomKind(context, since),
      at: since,
      text: [trouble.title, ...runs.errors].join('\n').slice(0, 5_000),
    },
    now: { spans: spans.now, logs: logs.now },
    usual: { spans: spans.usual, logs: logs.usual },
    series: metrics.series,
    step: runs.step,
    requests: runs.requests,
    runs: runs.runs,
    alerts: context.alerts,
    changes: context.changes,
    places,
    pastCauses,
  };
  return {
    gathered: {
      case: input,
      sources: { ...runSources(runs, environment), ...context.sources, ...metrics.sources, ...logs.sources },
      gaps: [...gapsOf(trouble, runs), ...spans.gaps, ...metrics.gaps, ...logs.gaps],
      names: namesOf(catalog, products, environment),
      changes: context.titles,
    },
    runs: runs.failing.map(({ id, startedAt, ...run }) => shown({ ...run, run: id, startedAt })),
    elsewhere: like.map(({ id, startedAt, ...run }) => shown({ ...run, run: id, startedAt })),
  };
}

function shown({
  run,
  check,
  environment,
  startedAt,
}: {
  readonly run: string;
  readonly check: string;
  readonly environment: string;
  readonly startedAt: Date;
}) {
  return { run, check, environment, startedAt: startedAt.toISOString() };
}

interface Evidence {
  readonly runs: RunEvidence;
  readonly context: ContextEvidence;
}

/** Products that run there, as the catalog says, and those that evidence speaks of. */
function productsOf(
  catalog: Catalog,
  environment: string | null,
  { runs, context }: Evidence,
): KnownProduct[] {
  const deployed =
    catalog.get('Environment', environment ?? '')?.spec.products.map(({ product }) => product) ?? [];
  const spoken = [
    ...runs.runs.flatMap(({ products }) => products.map(productOf)),
    ...context.signs.map(({ product }) => product),
  ];
  const all =
    deployed.length > 0 ? [...deployed, ...spoken] : catalog.list('Product').map(({ name }) => name);
  return [...new Set(all)].flatMap((name) => {
    const product = catalog.get('Product', name);
    return product ? [{ name, isThirdParty: product.labels['third-party'] === 'true' }] : [];
  });
}

function callsOf(catalog: Catalog): Case['calls'] {
  return catalog
    .list('Product')
    .flatMap(({ name, spec }) =>
      spec.dependsOn.map(({ product }) => [productId(name), productId(product)] as const),
    );
}

/** Where trouble was seen: what was named, else the only product that alerts speak of. */
function symptomProduct({ product }: Trouble, { signs }: ContextEvidence): string | null {
  const spoken = new Set(signs.map((sign) => sign.product));
  const name = product ?? (spoken.size === 1 ? [...spoken][0] : null);
  return name == null ? null : productId(name);
}

/** What a person reports may be of any kind, whatever else fires there. */
function symptomKind({ signs, alerts }: ContextEvidence, since: number): Case['symptom']['kind'] {
  return signs.some(({ ofIncident }) => ofIncident) ? kindByAlerts(alerts, since) : null;
}

function runSources({ primary, runs }: RunEvidence, environment: string | null): Sources {
  const found: Record<string, Sources[string]> = {};
  const newest = runs.reduce((latest, { at }) => Math.max(latest, at), 0);
  const recent = { label: `runs of checks in ${environment ?? ''}`, href: '/checks', at: newest || null };
  for (const witness of ['spectrum', 'other-runs']) found[sourceKey(witness)] = recent;
  found[sourceKey('other-places')] = { ...recent, label: 'runs of these checks elsewhere' };
  if (primary === null) return found;
  const own = {
    label: `run of ${primary.check}`,
    href: `/runs/${primary.id}`,
    at: primary.startedAt.getTime(),
  };
  for (const witness of [
    'failing-step',
    'requests',
    'failed-spans',
    'broken-flow',
    'silence',
    'span-time',
    'as-usual',
  ])
    found[sourceKey(witness)] = own;
  return { ...found, [sourceKey('past-causes')]: { label: 'confirmed causes', href: '/causes', at: null } };
}

function gapsOf({ environment, checks }: Trouble, runs: RunEvidence): string[] {
  const gaps = [...runs.gaps];
  if (environment === null)
    gaps.push('It is not known in which environment this is, so runs of checks could not be looked at.');
  else if (checks.length === 0) gaps.push(`No check fails in ${environment}.`);
  return gaps;
}

function namesOf(
  catalog: Catalog,
  products: readonly KnownProduct[],
  environment: string | null,
): Gathered['names'] {
  const versions = new Map(
    catalog
      .get('Environment', environment ?? '')
      ?.spec.products.map(({ product, version }) => [product, version]),
  );
  const named = products.map(({ name }) => {
    const spec = catalog.get('Product', name)?.spec;
    return [
      productId(name),
      {
        displayName: spec?.displayName ?? name,
        team: spec?.owner ?? null,
        version: versions.get(name) ?? null,
      },
    ] as const;
  });
  const nobody = { team: null, version: null };
  return {
    ...Object.fromEntries(named),
    test: { displayName: 'The test itself', ...nobody },
    environment: { displayName: 'The runner or its surroundings', ...nobody },
  };
}
