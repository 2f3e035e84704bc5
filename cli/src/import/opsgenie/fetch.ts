import { z } from 'zod';
import { Refusal } from '../../failure.ts';
import { itemsOf, type SourceApi } from '../http.ts';
import type { Dump, Window } from '../source.ts';

const paging = z.looseObject({ paging: z.looseObject({ next: z.string().nullish() }).nullish() });
const withId = z.looseObject({ id: z.string() });

/** Opsgenie REST API v2: users with contacts, teams, schedules with rotations, overrides and final timelines, escalations, services. */
export async function fetchOpsgenie(api: SourceApi, window: Window): Promise<Dump> {
  const list = async (path: string, query: Record<string, string> = {}): Promise<unknown[]> =>
    itemsOf(
      await api.pages(path, query, (answer) => paging.catch({}).parse(answer).paging?.next ?? null),
      'data',
    );
  const each = async <T>(
    items: readonly unknown[],
    ask: (id: string) => Promise<T>,
  ): Promise<Record<string, T>> => {
    const found: Record<string, T> = {};
    for (const item of items) {
      const parsed = withId.safeParse(item);
      if (parsed.success) found[parsed.data.id] = await ask(parsed.data.id);
    }
    return found;
  };
  const users = await list('v2/users', { limit: '100' });
  const teams = await list('v2/teams');
  const schedules = await list('v2/schedules', { expand: 'rotation' });
  // Services are not in every plan of Opsgenie; the rota comes over without them.
  const services = await list('v1/services', { limit: '100' }).catch((error: unknown) => {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  });
  const timeline = { interval: '12', intervalUnit: 'months', date: window.from };
  return {
    users,
    contacts: await each(users, async (id) => (await api.get(`v2/users/${id}/contacts`))['data']),
    teams,
    teamDetails: await each(teams, async (id) => (await api.get(`v2/teams/${id}`))['data']),
    schedules,
    overrides: await each(schedules, async (id) => (await api.get(`v2/schedules/${id}/overrides`))['data']),
    timelines: await each(
      schedules,
      async (id) => (await api.get(`v2/schedules/${id}/timeline`, timeline))['data'],
    ),
    escalations: await list('v2/escalations'),
    services,
  };
}
