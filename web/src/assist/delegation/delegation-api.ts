import type { DelegationOffer, DelegationRow, TeamRecord } from '@fieldmarshal/contract/assist';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

export function useOffer(id: string, team: string) {
  const query = team === '' ? '' : `?team=${encodeURIComponent(team)}`;
  return useQuery({
    queryKey: liveKey([`incident:${id}`, 'delegations'], 'delegation-offer', id, team),
    queryFn: async ({ signal }) =>
      getJson<DelegationOffer>(`/api/v1/incidents/${id}/delegation${query}`, signal),
  });
}

/** What the team of the delegation that began with entry `seq` was given. Asks once it is looked at. */
export function usePack(id: string, seq: number, isOpen: boolean) {
  return useQuery({
    queryKey: ['delegation-pack', id, seq],
    enabled: isOpen,
    staleTime: Infinity,
    queryFn: async ({ signal }) =>
      getJson<{ markdown: string }>(`/api/v1/incidents/${id}/delegation/pack`, signal),
  });
}

export function useTeamRecord(team: string) {
  return useQuery({
    queryKey: liveKey(['delegations', 'incidents'], 'team-record', team),
    queryFn: async ({ signal }) =>
      getJson<{ record: TeamRecord; items: DelegationRow[] }>(
        `/api/v1/delegations?team=${encodeURIComponent(team)}`,
        signal,
      ),
  });
}

/** `4 given: 2 kept, 1 given back, 1 open`. */
export function recordText({ given, kept, bounced, late, reopened, recalled, open }: TeamRecord): string {
  if (given === 0) return 'Nothing was given to them alone yet.';
  const parts = [
    [kept, 'kept to the end'],
    [bounced, 'given back'],
    [late, 'not taken over in time'],
    [reopened, 'came back after the end'],
    [recalled, 'taken back'],
    [open, 'open'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : `${count} ${word}`));
  return `${given} given${said.length === 0 ? '' : `: ${said.join(', ')}`}.`;
}
