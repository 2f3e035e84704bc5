import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import type { SelectOption } from '../ui/Select.tsx';

export interface ObjectSummary {
  kind: string;
  name: string;
  labels: Record<string, string>;
  spec: { displayName?: string } & Record<string, unknown>;
  origin: { from: 'file' | 'ui' | 'api' | 'backstage' | 'deploy'; path?: string };
  generation: number;
  updatedAt: string;
}

/** In the order people look for them. */
export const kinds = [
  'Product',
  'Application',
  'Workflow',
  'Environment',
  'Customer',
  'Team',
  'Person',
  'Hub',
  'Schedule',
  'EscalationPolicy',
  'Shadow',
  'Route',
  'MaintenanceWindow',
  'SeverityRules',
  'Template',
  'Wording',
  'Standard',
  'Measure',
  'Initiative',
  'Ambush',
  'SLO',
  'Dashboard',
  'Scenario',
  'TrainingLadder',
  'ModelProvider',
  'Runbook',
  'LinkTemplate',
  'MetricsSource',
  'MetricsPanel',
  'ProductMetric',
  'Tracker',
  'TracesSource',
  'LogsSource',
] as const;

const originWords = {
  file: 'file',
  backstage: 'Backstage file',
  ui: 'made here',
  api: 'made by the API',
  deploy: 'deployed with',
} as const;

export function originText({ from, path }: ObjectSummary['origin']): string {
  return path === undefined ? originWords[from] : `${originWords[from]} ${path}`;
}

/** All objects of a kind; they are few thousands at most and change rarely. */
export function useObjects(kind: string) {
  return useQuery({
    queryKey: liveKey(['catalog'], 'objects', kind),
    queryFn: async ({ signal }) => {
      const all: ObjectSummary[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = new URLSearchParams({
          kind,
          limit: '200',
          ...(cursor === '' ? {} : { cursor }),
        }).toString();
        const page: { items: ObjectSummary[]; nextCursor: string | null } = await getJson(
          `/api/v1/catalog?${query}`,
          signal,
        );
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      return all;
    },
    staleTime: 60_000,
  });
}

export function displayName(object: ObjectSummary): string {
  return object.spec.displayName ?? object.name;
}

/** The objects of a kind as choices, by the name people read. */
export function useObjectOptions(kind: string): SelectOption[] {
  const { data } = useObjects(kind);
  return (data ?? [])
    .map((object) => ({ value: object.name, label: displayName(object) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

/** What people call an object of a kind, given the name in the catalog; the name itself until that is known. */
export function useNames(kind: string): (name: string) => string {
  const { data } = useObjects(kind);
  const names = useMemo(() => new Map(data?.map((object) => [object.name, displayName(object)])), [data]);
  return (name) => names.get(name) ?? name;
}
