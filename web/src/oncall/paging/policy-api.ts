import type { PageDetail } from '@fieldmarshal/contract/oncall/contract';
import type { WalkPreview } from '@fieldmarshal/contract/oncall/walk-preview';
import type { escalationPolicySpec, Hours, PageTarget, When } from '@fieldmarshal/contract/catalog';
import type { Severity } from '@fieldmarshal/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { getJson, sendJson } from '../../app/http.ts';
import { liveKey } from '../../app/live.ts';
import { useNames } from '../../catalog/object-api.ts';

export type PolicySpec = z.output<typeof escalationPolicySpec>;

export interface PolicyObject {
  name: string;
  spec: PolicySpec;
  editable: boolean;
}

export function usePolicy(name: string) {
  return useQuery({
    queryKey: liveKey(['catalog'], 'object', 'EscalationPolicy', name),
    queryFn: async ({ signal }) =>
      getJson<PolicyObject>(`/api/v1/catalog/EscalationPolicy/${encodeURIComponent(name)}`, signal),
  });
}

/** Who would be paged by a policy that is saved. */
export function useWalk(policy: string, asked: { severity: Severity | null; at?: string }) {
  return useQuery({
    queryKey: liveKey(['oncall', 'catalog'], 'walk', policy, asked),
    placeholderData: keepPreviousData,
    queryFn: async () =>
      sendJson<WalkPreview>('POST', '/api/v1/escalation-policies/preview', { body: { policy, ...asked } }),
  });
}

export function usePage(id: string) {
  return useQuery({
    queryKey: liveKey(['pages'], 'page', id),
    queryFn: async ({ signal }) => getJson<PageDetail>(`/api/v1/pages/${encodeURIComponent(id)}`, signal),
  });
}

/** Says a target as people do, by the names they read. */
export function useTargetText(): (target: PageTarget) => string {
  const person = useNames('Person');
  const schedule = useNames('Schedule');
  const team = useNames('Team');
  const hub = useNames('Hub');
  return (target) => {
    if ('person' in target) return person(target.person);
    const [of, everybody] =
      'team' in target
        ? [`of team ${team(target.team)}`, 'everybody']
        : 'hub' in target
          ? [`of hub ${hub(target.hub)}`, 'everybody']
          : [`on ${schedule(target.schedule)}`, 'whoever is'];
    return target.roundRobin === true ? `one ${of}, in turn` : `${everybody} ${of}`;
  };
}

/** When something applies, e.g. ` for SEV1, SEV2, outside MO–FR 08:00–18:00 (Europe/London)`; empty = always. */
export function whenText(when: When | undefined): string {
  if (when === undefined) return '';
  const severities = when.severities === undefined ? [] : [`for ${when.severities.join(', ')}`];
  const hours =
    when.hours === undefined ? [] : [`${when.outsideHours ? 'outside' : 'inside'} ${hoursText(when.hours)}`];
  return ` ${[...severities, ...hours].join(', ')}`;
}

function hoursText({ windows, timezone }: Hours): string {
  const parts = windows.map((window) =>
    'days' in window
      ? `${window.days.join(' ')} ${window.from} to ${window.to}`
      : `${window.from_day} ${window.from} to ${window.to_day} ${window.to}`,
  );
  return `${parts.join(' or ')} (${timezone})`;
}

export function minutesText(minutes: number): string {
  return minutes < 1 ? `${Math.round(minutes * 60)} s` : `${Math.round(minutes * 10) / 10} min`;
}
