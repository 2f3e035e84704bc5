import { kinds, type Kind, type Spec } from '@fieldmarshal/contract/catalog';
import { knownMeasures, ruleBook } from '@fieldmarshal/contract/readiness/known-measures';
import { isFault } from '@fieldmarshal/contract/readiness/rule';
import { describe, expect, it } from 'vitest';
import { holes, onCallAt } from '../server/src/oncall/core/shifts.ts';
import { readCatalog, readHouse } from './house.ts';
import { environmentNames, productNames } from './ports.ts';

interface Parsed<K extends Kind> {
  kind: K;
  name: string;
  spec: Spec<K>;
}

const documents = readCatalog();

function all<K extends Kind>(kind: K): Parsed<K>[] {
  return documents
    .filter((document) => document.kind === kind)
    .map((document) => ({
      kind,
      name: document.metadata.name,
      spec: kinds[kind].parse(document.spec) as Spec<K>,
    }));
}

function names(kind: Kind): Set<string> {
  return new Set(all(kind).map(({ name }) => name));
}

describe('the catalog of the demo', () => {
  it('is written in the file form that Fieldmarshal reads, each object once', () => {
    const bad = documents.flatMap((document) => {
      const kind = Object.keys(kinds).find((known) => known === document.kind) as Kind | undefined;
      if (!kind) return [`${document.kind} is no kind`];
      const parsed = kinds[kind].safeParse(document.spec);
      return parsed.success ? [] : [`${kind} ${document.metadata.name}: ${parsed.error.message}`];
    });
    const keys = documents.map((document) => `${document.kind} ${document.metadata.name}`);
    expect(bad).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names nobody and nothing that it does not define', () => {
    const missing: string[] = [];
    const refer = (from: string, kind: Kind, wanted: readonly (string | undefined)[]) => {
      for (const name of wanted) {
        if (name !== undefined && !names(kind).has(name)) missing.push(`${from} → ${kind} ${name}`);
      }
    };
    for (const { name, spec } of all('Team')) {
      refer(name, 'Hub', [spec.hub]);
      refer(name, 'Person', spec.members);
      refer(name, 'EscalationPolicy', [spec.escalationPolicy]);
    }
    for (const { name, spec } of all('Person')) refer(name, 'Hub', [spec.hub]);
    for (const { name, spec } of all('Product')) {
      refer(name, 'Team', [spec.owner]);
      refer(
        name,
        'Product',
        spec.dependsOn.map((edge) => edge.product),
      );
    }
    for (const { name, spec } of all('Application')) {
      refer(name, 'Team', [spec.owner]);
      refer(name, 'Product', spec.products);
    }
    for (const { name, spec } of all('Workflow')) {
      refer(name, 'Application', [spec.application]);
      refer(
        name,
        'Product',
        spec.steps.flatMap((step) => step.products),
      );
    }
    for (const { name, spec } of all('Environment')) {
      refer(name, 'Hub', [spec.hub]);
      refer(
        name,
        'Product',
        spec.products.map((entry) => entry.product),
      );
    }
    for (const { name, spec } of all('Customer')) {
      refer(
        name,
        'Application',
        spec.uses.map((use) => use.application),
      );
      refer(
        name,
        'Environment',
        spec.uses.flatMap((use) => use.environments),
      );
    }
    for (const { name, spec } of all('Schedule')) {
      refer(name, 'Person', [...spec.layers.flatMap((layer) => layer.participants.flat()), ...spec.fallback]);
    }
    for (const { name, spec } of all('EscalationPolicy')) {
      const chains = [spec, ...spec.variants];
      for (const target of chains.flatMap(({ steps, fallback = [] }) => [
        ...steps.flatMap((step) => step.targets),
        ...fallback,
      ])) {
        if ('person' in target) refer(name, 'Person', [target.person]);
        if ('schedule' in target) refer(name, 'Schedule', [target.schedule]);
        if ('team' in target) refer(name, 'Team', [target.team]);
        if ('hub' in target) refer(name, 'Hub', [target.hub]);
      }
    }
    for (const { name, spec } of all('Route')) refer(name, 'EscalationPolicy', [spec.escalationPolicy]);
    expect(missing).toEqual([]);
  });

  it('covers every product of a workflow by its application, and pages only those who answer', () => {
    const applications = new Map(all('Application').map(({ name, spec }) => [name, spec.products]));
    const uncovered = all('Workflow').flatMap(({ name, spec }) =>
      spec.steps
        .flatMap((step) => step.products)
        .filter((product) => !applications.get(spec.application)?.includes(product))
        .map((product) => `${name}: ${product}`),
    );
    const viewers = new Set(
      all('Person')
        .filter(({ spec }) => spec.roles.every((role) => role === 'viewer'))
        .map(({ name }) => name),
    );
    const paged = all('Schedule').flatMap(({ spec }) =>
      spec.layers.flatMap((layer) => layer.participants.flat()),
    );
    expect(uncovered).toEqual([]);
    expect(paged.filter((name) => viewers.has(name))).toEqual([]);
  });

  it('shows what policies can do: hours, severities, turns and a stalled acknowledgement', () => {
    const policies = all('EscalationPolicy').map(({ spec }) => spec);
    const whens = policies.flatMap(({ variants }) => variants.map(({ when }) => when));
    expect(whens.some(({ hours, outsideHours }) => hours !== undefined && outsideHours)).toBe(true);
    expect(whens.some(({ severities }) => severities?.includes('SEV1'))).toBe(true);
    expect(JSON.stringify(policies)).toContain('"roundRobin":true');
    expect(policies.some(({ ackTimeoutMinutes }) => ackTimeoutMinutes !== undefined)).toBe(true);
  });

  it('has one default policy, a policy for each team, and exactly one cycle of products', () => {
    expect(all('EscalationPolicy').filter(({ spec }) => spec.default)).toHaveLength(1);
    expect(all('Team').every(({ spec }) => spec.escalationPolicy !== undefined)).toBe(true);
    const { dependsOn } = readHouse();
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (dependsOn[from as keyof typeof dependsOn] ?? []).some(({ product }) => {
        if (product === to) return true;
        if (seen.has(product)) return false;
        seen.add(product);
        return reaches(product, to, seen);
      });
    expect(productNames.filter((name) => reaches(name, name))).toEqual(['permissions', 'objects']);
  });

  it('runs all twelve products in two connected environments and one without a line out', () => {
    const { environments } = readHouse();
    expect(environmentNames.map((name) => environments[name].connected)).toEqual([true, true, false]);
    expect(all('Environment').map(({ spec }) => spec.products.length)).toEqual([12, 12, 12]);
  });
});

describe('the standards that ship', () => {
  it('are at least 25, each with its reason and its repair, and none of their rules is wrong', () => {
    const book = ruleBook(knownMeasures(all('Measure')));
    const standards = all('Standard');
    const wrong = standards.flatMap(({ name, spec }) => {
      const rule = book.read(spec.rule);
      return isFault(rule) ? [`${name}: ${rule.message}`] : [];
    });
    expect(wrong).toEqual([]);
    expect(standards.length).toBeGreaterThanOrEqual(25);
    expect(standards.filter(({ spec }) => spec.why.length < 40 || spec.fix.length < 40)).toEqual([]);
  });
});

const minuteMs = 60_000;
const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2028, 0, 1);

/** Local hours of each hub, read from the file, by a clock that knows nothing of the schedule code. */
function hubsOpen(schedule: Spec<'Schedule'>): (at: number) => string[] {
  const hubs = schedule.layers.map((layer) => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: layer.timezone ?? schedule.timezone,
      hour: '2-digit',
      minute: '2-digit',
    });
    const [window] = layer.restrictions;
    return { layer, clock, from: window?.from ?? '', to: window?.to ?? '' };
  });
  return (at) =>
    hubs
      .filter(({ clock, from, to }) => {
        const time = clock.format(at);
        return from <= time && time < to;
      })
      .map(({ layer }) => layer.name);
}

describe('the watch round the sun', () => {
  const schedules = all('Schedule');
  const watch = schedules.find(({ name }) => name === 'field-marshal')?.spec;
  if (!watch) throw new Error('There is no schedule field-marshal.');

  it('has no hole in any schedule but the one that shows one, not even one that the fallback hides', () => {
    const whole = schedules.filter(({ name }) => name !== 'service-desk');
    const found = whole.map(({ name, spec }) => [name, holes(spec, { from, to })]);
    expect(found).toEqual(whole.map(({ name }) => [name, []]));
  });

  it('leaves the service desk alone for an hour a day while only Denver or only London has changed its clocks', () => {
    const desk = schedules.find(({ name }) => name === 'service-desk')?.spec;
    const found = desk ? holes(desk, { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) }) : [];
    const text = (at: number): string => new Date(at).toISOString().slice(5, 16);
    expect(found).toHaveLength(21);
    expect(found.map((hole) => text(hole.from).slice(6))).toEqual(found.map(() => '06:00'));
    expect([text(found[0]?.from ?? 0), text(found.at(-1)?.to ?? 0)]).toEqual(['03-15T06:00', '11-07T07:00']);
  });

  it('is open in at least one hub at every quarter of an hour, by the wall clocks alone', () => {
    const open = hubsOpen(watch);
    const uncovered: string[] = [];
    for (let at = from; at < to; at += 15 * minuteMs) {
      if (open(at).length === 0) uncovered.push(new Date(at).toISOString());
    }
    expect(uncovered).toEqual([]);
  });

  it('is kept by a person of the hub whose day it is, and each hub passes its weeks round', () => {
    const open = hubsOpen(watch);
    const hubOf = new Map(all('Person').map(({ name, spec }) => [name, spec.hub]));
    const cities: Record<string, string> = { London: 'emea', Denver: 'amer', Sydney: 'apac' };
    const seen = new Set<string>();
    for (let at = from; at < from + 366 * 24 * 60 * minuteMs; at += 6 * 60 * minuteMs + 7 * minuteMs) {
      const people = onCallAt(watch, at);
      const hub = hubOf.get(people[0] ?? '') ?? '';
      expect(people).toHaveLength(1);
      expect(open(at).map((city) => cities[city])).toContain(hub);
      seen.add(people[0] ?? '');
    }
    expect(seen.size).toBe(6);
  });
});
