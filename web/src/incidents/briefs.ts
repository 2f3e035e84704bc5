import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

/** The most incidents that are asked of at once. */
const askedMax = 200;

/** What a path of the API tells in short of each of these incidents, by its id; `topic` is what announces that it changed. */
export function useBriefs<B extends { readonly incidentId: string }>(
  { path, topic }: { readonly path: '/causes' | '/impact'; readonly topic: string },
  ids: readonly string[],
): ReadonlyMap<string, B> {
  const asked = ids.slice(0, askedMax);
  const briefs = useQuery({
    queryKey: liveKey([topic], 'briefs', path, asked.join(' ')),
    queryFn: async ({ signal }) => {
      const query = asked.map((id) => `incident=${id}`).join('&');
      const { items } = await getJson<{ items: B[] }>(`/api/v1${path}?${query}`, signal);
      return new Map(items.map((brief) => [brief.incidentId, brief]));
    },
    enabled: asked.length > 0,
    placeholderData: (before) => before,
  });
  return briefs.data ?? new Map<string, B>();
}
