import type { MapNode } from '@fieldmarshal/contract/catalog/map';
import type { CauseSuspect } from '@fieldmarshal/contract/localisation/cause';
import { Link } from '@tanstack/react-router';
import { useBlastRadius } from './cause-api.ts';

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
      <p>
        <Link to="/map" search={{ from: suspect.name }}>
          On the map
        </Link>
      </p>
    </section>
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
