import type { DependencyMap, MapNode } from '@fieldmarshal/contract/catalog/map';
import type { CauseSuspect } from '@fieldmarshal/contract/localisation/cause';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Loading } from '../ui/Loading.tsx';
import { useBlastRadius } from './cause-api.ts';

const MapGraph = lazy(async () => ({ default: (await import('../catalog/MapGraph.tsx')).MapGraph }));

/** Who breaks where the suspect does, nearest first: the part of the dependency graph above it. */
export function BlastRadius({ suspect }: { suspect: CauseSuspect }) {
  const map = useBlastRadius(suspect.name);
  if (map.data === undefined) return null;
  const hit = map.data.nodes
    .filter(({ impact }) => impact === 'fails' || impact === 'degrades')
    .toSorted((a, b) => (a.distance ?? 0) - (b.distance ?? 0));
  return (
    <section aria-label="Who breaks with it" className="ui-stack">
      <h2>Who breaks with {suspect.displayName}</h2>
      {hit.length === 0 ? (
        <p className="ui-quiet">By the catalog nothing depends on it.</p>
      ) : (
        <>
          <Names title="Fails" nodes={hit.filter(({ impact }) => impact === 'fails')} />
          <Names title="Degrades" nodes={hit.filter(({ impact }) => impact === 'degrades')} />
        </>
      )}
      <Picture map={map.data} origin={suspect.name} />
    </section>
  );
}

const nodesMax = 100;

/** The part of the dependency graph that breaks with it; on a phone it is too small to read, and the words above say the same. */
function Picture({ map, origin }: { map: DependencyMap; origin: string }) {
  const navigate = useNavigate();
  const nodes = map.nodes.filter(({ impact }) => impact !== 'none');
  const shown = new Set(nodes.map(({ id }) => id));
  const edges = map.edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
  const isWide = !window.matchMedia('(max-width: 599px)').matches;
  return (
    <>
      {isWide && nodes.length > 1 && nodes.length <= nodesMax ? (
        <div className="cause-graph">
          <Suspense fallback={<Loading what="the graph" />}>
            <MapGraph
              map={{ ...map, nodes, edges }}
              onPick={(from) => void navigate({ to: '/map', search: { from } })}
            />
          </Suspense>
        </div>
      ) : null}
      <p>
        <Link to="/map" search={{ from: origin }}>
          On the map of all products
        </Link>
      </p>
    </>
  );
}

function Names({ title, nodes }: { title: string; nodes: readonly MapNode[] }) {
  if (nodes.length === 0) return null;
  return (
    <p>
      <span className="ui-quiet">{title}:</span>{' '}
      {nodes
        .map(
          ({ displayName, distance, kind }) =>
            `${displayName}${kind === 'Application' ? ' (application)' : ''}, ${distance ?? 0} away`,
        )
        .join('; ')}
    </p>
  );
}
