import { stretches } from '../core/stretches.ts';
import { itemsOf, type SourceApi } from '../http.ts';
import type { Dump, Window } from '../source.ts';

const limit = 100;
/** The API renders at most three months of a schedule at once. */
const stretchDays = 85;

/** PagerDuty REST API v2: users, teams with members, schedules with overrides and rendered entries, policies, services. */
export async function fetchPagerDuty(api: SourceApi, window: Window): Promise<Dump> {
  const list = async (path: string, field: string, query: Record<string, string> = {}): Promise<unknown[]> =>
    itemsOf(
      await api.pages(path, { ...query, limit: String(limit) }, (answer, page) =>
        answer['more'] === true ? { offset: String(page * limit) } : null,
      ),
      field,
    );
  const teams = await list('teams', 'teams');
  const members: Record<string, unknown[]> = {};
  for (const id of idsOf(teams)) members[id] = await list(`teams/${id}/members`, 'members');
  const schedules: unknown[] = [];
  const rendered: Record<string, unknown[]> = {};
  const overrides: Record<string, unknown> = {};
  for (const id of idsOf(await list('schedules', 'schedules'))) {
    rendered[id] = [];
    for (const [index, [since, until]] of stretches(window, stretchDays).entries()) {
      const { schedule } = await api.get(`schedules/${id}`, { since, until, time_zone: 'UTC' });
      if (index === 0) schedules.push(schedule);
      rendered[id].push(...entriesOf(schedule));
    }
    const answer = await api.get(`schedules/${id}/overrides`, { since: window.from, until: window.to });
    overrides[id] = answer['overrides'];
  }
  return {
    users: await list('users', 'users', { 'include[]': 'contact_methods' }),
    teams,
    members,
    schedules,
    rendered,
    overrides,
    escalation_policies: await list('escalation_policies', 'escalation_policies'),
    services: await list('services', 'services'),
  };
}

function idsOf(items: readonly unknown[]): string[] {
  return items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? [item.id] : [],
  );
}

function entriesOf(schedule: unknown): unknown[] {
  if (typeof schedule !== 'object' || schedule === null || !('final_schedule' in schedule)) return [];
  const final = schedule.final_schedule;
  const has = typeof final === 'object' && final !== null && 'rendered_schedule_entries' in final;
  return has && Array.isArray(final.rendered_schedule_entries) ? final.rendered_schedule_entries : [];
}
