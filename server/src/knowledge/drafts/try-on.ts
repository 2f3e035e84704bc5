import type { Incident } from '@fieldmarshal/contract/incidents';
import type {
  LinkDraft,
  LinkTemplateSpec,
  MetricsPanelSpec,
  PanelDraft,
} from '@fieldmarshal/contract/knowledge';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { getIncident, listIncidents } from '#incidents';
import type { Ctx } from '#platform';
import { isFor, productsOf } from '../about.ts';
import { needsOf } from '../core/fill.ts';
import { drawPanel } from '../panels/read-panel.ts';
import { linksOf } from '../panels/room-links.ts';

/** A draft has no name yet. */
const name = 'draft';
/** So many of the newest incidents are looked through for one that a draft is meant for. */
const incidentsMax = 50;

interface Draft<S> {
  readonly spec: S;
  readonly incident?: string | undefined;
}

/** A link template as it would be filled in the room of an incident; nothing is stored. */
export async function tryLink(ctx: Ctx, draft: Draft<LinkTemplateSpec>): Promise<LinkDraft> {
  permit(ctx, 'catalog.read');
  const incident = await incidentFor(ctx, { ...draft, template: draft.spec.url });
  if (incident === null) return { incident: null, isMeant: false, links: [] };
  const at = { now: ctx.env.clock.now().getTime(), past: null };
  const catalog = await readCatalog(ctx.env);
  return {
    incident: { id: incident.id, title: incident.title },
    isMeant: isMeantFor(draft.spec, incident),
    links: linksOf({ name, spec: draft.spec }, { catalog, incident, at }),
  };
}

/** A metrics panel as it would be drawn. Its query is asked of the metrics server, so only who may store it may try it. */
export async function tryPanel(ctx: Ctx, draft: Draft<MetricsPanelSpec>): Promise<PanelDraft> {
  permit(ctx, 'catalog.write');
  const incident = await incidentFor(ctx, { ...draft, template: draft.spec.query });
  if (incident === null) return { incident: null, isMeant: false, panel: null };
  const catalog = await readCatalog(ctx.env);
  return {
    incident: { id: incident.id, title: incident.title },
    isMeant: isMeantFor(draft.spec, incident),
    panel: await drawPanel(ctx, { name, spec: draft.spec }, { catalog, incident, past: null }),
  };
}

interface Meant {
  readonly products: readonly string[];
  readonly environments: readonly string[];
}

function isMeantFor(spec: Meant, incident: Incident): boolean {
  return isFor(spec, { products: productsOf(incident), environment: incident.environment });
}

interface Asked extends Draft<Meant> {
  readonly template: string;
}

/** The one that was asked for, else the newest that it is meant for: one that names what its placeholders need, where there is one. */
async function incidentFor(ctx: Ctx, { spec, incident, template }: Asked): Promise<Incident | null> {
  if (incident !== undefined) return getIncident(ctx, { id: incident });
  const { items } = await listIncidents(ctx, { limit: incidentsMax, sort: 'newest', drill: false });
  const needs = needsOf(template);
  const meant = items.filter(
    ({ product, environment }) =>
      (spec.products.length === 0 || (product !== null && spec.products.includes(product))) &&
      (spec.environments.length === 0 || (environment !== null && spec.environments.includes(environment))),
  );
  const wanted =
    meant.find(
      ({ product, environment }) =>
        !(needs.product && product === null) && !(needs.environment && environment === null),
    ) ??
    meant[0] ??
    items[0];
  return wanted === undefined ? null : getIncident(ctx, { id: wanted.id });
}
