import type { Incident } from '@fieldmarshal/contract/incidents';
import type { FilledLink, LinkTemplateSpec, RoomLinks } from '@fieldmarshal/contract/knowledge';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { getIncident } from '#incidents';
import type { Ctx } from '#platform';
import { isFor, productsOf } from '../about.ts';
import { fillLink } from '../core/fill.ts';
import { spanIn, type Past } from '../core/span.ts';
import { fillingFor } from './filling.ts';

const linksMax = 60;
const panelsMax = 20;
const defaultLeadMinutes = 30;

/**
 * Dashboards, logs and panels that are meant for an incident, the links filled with what it is about and when, which is `past` where that
 * is given. Throws not-found for none.
 */
export async function readRoomLinks(
  ctx: Ctx,
  { id }: { readonly id: string },
  past: Past | null = null,
): Promise<RoomLinks> {
  permit(ctx, 'incident.read');
  const [incident, catalog] = await Promise.all([getIncident(ctx, { id }), readCatalog(ctx.env)]);
  const at = { now: ctx.env.clock.now().getTime(), past };
  const about = { products: productsOf(incident), environment: incident.environment };
  const span = spanIn(incident, defaultLeadMinutes, at);
  const panels = catalog.list('MetricsPanel').filter(({ spec }) => isFor(spec, about));
  return {
    links: [...ownLinks(catalog, about.products), ...templates(catalog, incident, at)].slice(0, linksMax),
    panels: panels.slice(0, panelsMax).map(({ name, spec }) => ({
      name,
      title: spec.displayName ?? name,
      description: spec.description ?? '',
      unit: spec.unit,
    })),
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    replays: past?.incident ?? null,
  };
}

type At = Parameters<typeof spanIn>[2];

function templates(catalog: Catalog, incident: Incident, at: At): FilledLink[] {
  const about = { products: productsOf(incident), environment: incident.environment };
  return catalog
    .list('LinkTemplate')
    .filter(({ spec }) => isFor(spec, about))
    .flatMap((template) => linksOf(template, { catalog, incident, at }));
}

interface LinkTemplate {
  readonly name: string;
  readonly spec: LinkTemplateSpec;
}

interface LinkedTo {
  readonly catalog: Catalog;
  readonly incident: Incident;
  readonly at: At;
}

/** The links of one template for an incident: one for each product it names, where it is of products. */
export function linksOf({ name, spec }: LinkTemplate, { catalog, incident, at }: LinkedTo): FilledLink[] {
  const products = productsOf(incident);
  const meant = products.filter((product) => spec.products.length === 0 || spec.products.includes(product));
  const isOfProduct = /\{\{\s*product\s*\}\}/u.test(spec.url);
  const span = spanIn(incident, spec.leadMinutes, at);
  return (isOfProduct && meant.length > 0 ? meant : [null]).map((product): FilledLink => {
    const filled = fillLink(spec.url, fillingFor(catalog, incident, product), span);
    return {
      ...{ name, title: spec.displayName ?? name, shows: spec.shows, product },
      ...('text' in filled ? { url: filled.text, problem: null } : { url: null, problem: filled.problem }),
    };
  });
}

/** What the products themselves name; those have no time in them. */
function ownLinks(catalog: Catalog, products: readonly string[]): FilledLink[] {
  return products.flatMap((product) => {
    const spec = catalog.get('Product', product)?.spec;
    const link = (shows: FilledLink['shows'], title: string, url: string): FilledLink => ({
      ...{ name: `product-${product}`, title, shows, product, url, problem: null },
    });
    return [
      ...(spec?.runbook === undefined ? [] : [link('other', 'Runbook', spec.runbook)]),
      ...(spec?.dashboard === undefined ? [] : [link('dashboard', 'Dashboard', spec.dashboard)]),
      ...(spec?.links ?? []).map(({ title, url }) => link('other', title, url)),
    ];
  });
}
