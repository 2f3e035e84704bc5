import { quoted } from '@fieldmarshal/contract/text/quoted';
import type { Catalog } from '#catalog';
import type { Ctx } from '#platform';
import { alertSigns, listChanges, type AlertSign } from '#signals';
import type { Case, Change } from '../core/case.ts';
import { productId } from '../core/live/candidates.ts';
import { sourceKey, type Gathered, type Sources } from './gathered.ts';

const hour = 3_600_000;
/** Changes that took effect in this time before trouble began, and shortly after: clocks differ, and announcements come late. */
const changesBeforeMs = 6 * hour;
const changesAfterMs = hour / 12;
const changesMax = 200;

export interface ContextEvidence {
  readonly alerts: Case['alerts'];
  readonly changes: Case['changes'];
  readonly titles: Gathered['changes'];
  readonly sources: Sources;
  readonly signs: readonly AlertSign[];
}

interface About {
  readonly environment: string | null;
  readonly incidentId: string | null;
  readonly since: number;
}

/** What else happened there at that time: alerts and changes of products. */
export async function contextEvidence(ctx: Ctx, catalog: Catalog, about: About): Promise<ContextEvidence> {
  const [signs, changes] = await Promise.all([alertSigns(ctx, about), changesAround(ctx, about)]);
  const sources: Record<string, Sources[string]> = {};
  for (const sign of signs) {
    const key = sourceKey('alerts', productId(sign.product));
    const at = sign.startsAt.getTime();
    const known = sources[key];
    if (known === undefined || at < (known.at ?? Infinity))
      sources[key] = { label: `alert ${quoted(sign.title)}`, href: `/alerts?alert=${sign.id}`, at };
  }
  const own = changes.filter(({ product }) => product !== null && catalog.get('Product', product));
  for (const change of own.toReversed()) {
    const at = Date.parse(change.at);
    if (at <= about.since)
      sources[sourceKey('changed', productId(change.product ?? ''))] = {
        label: `change “${change.summary.slice(0, 80)}”`,
        href: null,
        at,
      };
  }
  return {
    signs,
    alerts: signs.map(({ product, title, startsAt }) => ({
      product: productId(product),
      name: title,
      startedAt: startsAt.getTime(),
    })),
    changes: own.map((change): Change => ({
      id: change.id,
      product: productId(change.product ?? ''),
      kind: kindOf(change),
      at: Date.parse(change.at),
      text: change.summary,
      paths: [],
      difference: null,
    })),
    titles: Object.fromEntries(own.map(({ id, summary, product }) => [id, { title: summary, product }])),
    sources,
  };
}

async function changesAround(ctx: Ctx, { environment, since }: About) {
  const { items } = await listChanges(ctx, {
    from: new Date(since - changesBeforeMs).toISOString(),
    to: new Date(since + changesAfterMs).toISOString(),
    limit: changesMax,
  });
  return items.filter((change) => change.environment === null || change.environment === environment);
}

type Told = Awaited<ReturnType<typeof changesAround>>[number];

/** By what its sender calls it, else a deploy where it names a version. */
function kindOf({ details, version, summary }: Told): Change['kind'] {
  const said = [details['kind'], details['type'], details['change_type']].find(
    (value) => typeof value === 'string',
  );
  const text = typeof said === 'string' ? said : summary;
  if (/\bflag\b|feature.?toggle/i.test(text)) return 'flag';
  if (/\bconfig/i.test(text)) return 'config';
  if (version === null && /\bcommit\b/i.test(text)) return 'commit';
  return 'deploy';
}
