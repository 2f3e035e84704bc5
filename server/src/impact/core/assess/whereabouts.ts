import { possibleFrom } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { levelOf } from '../levels.ts';
import type { Candidate } from './candidates.ts';
import { finding } from './findings.ts';
import type { PlaceView } from './place.ts';

/** How something is in an environment: hit worth naming, hit weakly, seen to work, unknown. */
export type Whereabouts = 'hit' | 'weak' | 'works' | 'unknown';

export interface Views {
  /** By environment. */
  readonly views: ReadonlyMap<number, PlaceView>;
  /** The same in the order of their environments. */
  readonly inOrder: readonly PlaceView[];
}

const namedLevel = levelOf(possibleFrom);

/** The environments, by number and in order, in which one thing is so. Asked of what is listed only: there may be far more candidates than lines. */
export function placesOf(
  graph: ImpactGraph,
  { views, inOrder }: Views,
  { kind, number, where }: Pick<Candidate, 'kind' | 'number'> & { readonly where: Whereabouts },
): number[] {
  switch (kind) {
    case 'environment': {
      const own = views.get(number)?.self;
      return own !== undefined && isSo(own.found, own.level, where) ? [number] : [];
    }
    case 'customer':
      return placesOfCustomer(graph, views, { number, where });
    case 'workflow':
    case 'application': {
      const places: number[] = [];
      for (const view of inOrder) {
        const { found, level } = view[kind];
        if (isSo(at(found, number), at(level, number), where)) places.push(view.environment);
      }
      return places;
    }
  }
}

/** Each once: a customer may use several things in one place. */
function placesOfCustomer(
  graph: ImpactGraph,
  views: Views['views'],
  { number, where }: { readonly number: number; readonly where: Whereabouts },
): number[] {
  const { starts, application, environment } = graph.uses;
  const places: number[] = [];
  for (let use = at(starts, number); use < at(starts, number + 1); use += 1) {
    const place = at(environment, use);
    const findings = views.get(place)?.application;
    if (findings === undefined || places.includes(place)) continue;
    const used = at(application, use);
    if (isSo(at(findings.found, used), at(findings.level, used), where)) places.push(place);
  }
  return places.length < 2 ? places : places.sort((a, b) => a - b);
}

function isSo(found: number, level: number, where: Whereabouts): boolean {
  switch (where) {
    case 'hit':
      return found === finding.hit && level <= namedLevel;
    case 'weak':
      return found === finding.hit && level > namedLevel;
    case 'works':
      return found === finding.works;
    case 'unknown':
      return found === finding.unknown;
  }
}
