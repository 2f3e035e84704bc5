import type { BehindAnswer, Load, Noise, Overview } from '@fieldmarshal/contract/insights';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

/** What the screen looks at, as it stands in the address. */
export interface InsightsSearch {
  part?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  product?: string | undefined;
  team?: string | undefined;
  environment?: string | undefined;
  severity?: string | undefined;
  hub?: string | undefined;
  /** The number whose incidents are shown. */
  behind?: string | undefined;
}

interface Answers {
  '': Overview;
  '/load': Load;
  '/noise': Noise;
  '/incidents': BehindAnswer;
}

/** One page of numbers under the filters of the address. */
export function useInsights<P extends keyof Answers>(path: P, search: InsightsSearch) {
  const query = queryOf(search);
  if (path === '/incidents') query.set('behind', search.behind ?? '');
  const text = query.toString();
  return useQuery({
    queryKey: liveKey(['insights'], 'insights', path, text),
    queryFn: async ({ signal }) => getJson<Answers[P]>(`/api/v1/insights${path}?${text}`, signal),
    // Numbers of another period stay until those of this one are here.
    placeholderData: (before) => before,
  });
}

function queryOf({ from, to, product, team, environment, severity, hub }: InsightsSearch): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ from, to, product, team, environment, severity, hub }))
    if (value) query.set(name, value);
  return query;
}
