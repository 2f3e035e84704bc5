import { routeSpec } from '@fieldmarshal/contract/catalog';
import { describe, expect, test } from 'vitest';
import { compileRouting, groupTitle, place, type NamedRoute } from './routing.ts';

const names = {
  product: (text: string) => (['search', 'find'].includes(text) ? 'search' : null),
  environment: (text: string) => (text === 'eu-prod' ? 'eu-prod' : null),
};

function route(name: string, spec: Parameters<typeof routeSpec.parse>[0]): NamedRoute {
  return { name, spec: routeSpec.parse(spec) };
}

const routing = compileRouting(
  [
    route('rest', { priority: 1000, groupBy: ['alertname'] }),
    route('b-critical', {
      priority: 10,
      matchers: ['severity="critical"'],
      groupBy: ['product', 'environment'],
      escalationPolicy: 'night',
    }),
    route('a-critical', {
      priority: 10,
      matchers: ['severity=~"critical|major"', 'team="a"'],
      action: 'alert-only',
    }),
    route('each', { priority: 20, matchers: ['storm="yes"'], groupBy: ['...'] }),
  ],
  names,
);

const at = (labels: Record<string, string>, key = 'k') =>
  place(routing, { integration: { id: 'i', name: 'I' }, key, labels });

describe('routes', () => {
  test('the lowest number wins, equal numbers by name', () => {
    expect(at({ severity: 'critical', team: 'a' })).toMatchObject({
      route: 'a-critical',
      action: 'alert-only',
    });
    expect(at({ severity: 'critical' }).route).toBe('b-critical');
    expect(at({}).route).toBe('rest');
  });

  test('product and environment are recognised by label and alias, severity by the map', () => {
    expect(at({ severity: 'critical', product: 'find', environment: 'eu-prod' })).toMatchObject({
      product: 'search',
      environment: 'eu-prod',
      severity: 'SEV1',
      escalationPolicy: 'night',
      groupLabels: { product: 'search', environment: 'eu-prod' },
    });
    expect(at({ product: 'unheard-of', severity: 'purple' })).toMatchObject({
      product: null,
      severity: null,
    });
  });

  test('aliases of one product share a group; other values do not', () => {
    const key = (product: string): string => at({ severity: 'critical', product }).groupKey;
    expect(key('find')).toBe(key('search'));
    expect(key('other')).not.toBe(key('search'));
  });

  test('"..." gives each alert a group of its own', () => {
    expect(at({ storm: 'yes' }, 'k1').groupKey).not.toBe(at({ storm: 'yes' }, 'k2').groupKey);
  });

  test('without a route an alert goes to the built-in one: one group per integration, not assessed', () => {
    const none = compileRouting([], names);
    const placed = place(none, {
      integration: { id: 'i', name: 'I' },
      key: 'k',
      labels: { severity: 'critical', product: 'find' },
    });
    expect(placed).toMatchObject({
      route: 'unrouted',
      action: 'incident',
      severity: null,
      product: 'search',
    });
    expect(place(none, { integration: { id: 'i', name: 'I' }, key: 'k2', labels: {} }).groupKey).toBe(
      placed.groupKey,
    );
    expect(place(none, { integration: { id: 'j', name: 'J' }, key: 'k', labels: {} }).groupKey).not.toBe(
      placed.groupKey,
    );
  });

  test('a route whose matcher cannot be read is named and takes nothing', () => {
    const mixed = compileRouting(
      [route('bad', { matchers: ['a=~"("'] }), route('good', { priority: 200 })],
      names,
    );
    expect(mixed.broken.map((each) => each.route)).toEqual(['bad']);
    expect(place(mixed, { integration: { id: 'i', name: 'I' }, key: 'k', labels: {} }).route).toBe('good');
  });
});

test('a group is called after its first alert, where it is, and how many there are; never longer than a line', () => {
  const placement = at({ severity: 'critical', product: 'find', environment: 'eu-prod' });
  expect(groupTitle(placement, { title: 'Errors' }, 3)).toBe('search in eu-prod: Errors and other alerts');
  expect(groupTitle(placement, { title: 'x'.repeat(200) }, 1)).toHaveLength(200);
});

test.each([
  ['search fails in eu-prod', 'search fails in eu-prod'],
  ['Search fails, in (eu-prod).', 'Search fails, in (eu-prod).'],
  ['search is down', 'eu-prod: search is down'],
  ['Errors in eu-prod', 'search: Errors in eu-prod'],
  ['research-search lags', 'search in eu-prod: research-search lags'],
  ['eu-prod-2 is slow for search', 'eu-prod: eu-prod-2 is slow for search'],
])('a title says where it fails once: %s', (title, said) => {
  const placement = at({ severity: 'critical', product: 'search', environment: 'eu-prod' });
  expect(groupTitle(placement, { title }, 1)).toBe(said);
});
