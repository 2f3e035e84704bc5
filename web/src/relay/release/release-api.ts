import type { ReleaseView } from '@fieldmarshal/contract/relay';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { sendFile } from '../relay-api.ts';

/** Releases that bundles can take along, or that came in one. */
export function useReleases() {
  return useQuery({
    queryKey: liveKey(['relay'], 'releases'),
    retry: false,
    queryFn: async ({ signal }) => getJson<{ items: ReleaseView[] }>('/api/v1/relay/releases', signal),
  });
}

/** Brings a release; says how far it is. */
export async function bringRelease(file: File, onProgress: (ratio: number) => void): Promise<ReleaseView> {
  return sendFile<ReleaseView>(
    `/api/v1/relay/releases?name=${encodeURIComponent(file.name)}`,
    file,
    onProgress,
  );
}
