import { z } from 'zod';
import { itemsOf, type SourceApi } from '../http.ts';
import type { Dump, Window } from '../source.ts';

const withId = z.looseObject({ id: z.string() });

/** Grafana OnCall HTTP API v1: users, teams, schedules with their final shifts, on-call shifts, escalation chains, integrations. */
export async function fetchGrafanaOnCall(api: SourceApi, window: Window): Promise<Dump> {
  const list = async (path: string, query: Record<string, string> = {}): Promise<unknown[]> =>
    itemsOf(
      await api.pages(`api/v1/${path}`, query, (answer) =>
        typeof answer['next'] === 'string' ? answer['next'] : null,
      ),
      'results',
    );
  const schedules = await list('schedules/');
  const finalShifts: Record<string, unknown[]> = {};
  for (const item of schedules) {
    const parsed = withId.safeParse(item);
    if (!parsed.success) continue;
    const dates = { start_date: window.from.slice(0, 10), end_date: window.to.slice(0, 10) };
    finalShifts[parsed.data.id] = await list(`schedules/${parsed.data.id}/final_shifts`, dates);
  }
  return {
    users: await list('users/'),
    teams: await list('teams/'),
    schedules,
    final_shifts: finalShifts,
    on_call_shifts: await list('on_call_shifts/'),
    escalation_chains: await list('escalation_chains/'),
    escalation_policies: await list('escalation_policies/'),
    integrations: await list('integrations/'),
  };
}
