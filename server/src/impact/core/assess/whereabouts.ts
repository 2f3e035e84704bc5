import { possibleFrom } from '@fieldmarshal/contract/impact';
import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { levelOf } from '../levels.ts';
import type { Candidate } from './candidates.ts';
import { finding } from './findings.ts';
import type { PlaceView } from './place.ts';

/** The environments of one thing by number, in order: where it is hit worth naming, weakly, works, unknown. */
export interface Whereabouts {
  readonly hit: number[];
  readonly weak: number[];
  readonly works: number[];
  readonly unknown: number[];
}

const namedLevel = levelOf(possibleFrom);

/** Asked of what is listed only: there may be far more candidates than lines. `views` are in the order of their environments. */
export function whereaboutsOf(
  graph: ImpactGraph,
  views: ReadonlyMap<number, PlaceView>,
  { kind, number }: Pick<Candidate, 'kind' | 'number'>,
): Whereabouts {
  const where: Whereabouts = { hit: [], weak: [], works: [], unknown: [] };
  switch (kind) {
    case 'environment': {
      const { found, level } = views.get(number)?.self ?? { found: finding.untouched, level: 0 };
      put(where, number, { found, level });
      break;
    }
    case 'customer': {
      const { starts, application, environment } = graph.uses;
      for (let use = at(starts, number); use < at(starts, number + 1); use += 1)
        look(where, views.get(at(environment, use)), { kind: 'application', number: at(application, use) });
      for (const list of [where.hit, where.weak, where.works, where.unknown]) settle(list);
      break;
    }
    case 'workflow':
    case 'application':
      for (const view of views.values()) look(where, view, { kind, number });
  }
  return where;
}

interface Thing {
  readonly kind: 'workflow' | 'application';
  readonly number: number;
}

function look(where: Whereabouts, view: PlaceView | undefined, { kind, number }: Thing): void {
  if (view === undefined) return;
  const { found, level } = view[kind];
  put(where, view.environment, { found: at(found, number), level: at(level, number) });
}

function put(
  where: Whereabouts,
  environment: number,
  { found, level }: { readonly found: number; readonly level: number },
): void {
  if (found === finding.hit) (level <= namedLevel ? where.hit : where.weak).push(environment);
  else if (found === finding.works) where.works.push(environment);
  else if (found === finding.unknown) where.unknown.push(environment);
}

/** In order, each once: a customer may use several things in one place. */
function settle(list: number[]): void {
  if (list.length < 2) return;
  const once = [...new Set(list)].sort((a, b) => a - b);
  list.splice(0, list.length, ...once);
}
