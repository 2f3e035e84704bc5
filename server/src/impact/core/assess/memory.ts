import type { CheckFact } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { freshUntil } from './marks.ts';
import { assessPlace, type PlaceFacts, type PlaceView } from './place.ts';

/** Environments as they were assessed last, to be used again where nothing about them changed. Belongs to one graph. */
export class Memory {
  readonly graph: ImpactGraph;
  readonly #places = new Map<number, { readonly key: string; readonly view: PlaceView }>();

  constructor(graph: ImpactGraph) {
    this.graph = graph;
  }

  assess(place: PlaceFacts): PlaceView {
    const key = keyOf(place);
    const known = this.#places.get(place.environment);
    if (known?.key === key) return known.view;
    const view = assessPlace(this.graph, place);
    this.#places.set(place.environment, { key, view });
    return view;
  }
}

/** Equal where the same is known of an environment: passes count by whether they are still worth something, not by the clock. */
function keyOf({ seeds, alternatives, marks, said, now }: PlaceFacts): string {
  const worth = (check: CheckFact) => [check, freshUntil(check) > now];
  return JSON.stringify([
    seeds,
    alternatives,
    said,
    [...marks.workflows].map(([number, mark]) => [
      number,
      mark.failing,
      mark.passing.map((check) => worth(check)),
    ]),
    [...marks.products].map(([number, checks]) => [number, checks.map((check) => worth(check))]),
  ]);
}
