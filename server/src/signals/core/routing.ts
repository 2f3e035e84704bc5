import type { Severity } from '@fieldmarshal/contract';
import type { Spec } from '@fieldmarshal/contract/catalog';
import { matchesAll, parseMatchers, type Matcher } from './matcher.ts';
import type { Integration, Labels } from './signal.ts';

/** Where signals go that no route takes: one group, and one incident, for each integration. */
export const unrouted = 'unrouted';

export interface NamedRoute {
  readonly name: string;
  readonly spec: Spec<'Route'>;
}

/** What routing must ask the catalog. */
export interface Names {
  /** The product with this name or alias. */
  readonly product: (text: string) => string | null;
  readonly environment: (text: string) => string | null;
}

/** The routes, in the order in which they are tried. */
export interface Routing {
  /** Of the catalog that they come from. */
  readonly version: number;
  readonly routes: readonly CompiledRoute[];
  readonly names: Names;
  /** Routes that cannot be used because a matcher is not valid; their signals go on to the next route. */
  readonly broken: readonly { readonly route: string; readonly reason: string }[];
}

interface CompiledRoute extends NamedRoute {
  readonly matchers: readonly Matcher[];
}

/** Where an alert goes and what it is about; the group it belongs to is `route` and `groupKey` together. */
export interface Placement {
  readonly route: string;
  readonly action: 'incident' | 'alert-only';
  readonly product: string | null;
  readonly environment: string | null;
  /** `null` = not assessed. */
  readonly severity: Severity | null;
  readonly escalationPolicy: string | null;
  readonly groupKey: string;
  readonly groupLabels: Labels;
}

/** Orders by priority, then name; a route with a matcher that does not parse is left out and named. */
export function compileRouting(routes: readonly NamedRoute[], names: Names, version = 0): Routing {
  const broken: { route: string; reason: string }[] = [];
  const compiled = routes.flatMap((route) => {
    try {
      return [{ ...route, matchers: route.spec.matchers.flatMap((text) => parseMatchers(text)) }];
    } catch (error) {
      broken.push({ route: route.name, reason: String(error instanceof Error ? error.message : error) });
      return [];
    }
  });
  const order = (a: CompiledRoute, b: CompiledRoute): number =>
    a.spec.priority - b.spec.priority || (a.name < b.name ? -1 : 1);
  return { version, routes: compiled.sort(order), names, broken };
}

interface Placed {
  readonly integration: Integration;
  readonly key: string;
  readonly labels: Labels;
}

/** The first route whose matchers all match; without one, the built-in route that nobody can switch off. */
export function place(routing: Routing, alert: Placed): Placement {
  const route = routing.routes.find(({ matchers }) => matchesAll(matchers, alert.labels));
  if (!route) return placeUnrouted(routing, alert);
  const { spec, name } = route;
  const product = spec.product ?? lookUp(alert.labels, spec.productLabel, routing.names.product);
  const environment =
    spec.environment ?? lookUp(alert.labels, spec.environmentLabel, routing.names.environment);
  const group = groupOf(spec.groupBy, alert, { product, environment });
  return {
    route: name,
    action: spec.action,
    product,
    environment,
    severity: spec.severity ?? severityOf(spec, alert.labels),
    escalationPolicy: spec.escalationPolicy ?? null,
    groupKey: group.key,
    groupLabels: group.labels,
  };
}

function placeUnrouted({ names }: Routing, alert: Placed): Placement {
  return {
    route: unrouted,
    action: 'incident',
    product: lookUp(alert.labels, 'product', names.product),
    environment: lookUp(alert.labels, 'environment', names.environment),
    severity: null,
    escalationPolicy: null,
    groupKey: JSON.stringify([alert.integration.id]),
    groupLabels: { integration: alert.integration.name },
  };
}

function lookUp(labels: Labels, label: string, find: (text: string) => string | null): string | null {
  const value = own(labels, label);
  return value === '' ? null : find(value);
}

function severityOf(spec: Spec<'Route'>, labels: Labels): Severity | null {
  const value = own(labels, spec.severityLabel);
  if (Object.hasOwn(spec.severityMap, value)) return spec.severityMap[value] ?? null;
  const lower = value.toLowerCase();
  return Object.hasOwn(spec.severityMap, lower) ? (spec.severityMap[lower] ?? null) : null;
}

interface Known {
  readonly product: string | null;
  readonly environment: string | null;
}

/** `product` and `environment` group by what was recognised, so that aliases of one product share a group. */
function groupOf(groupBy: readonly string[], alert: Placed, known: Known): { key: string; labels: Labels } {
  if (groupBy.includes('...'))
    return { key: JSON.stringify([alert.integration.id, alert.key]), labels: alert.labels };
  const labels: Record<string, string> = {};
  for (const name of groupBy) {
    const recognised = name === 'product' || name === 'environment' ? known[name] : null;
    labels[name] = recognised ?? own(alert.labels, name);
  }
  return { key: JSON.stringify(groupBy.map((name) => labels[name])), labels };
}

function own(labels: Labels, name: string): string {
  return (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? '';
}

/** What a group, and the incident it opens, is called: product and environment where its first alert does not say them. At most 200 characters. */
export function groupTitle(placement: Placement, first: { readonly title: string }, count: number): string {
  const unsaid = [placement.product, placement.environment].filter(
    (part) => part !== null && !says(first.title, part),
  );
  const what = count > 1 ? `${first.title} and other alerts` : first.title;
  const title = unsaid.length === 0 ? what : `${unsaid.join(' in ')}: ${what}`;
  return title.length <= 200 ? title : `${title.slice(0, 199)}…`;
}

/** Whether a text has this name as a word of its own; `search` is not in "research", nor in "search-index". */
function says(text: string, name: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}._-]+/u);
  return words.some((word) => word.replace(/[._-]+$/, '') === name.toLowerCase());
}
