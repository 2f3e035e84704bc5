import type { DiodeView } from '@fieldmarshal/contract/relay';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';

export function useDiode() {
  return useQuery({
    queryKey: liveKey(['sites', 'relay'], 'diode'),
    queryFn: async ({ signal }) => getJson<DiodeView>('/api/v1/relay/diode', signal),
  });
}
