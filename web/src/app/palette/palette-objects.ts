import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { getJson } from '../http.ts';
import { liveKey } from '../live.ts';
import type { PaletteEntry } from './palette.ts';

interface CatalogObject {
  kind: string;
  name: string;
  spec: { displayName?: string };
}
interface Incident {
  id: string;
  title: string;
  state: string;
}
interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const objectsMax = 500;
const pageSize = 200;
/** What somebody looks for by name; the rest is found in the catalog. */
const wanted = new Set(['Product', 'Team', 'Person', 'Environment', 'Application', 'Customer', 'Schedule']);

async function readObjects(signal: AbortSignal): Promise<CatalogObject[]> {
  const all: CatalogObject[] = [];
  let cursor: string | null = '';
  while (cursor !== null && all.length < objectsMax) {
    const query: string = new URLSearchParams({
      limit: String(pageSize),
      ...(cursor === '' ? {} : { cursor }),
    }).toString();
    const page: Page<CatalogObject> = await getJson(`/api/v1/catalog?${query}`, signal);
    all.push(...page.items.filter(({ kind }) => wanted.has(kind)));
    cursor = page.nextCursor;
  }
  return all.slice(0, objectsMax);
}

/** What can be opened by name: the newest incidents and the catalog, kept here so that typing asks nobody. */
export function usePaletteObjects(): PaletteEntry[] {
  const navigate = useNavigate();
  const incidents = useQuery({
    queryKey: liveKey(['incidents'], 'palette-incidents'),
    queryFn: async ({ signal }) =>
      getJson<Page<Incident>>(`/api/v1/incidents?limit=${pageSize}&sort=newest`, signal),
    staleTime: 30_000,
  });
  const objects = useQuery({
    queryKey: liveKey(['catalog'], 'palette-objects'),
    queryFn: async ({ signal }) => readObjects(signal),
    staleTime: 300_000,
  });
  return [
    ...(incidents.data?.items ?? []).map(({ id, title, state }) => ({
      id: `open.${id}`,
      title: `${id} ${title}`,
      words: state,
      group: 'object' as const,
      run: () => void navigate({ to: '/incidents/$id', params: { id } }),
    })),
    ...(objects.data ?? []).flatMap((object) => entriesOf(object, navigate)),
  ];
}

function entriesOf(
  { kind, name, spec }: CatalogObject,
  navigate: ReturnType<typeof useNavigate>,
): PaletteEntry[] {
  const label = spec.displayName ?? name;
  const open: PaletteEntry = {
    id: `open.${kind}.${name}`,
    title: `${label}, ${kind.toLowerCase()}`,
    words: name,
    group: 'object',
    run: () => void navigate({ to: '/catalog/$kind/$name', params: { kind, name } }),
  };
  if (kind !== 'Product' && kind !== 'Team') return [open];
  const who: PaletteEntry = {
    id: `who.${kind}.${name}`,
    title: `Who is on call for ${label}`,
    words: name,
    group: 'object',
    run: () => void navigate({ to: '/oncall' }),
  };
  return [open, who];
}
