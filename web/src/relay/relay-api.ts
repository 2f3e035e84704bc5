import type {
  BundleView,
  GapView,
  IntakeResult,
  PreparedBundle,
  RelaySelf,
  SiteDetail,
  SiteIncident,
  SiteView,
} from '@fieldmarshal/contract/relay';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, newKey, RequestError, sendJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';

export type HeardEntry = Pick<SiteIncident['entries'][number], 'seq' | 'at' | 'by' | 'type' | 'text'>;

export function useSelf() {
  return useQuery({
    queryKey: liveKey(['relay'], 'self'),
    queryFn: async ({ signal }) => getJson<RelaySelf>('/api/v1/relay', signal),
  });
}

export function useSites() {
  return useQuery({
    queryKey: liveKey(['sites'], 'sites'),
    queryFn: async ({ signal }) => getJson<{ items: SiteView[] }>('/api/v1/sites', signal),
  });
}

export function useSite(name: string) {
  return useQuery({
    queryKey: liveKey(['sites'], 'site', name),
    queryFn: async ({ signal }) => getJson<SiteDetail>(`/api/v1/sites/${encodeURIComponent(name)}`, signal),
  });
}

export function useSiteIncident(site: string, incident: string) {
  return useQuery({
    queryKey: liveKey(['sites'], 'site-incident', site, incident),
    queryFn: async ({ signal }) =>
      getJson<SiteIncident>(
        `/api/v1/sites/${encodeURIComponent(site)}/incidents/${encodeURIComponent(incident)}`,
        signal,
      ),
  });
}

/** At a site: what headquarters wrote on an incident. */
export function useHeard(incident: string, isSite: boolean) {
  return useQuery({
    queryKey: liveKey([`incident:${incident}`], 'heard', incident),
    enabled: isSite,
    queryFn: async ({ signal }) =>
      getJson<{ items: HeardEntry[] }>(`/api/v1/relay/incidents/${encodeURIComponent(incident)}`, signal),
  });
}

export function useBundles() {
  return useQuery({
    queryKey: liveKey(['relay'], 'bundles'),
    queryFn: async ({ signal }) =>
      getJson<{ items: BundleView[]; gaps: GapView[] }>('/api/v1/relay/bundles', signal),
  });
}

export function usePrepared(isSite: boolean) {
  return useQuery({
    queryKey: liveKey(['relay'], 'prepared'),
    enabled: isSite,
    retry: false,
    queryFn: async ({ signal }) =>
      getJson<{ prepared: PreparedBundle | null }>('/api/v1/relay/prepared', signal),
  });
}

/** A write after which everything of relay is asked for again. */
export function useRelayWrite<T, A = void>(write: (input: A) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: write, onSuccess: async () => client.invalidateQueries() });
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return sendJson<T>('POST', path, { body });
}

export function fileAddress({ site, direction, sequence }: BundleView, encrypt: boolean): string {
  return `/api/v1/relay/bundles/${site}/${direction}/${sequence}/file${encrypt ? '?encrypt=true' : ''}`;
}

/** Brings a bundle, or a part of one. */
export async function bringFile(file: File, onProgress: (ratio: number) => void): Promise<IntakeResult> {
  return sendFile<IntakeResult>('/api/v1/relay/inbox', file, onProgress);
}

/** Sends a file and says how far it is; `fetch` does not tell how much has left. */
export async function sendFile<T>(
  address: string,
  file: File,
  onProgress: (ratio: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('idempotency-key', newKey());
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total === 0 ? 1 : loaded / total),
    );
    request.addEventListener('error', () =>
      reject(new RequestError(0, 'The server cannot be reached. Nothing was changed.')),
    );
    request.addEventListener('load', () => {
      const body = bodyOf(request.responseText);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server is ours and answers by the contract
      if (request.status === 200) resolve(body as T);
      else reject(new RequestError(request.status, detailOf(body) ?? `HTTP ${request.status}`));
    });
    request.send(file);
  });
}

function bodyOf(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch {
    return null;
  }
}

function detailOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : null;
}
