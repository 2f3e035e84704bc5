import type { DependencyMap, MapNode } from '@fieldmarshal/contract/catalog/map';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { sentenceOf } from '../incidents/incident-api.ts';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { SeenCalls } from '../localisation/record/SeenCalls.tsx';
import { Select } from '../ui/Select.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import '../incidents/incidents.css';

const MapGraph = lazy(async () => ({ default: (await import('./MapGraph.tsx')).MapGraph }));

interface Search {
  from?: string | undefined;
  view?: 'graph' | 'table' | undefined;
}

export const impactWords: Readonly<Record<MapNode['impact'], string>> = {
  origin: 'would break here',
  fails: 'fails with it',
  degrades: 'degrades',
  none: '–',
};

const columns: readonly Column<MapNode>[] = [
  {
    id: 'name',
    header: 'Name',
    rowHeader: true,
    cell: (row) => (
      <Link to="/catalog/$kind/$name" params={{ kind: row.kind, name: row.name }}>
        {row.displayName}
      </Link>
    ),
  },
  { id: 'kind', header: 'Kind', width: '8rem', wideOnly: true, cell: (row) => row.kind },
  { id: 'owner', header: 'Owner', width: '10rem', wideOnly: true, cell: (row) => row.owner ?? '–' },
  { id: 'impact', header: 'If it breaks', width: '10rem', cell: (row) => impactWords[row.impact] },
  { id: 'distance', header: 'Steps away', width: '6rem', align: 'end', cell: (row) => row.distance ?? '–' },
];

/** If X breaks, who breaks? As a graph, and always as a table too. */
export function MapScreen() {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const map = useQuery({
    queryKey: liveKey(['catalog'], 'map', search.from ?? ''),
    queryFn: async ({ signal }) =>
      getJson<DependencyMap>(
        `/api/v1/map${search.from ? `?from=${encodeURIComponent(search.from)}` : ''}`,
        signal,
      ),
  });
  const set = (change: Search) =>
    void navigate({ to: '/map', search: { ...search, ...change }, replace: true });
  const products = (map.data?.nodes ?? [])
    .filter((node) => node.kind === 'Product')
    .map((node) => ({ value: node.name, label: node.displayName }));
  const isTable = (search.view ?? firstView()) === 'table';
  return (
    <div className="screen ui-stack">
      <h1>Map</h1>
      <div className="ui-row">
        <Select
          label="If this breaks"
          placeholder="Choose a product"
          options={products}
          value={search.from ?? ''}
          onChange={(from) => set({ from: from === '' ? undefined : from })}
        />
        <Button aria-pressed={isTable} onClick={() => set({ view: isTable ? 'graph' : 'table' })}>
          {isTable ? 'Show the graph' : 'Show the table'}
        </Button>
        {map.data === undefined ? null : <span className="ui-quiet">{summary(map.data, search.from)}</span>}
      </div>
      {map.isPending ? <Loading what="the map" /> : null}
      {map.isError ? <ErrorNote onRetry={() => void map.refetch()}>{sentenceOf(map.error)}</ErrorNote> : null}
      {map.isSuccess ? <MapBody map={map.data} isTable={isTable} onPick={(from) => set({ from })} /> : null}
      <SeenCalls />
    </div>
  );
}

/** On a phone the graph is too small to read, so the table comes first. */
function firstView(): 'graph' | 'table' {
  return window.matchMedia('(max-width: 599px)').matches ? 'table' : 'graph';
}

function MapBody({
  map,
  isTable,
  onPick,
}: {
  map: DependencyMap;
  isTable: boolean;
  onPick: (from: string) => void;
}) {
  const empty = (
    <Empty>
      No product is in the catalog yet. &quot;fieldmarshal apply DIR&quot; brings them from files.
    </Empty>
  );
  if (map.nodes.length === 0) return empty;
  if (isTable) {
    const rows = map.nodes.toSorted(
      (a, b) =>
        (a.distance ?? Infinity) - (b.distance ?? Infinity) || a.displayName.localeCompare(b.displayName),
    );
    return (
      <Table
        label="Products and applications"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        empty={empty}
      />
    );
  }
  return (
    <Suspense fallback={<Loading what="the graph" />}>
      <MapGraph map={map} onPick={onPick} />
    </Suspense>
  );
}

function summary(map: DependencyMap, from: string | undefined): string {
  const count = (impact: MapNode['impact']): number =>
    map.nodes.filter((node) => node.impact === impact).length;
  if (from === undefined)
    return `${map.nodes.length} products and applications, ${map.edges.length} dependencies`;
  return `${count('fails')} would fail, ${count('degrades')} would degrade, ${count('none')} would not notice, of ${map.nodes.length}`;
}
