import type { Catalog } from '#catalog';
import { Memory } from './core/assess/memory.ts';
import { graphMaker } from './core/graph/compile.ts';
import type { ImpactGraph } from './core/graph/graph.ts';

const graphs = new WeakMap<Catalog, ImpactGraph>();
/** Of one process there is mostly one catalog, one version after the other. */
const makeGraph = graphMaker();
const memories = new WeakMap<ImpactGraph, Map<string, Memory>>();
/** Incidents whose environments are remembered between looks; a large catalog takes megabytes for each. */
const memoriesMax = 20;

/** The catalog as impact walks it; made once for each version that is asked for. */
export function graphOf(catalog: Catalog): ImpactGraph {
  const known = graphs.get(catalog);
  if (known) return known;
  const graph = makeGraph(catalog);
  graphs.set(catalog, graph);
  return graph;
}

/** What was found out about an incident's environments last; forgotten with the catalog's version. */
export function memoryOf(graph: ImpactGraph, incidentId: string): Memory {
  const byIncident = memories.get(graph) ?? new Map<string, Memory>();
  memories.set(graph, byIncident);
  const memory = byIncident.get(incidentId) ?? new Memory(graph);
  byIncident.delete(incidentId);
  byIncident.set(incidentId, memory);
  const [oldest] = byIncident.keys();
  if (byIncident.size > memoriesMax && oldest !== undefined) byIncident.delete(oldest);
  return memory;
}
