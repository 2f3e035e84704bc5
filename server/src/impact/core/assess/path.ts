import type { ImpactStep } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost } from '../levels.ts';
import type { PlaceView } from './place.ts';
import type { Seed } from './seeds.ts';

/** Why something is reached in an environment, from the evidence outwards, and the seed at its beginning. */
export interface Way {
  readonly steps: ImpactStep[];
  /** Null where its own check alone says so. */
  readonly seed: Seed | null;
}

const nowhere: Way = { steps: [], seed: null };

/** From a seed along what needs it to this product; the caller adds what follows. */
function wayToProduct(graph: ImpactGraph, { spread, seeds }: PlaceView, product: number): Way {
  const seed = seeds[at(spread.seed, product)];
  if (seed === undefined) return { steps: [], seed: null };
  const steps: ImpactStep[] = [];
  for (let next = product; next >= 0;) {
    const from = at(spread.from, next);
    const isHard = at(spread.level, next) - (from < 0 ? 0 : at(spread.level, from)) === cost.hard;
    const via = from < 0 ? (seed.here ? 'seen' : 'elsewhere') : isHard ? 'needs' : 'uses';
    steps.push({ kind: 'product', name: graph.products.names[next] ?? '', via });
    next = from;
  }
  return { steps: steps.reverse(), seed };
}

export function wayToWorkflow(graph: ImpactGraph, view: PlaceView, workflow: number): Way {
  return remembered(view.ways.workflow, workflow, () => {
    const name = graph.workflows.names[workflow] ?? '';
    const product = at(view.workflow.by, workflow);
    if (product < 0) return { steps: [{ kind: 'workflow', name, via: 'seen' }], seed: null };
    const { steps, seed } = wayToProduct(graph, view, product);
    steps.push({ kind: 'workflow', name, via: 'step' });
    return { steps, seed };
  });
}

export function wayToApplication(graph: ImpactGraph, view: PlaceView, application: number): Way {
  return remembered(view.ways.application, application, () => {
    const name = graph.applications.names[application] ?? '';
    const by = at(view.application.by, application);
    const { steps, seed } =
      by <= -2 ? wayToProduct(graph, view, -2 - by) : by >= 0 ? wayToWorkflow(graph, view, by) : nowhere;
    return { steps: [...steps, { kind: 'application', name, via: 'part' }], seed };
  });
}

function remembered(ways: Map<number, Way>, number: number, find: () => Way): Way {
  const known = ways.get(number);
  if (known !== undefined) return known;
  const way = find();
  ways.set(number, way);
  return way;
}

/** By the surest seed of the environment. */
export function wayToEnvironment(graph: ImpactGraph, view: PlaceView): Way {
  const name = graph.environments.names[view.environment] ?? '';
  const [seed = null] = view.seeds.toSorted((a, b) => a.level - b.level || a.state - b.state);
  const step: ImpactStep = { kind: 'environment', name, via: 'runs in' };
  if (seed === null) return { steps: [step], seed };
  const product = graph.products.names[seed.product] ?? '';
  return { steps: [{ kind: 'product', name: product, via: seed.here ? 'seen' : 'elsewhere' }, step], seed };
}
