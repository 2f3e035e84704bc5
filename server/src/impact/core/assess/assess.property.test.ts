import fc from 'fast-check';
import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { expect, it } from 'vitest';
import type { CheckFact, Facts } from '../facts.ts';
import { check, facts, graphOf, noon, suspicion, type SpecsOf } from '../testing-house.ts';
import { assess } from './assess.ts';
import { Memory } from './memory.ts';
import { freshUntil } from './marks.ts';

const products = ['a', 'b', 'c', 'd', 'e', 'f'];
const environments = ['x', 'y', 'z'];
const workflows = ['w1', 'w2', 'w3'];
const minute = 60_000;

const product = fc.constantFrom(...products);
const some = (list: readonly string[]) => fc.subarray([...list]);

const catalog: fc.Arbitrary<SpecsOf> = fc
  .record({
    edges: fc.array(fc.tuple(product, product, fc.constantFrom('hard', 'soft')), { maxLength: 10 }),
    steps: fc.array(some(products), { minLength: 3, maxLength: 3 }),
    parts: fc.array(some(products), { minLength: 2, maxLength: 2 }),
    owners: fc.array(fc.constantFrom('p1', 'p2'), { minLength: 3, maxLength: 3 }),
    deployed: fc.array(some(products), { minLength: 3, maxLength: 3 }),
    connected: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    used: fc.array(some(environments), { minLength: 2, maxLength: 2 }),
  })
  .map(({ edges, steps, parts, owners, deployed, connected, used }) => ({
    Product: named(products, (name) => ({
      owner: 't',
      dependsOn: edges
        .filter(([from, to]) => from === name && to !== name)
        .map(([, to, strength]) => ({ product: to, strength })),
    })),
    Application: named(['p1', 'p2'], (_, index) => ({ products: parts[index] })),
    Workflow: named(workflows, (_, index) => ({
      application: owners[index],
      criticality: index + 1,
      steps: [{ name: 's', products: steps[index] }],
    })),
    Environment: named(environments, (_, index) => ({
      connection: connected[index] === true ? 'connected' : 'disconnected',
      products: (deployed[index] ?? []).map((name) => ({ product: name, version: '1' })),
    })),
    Customer: named(['k1', 'k2'], (_, index) => ({
      uses: [{ application: `p${index + 1}`, environments: used[index] }],
      usersPerHour: 10,
    })),
  }));

function named(names: readonly string[], spec: (name: string, index: number) => object) {
  return Object.fromEntries(names.map((name, index) => [name, spec(name, index)]));
}

const ago = fc.integer({ min: 0, max: 8 }).map((minutes) => noon - minutes * minute);
const doubt = fc
  .tuple(
    product,
    fc.option(fc.constantFrom(...environments)),
    fc.double({ min: 0.05, max: 1, noNaN: true }),
    ago,
    fc.boolean(),
  )
  .map(([name, environment, probability, since, isAlternative]) =>
    suspicion(name, environment, { probability, since, isAlternative }),
  );
const checked = fc
  .tuple(
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom(...environments),
    fc.option(fc.constantFrom(...workflows)),
    some(products),
    fc.constantFrom('failing', 'passing', 'degraded', 'silent'),
    ago,
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([number, environment, workflow, looksAt, verdict, passedAt, real]): CheckFact =>
    check(`k${number}`, {
      environment,
      workflow,
      products: looksAt,
      verdict,
      since: passedAt,
      passedAt,
      real,
    }),
  );
const known = fc
  .record({ suspicions: fc.array(doubt, { maxLength: 4 }), checks: fc.array(checked, { maxLength: 6 }) })
  .map((all): Facts => facts(all));

const options = { now: noon, limit: 1_000 };
const key = ({ kind, name }: Pick<ImpactRow, 'kind' | 'name'>): string => `${kind} ${name}`;
const isHit = ({ state }: ImpactRow): boolean => state !== 'ok' && state !== 'unknown';

it('is monotone: more evidence of failure makes nothing less sure and takes nothing off the list', () => {
  fc.assert(
    fc.property(catalog, known, fc.oneof(doubt, checked), (specs, before, more) => {
      const graph = graphOf(specs);
      const isFailing = 'probability' in more || more.verdict === 'failing' || more.verdict === 'degraded';
      fc.pre(isFailing);
      const after =
        'probability' in more
          ? { ...before, suspicions: [...before.suspicions, more] }
          : { ...before, checks: [...before.checks, more] };
      const then = new Map(assess(after, graph, options).rows.map((row) => [key(row), row]));
      for (const row of assess(before, graph, options).rows.filter((each) => isHit(each)))
        expect(then.get(key(row))?.confidence ?? -1, key(row)).toBeGreaterThanOrEqual(row.confidence ?? 0);
    }),
    { numRuns: 400 },
  );
});

it('lists nothing that evidence does not reach', () => {
  fc.assert(
    fc.property(catalog, known, (specs, all) => {
      const reachable = reachedBy(specs, all);
      for (const row of assess(all, graphOf(specs), options).rows) expect(reachable).toContain(key(row));
    }),
    { numRuns: 300 },
  );
});

it('says "not hit" only with a pass that is fresh and newer than what speaks against it, and never of what is cut off', () => {
  fc.assert(
    fc.property(catalog, known, (specs, all) => {
      const graph = graphOf(specs);
      for (const row of assess(all, graph, options).rows.filter(({ standing }) => standing === 'not-hit')) {
        const passes = all.checks.filter(
          (each) =>
            each.verdict === 'passing' &&
            row.environments.includes(each.environment) &&
            freshUntil(each) > noon &&
            graph.connected[graph.environments.numbers.get(each.environment) ?? -1] === 1,
        );
        const own = row.kind === 'workflow' ? passes.filter(({ workflow }) => workflow === row.name) : passes;
        expect(own.length, key(row)).toBeGreaterThan(0);
        expect(Date.parse(row.freshUntil ?? '')).toBeGreaterThan(noon);
      }
    }),
    { numRuns: 300 },
  );
});

it('finds the same step by step as all at once', () => {
  fc.assert(
    fc.property(catalog, fc.array(known, { minLength: 2, maxLength: 4 }), (specs, story) => {
      const graph = graphOf(specs);
      const memory = new Memory(graph);
      for (const [step, all] of story.entries()) {
        const at = { ...options, now: noon + step * minute };
        expect(assess(all, graph, { ...at, memory })).toEqual(assess(all, graph, at));
      }
    }),
    { numRuns: 200 },
  );
});

/** By plain sets, without confidence: what follows from what is suspected or seen failing, wherever it is deployed. */
function reachedBy(specs: SpecsOf, all: Facts): Set<string> {
  const suspects = new Set([
    ...all.suspicions.map((each) => each.product),
    ...all.checks.filter(isBad).flatMap(({ products: [first] }) => first ?? []),
  ]);
  const graph = graphOf(specs);
  const found = new Set<string>();
  for (const [environment, name] of graph.environments.names.entries()) {
    const here = (index: number) => graph.deployed[environment]?.[index] === 1;
    const hit = new Set([...suspects].map((each) => products.indexOf(each)).filter((index) => here(index)));
    for (let size = -1; size !== hit.size;) {
      size = hit.size;
      for (const [from, needed] of dependencies(specs)) if (hit.has(needed) && here(from)) hit.add(from);
    }
    const seen = all.checks.filter((each) => isBad(each) && each.environment === name);
    const flows = new Set(seen.flatMap(({ workflow }) => workflow ?? []));
    const needs = (list: unknown) =>
      [...hit].some((index) => JSON.stringify(list).includes(`"${products[index]}"`));
    for (const [flow, spec] of Object.entries(specs.Workflow ?? {})) if (needs(spec)) flows.add(flow);
    const apps = new Set([...flows].map((flow) => ownerOf(specs, flow)));
    for (const [app, spec] of Object.entries(specs.Application ?? {})) if (needs(spec)) apps.add(app);
    for (const flow of flows) found.add(`workflow ${flow}`);
    for (const app of apps) found.add(`application ${app}`);
    if (hit.size + flows.size > 0) found.add(`environment ${name}`);
    for (const [index, user] of graph.uses.customer.entries())
      if (
        graph.uses.environment[index] === environment &&
        apps.has(graph.applications.names[graph.uses.application[index] ?? -1] ?? '')
      )
        found.add(`customer ${graph.customers.names[user]}`);
  }
  return found;
}

function ownerOf(specs: SpecsOf, flow: string): string {
  const { application } = (specs.Workflow ?? {})[flow] as { application: string };
  return application;
}

function isBad({ verdict }: CheckFact): boolean {
  return verdict === 'failing' || verdict === 'degraded';
}

function dependencies(specs: SpecsOf): [number, number][] {
  return Object.entries(specs.Product ?? {}).flatMap(([name, spec]) =>
    (spec as { dependsOn: { product: string }[] }).dependsOn.map((edge): [number, number] => [
      products.indexOf(name),
      products.indexOf(edge.product),
    ]),
  );
}
