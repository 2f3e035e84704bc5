import { expect, test } from 'vitest';
import { degradedPlaces, suspicionsOf, unexplained, type AlertFact, type Verdict } from './suspicions.ts';

const incident = {
  ...{ id: 'INC-1', title: 'The certificate of gateway expires', product: 'gateway', environment: 'eu' },
  ...{ declaredAt: '2026-11-27T10:00:00.000Z', origin: { kind: 'alert-group', id: '1' } as const },
};
const alert = (title: string, state: AlertFact['state'] = 'firing'): AlertFact => ({
  ...{ id: title, title, labels: {}, source: 'alertmanager', state, product: 'gateway', environment: 'eu' },
  ...{ startsAt: '2026-11-27T10:00:00.000Z', lastSeenAt: '2026-11-27T10:00:00.000Z' },
});
const verdict: Verdict = {
  ...{ nobodys: 0, clear: true, environment: 'eu', since: '2026-11-27T10:00:00.000Z', at: null },
  suspects: [{ product: 'gateway', title: 'Gateway', probability: 0.95, why: '' }],
};
const expiring = alert('The certificate of gateway is about to expire');

test('what is to come hits nobody yet, whoever is to blame for it', () => {
  expect(suspicionsOf(incident, [expiring], verdict)).toEqual({ suspicions: [], places: [] });
});

test('what somebody reports is, whatever an alert beside it sees coming', () => {
  const title = 'People cannot sign in';
  const { suspicions } = suspicionsOf({ ...incident, title, origin: null }, [expiring], verdict);
  expect(suspicions.map(({ evidence }) => evidence.says)).toEqual(['Gateway is the cause with 0.95']);
  const declared = suspicionsOf({ ...incident, title, origin: null }, [expiring], null);
  expect(declared.suspicions.map(({ evidence }) => evidence.says)).toEqual([title]);
});

test('of a verdict that is not clear each suspect names the others, one of which may be it', () => {
  const suspects = [
    { product: 'gateway', title: 'Gateway', probability: 0.55, why: 'it fails' },
    { product: 'search', title: 'Search', probability: 0.4, why: '' },
  ];
  const { suspicions } = suspicionsOf(incident, [alert('gateway fails')], {
    ...verdict,
    suspects,
    clear: false,
  });
  expect(suspicions.slice(1).map(({ isAlternative, evidence }) => [isAlternative, evidence.says])).toEqual([
    [true, 'Gateway is the cause with 0.55, or else Search with 0.40: it fails'],
    [true, 'Search is the cause with 0.40, or else Gateway with 0.55'],
  ]);
});

test('with an alert of what fails beside it both count', () => {
  const { suspicions } = suspicionsOf(incident, [expiring, alert('gateway fails')], verdict);
  expect(suspicions.map(({ evidence }) => evidence.kind)).toEqual(['alert', 'verdict']);
});

test('what an alert said that has resolved is left to the verdict', () => {
  const { suspicions } = suspicionsOf(incident, [alert('gateway fails', 'resolved')], verdict);
  expect(suspicions.map(({ evidence }) => evidence.kind)).toEqual(['verdict']);
});

test('what a check is called says nothing of how a product fails', () => {
  const title = '“A caseworker is signed in, which is written down” fails';
  const stateOf = (source: AlertFact['source']) =>
    suspicionsOf(incident, [{ ...alert(title), source }], null).suspicions.map(({ state }) => state);
  expect(stateOf('check')).toEqual(['degraded']);
  expect(stateOf('alertmanager')).toEqual(['down']);
});

test('where whoever watches a product says that some of it fails, and nobody that all of it does, the place is degraded', () => {
  const fails = alert('gateway fails');
  const placesOf = (...alerts: AlertFact[]) => [...degradedPlaces(alerts)];
  expect(placesOf(fails, { ...fails, environment: 'us' })).toEqual(['eu', 'us']);
  expect(placesOf(fails, alert('gateway is down'))).toEqual([]);
  expect(placesOf({ ...fails, source: 'check' }, alert('gateway is slow'), expiring)).toEqual([]);
  expect(placesOf(alert('gateway fails', 'resolved'), { ...fails, product: null })).toEqual([]);
});

test('with a clear cause, what needs it and only fails now and then is not suspected by its own alert', () => {
  const cause: Verdict = {
    ...verdict,
    suspects: [{ product: 'search', title: 'Search', probability: 0.99, why: '' }],
  };
  const kept = (alerts: readonly AlertFact[], found: Verdict | null, ...dependents: readonly string[]) =>
    unexplained(suspicionsOf(incident, alerts, found).suspicions, found, new Set(dependents)).map(
      ({ product, evidence }) => `${product} by ${evidence.kind}`,
    );
  const fails = alert('gateway fails');
  const both = [fails, { ...alert('search fails'), product: 'search' }];
  expect(kept(both, cause, 'search', 'gateway')).toEqual(['search by alert', 'search by verdict']);
  // It does not need the cause; it is down; it fails elsewhere; nothing is clear.
  expect(kept([fails], cause, 'search')).toContain('gateway by alert');
  expect(kept([alert('gateway is down')], cause, 'search', 'gateway')).toContain('gateway by alert');
  expect(kept([{ ...fails, environment: 'us' }], cause, 'search', 'gateway')).toContain('gateway by alert');
  expect(kept([fails], { ...cause, clear: false }, 'search', 'gateway')).toContain('gateway by alert');
});
