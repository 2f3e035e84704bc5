import { isKind, kinds, type CatalogObject, type Kind } from '@fieldmarshal/contract/catalog';
import { assess } from '../../server/src/impact/core/assess/assess.ts';
import { Memory } from '../../server/src/impact/core/assess/memory.ts';
import type { CheckFact, Facts } from '../../server/src/impact/core/facts.ts';
import { compileGraph } from '../../server/src/impact/core/graph/compile.ts';
import type { Made } from './organisation.ts';

const rounds = 300;
/** Rows that an incident's record keeps. */
const limit = 1_000;
const minuteMs = 60_000;
const now = Date.parse('2026-11-26T12:00:00.000Z');

/**
 * Milliseconds that one more fact of an incident takes, and the same without remembering anything: a check of one environment fails or
 * passes again while a product that everything hangs on is suspected in all of them. In this process.
 */
export function incrementalMs(objects: readonly Made[]): { update: number[]; anew: number[]; cpu: number } {
  const graph = compileGraph({ version: 1, list: (kind) => listOf(objects, kind) });
  const memory = new Memory(graph);
  const update: number[] = [];
  const anew: number[] = [];
  let cpu = 0;
  for (let round = 0; round < rounds; round += 1) {
    const facts = factsOf(graph.environments.names, round);
    const before = process.cpuUsage();
    update.push(timed(() => assess(facts, graph, { now: now + round, limit, memory })));
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / 1_000 / rounds;
    if (round % 10 === 0) anew.push(timed(() => assess(facts, graph, { now: now + round, limit })));
  }
  return { update: update.slice(20), anew, cpu };
}

/** Every environment has checks of its own, so that none is assessed as part of another; one of them turns with each round. */
function factsOf(environments: readonly string[], round: number): Facts {
  const evidence = { kind: 'alert', id: 'a', says: 'p0 fails', at: null } as const;
  const checks = environments.flatMap((environment, place) =>
    [0, 1, 2].map((number): CheckFact => {
      const isTurning = number === 0 && place === round % environments.length;
      return {
        check: `k${number}`,
        environment,
        workflow: `w${(place * 7 + number) % 1_800}`,
        products: ['p0'],
        blame: 0.6,
        real: 1,
        verdict: number === 1 || (isTurning && round % 2 === 0) ? 'failing' : 'passing',
        state: 'down',
        since: now - 5 * minuteMs,
        passedAt: now - 1_000,
        everyMs: minuteMs,
        evidence: { kind: 'check', id: `k${number}-${environment}`, says: 'it turns', at: null },
      };
    }),
  );
  const suspicion = { product: 'p0', environment: 'e0', probability: 0.9, since: now - 5 * minuteMs };
  return {
    suspicions: [{ ...suspicion, isAlternative: false, state: 'down', evidence }],
    places: [],
    checks,
  };
}

function listOf<K extends Kind>(objects: readonly Made[], kind: K): CatalogObject<K>[] {
  return objects
    .filter((object) => isKind(object.kind) && object.kind === kind)
    .map(({ name, spec }): CatalogObject<K> => ({
      kind,
      name,
      labels: {},
      // Parsed by the schema of its kind, which the compiler does not follow from K.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      spec: kinds[kind].parse(spec) as CatalogObject<K>['spec'],
      origin: { from: 'file' },
      generation: 1,
      updatedAt: '2026-01-01T00:00:00.000Z',
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
