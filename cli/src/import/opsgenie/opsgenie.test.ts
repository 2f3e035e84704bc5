import { describe, expect, test } from 'vitest';
import { convert } from '../core/convert.ts';
import { sourceApi } from '../http.ts';
import {
  entryOf,
  imported,
  londonWeeks,
  serverOf,
  sourceOf,
  span,
  specOf,
  window,
} from '../testing/imported.ts';
import type { Answer } from '../testing/source-server.ts';

describe('Opsgenie', () => {
  const answer: Answer = (path) => {
    const url = new URL(path, 'http://x');
    const users = ['ada', 'bo', 'cy'].map((name) => ({
      id: `og-${name}`,
      username: `${name}@example.org`,
      fullName: name,
      timeZone: 'Europe/London',
    }));
    const rotations = [
      {
        id: 'r1',
        name: 'Weekly',
        startDate: '2026-01-05T09:00:00Z',
        type: 'weekly',
        length: 1,
        participants: [
          { type: 'user', id: 'og-ada' },
          { type: 'user', username: 'bo@example.org' },
        ],
      },
      {
        id: 'r2',
        name: 'Weekend',
        startDate: '2026-01-05T09:00:00Z',
        type: 'daily',
        length: 1,
        participants: [{ type: 'none' }, { type: 'user', id: 'og-cy' }],
        timeRestriction: {
          type: 'weekday-and-time-of-day',
          restrictions: [
            { startDay: 'saturday', startHour: 0, startMin: 0, endDay: 'sunday', endHour: 23, endMin: 30 },
          ],
        },
      },
    ];
    switch (url.pathname) {
      case '/v2/users':
        return url.searchParams.has('offset')
          ? { data: users.slice(2) }
          : { data: users.slice(0, 2), paging: { next: 'NEXT' } };
      case '/v2/users/og-ada/contacts':
        return {
          data: [
            { method: 'sms', to: '44-7700900123' },
            { method: 'mobile', to: 'phone' },
          ],
        };
      case '/v2/users/og-bo/contacts':
      case '/v2/users/og-cy/contacts':
        return { data: [] };
      case '/v2/teams':
        return { data: [{ id: 't1', name: 'Edge' }] };
      case '/v2/teams/t1':
        return { data: { id: 't1', members: [{ user: { id: 'og-ada' } }] } };
      case '/v2/schedules':
        return {
          data: [
            {
              id: 's1',
              name: 'Edge on call',
              description: 'Who answers for the edge',
              ownerTeam: { id: 't1', name: 'Edge' },
              timezone: 'Europe/London',
              enabled: true,
              rotations: [rotations[0]],
            },
            { id: 's2', name: 'With gaps', ownerTeam: { id: 'gone' }, timezone: 'Europe/London', rotations },
          ],
        };
      case '/v2/schedules/s1/overrides':
      case '/v2/schedules/s2/overrides':
        return { data: [] };
      case '/v2/schedules/s1/timeline':
        return {
          data: {
            finalTimeline: {
              rotations: [
                {
                  periods: londonWeeks(['og-ada', 'og-bo']).map(({ user, start, end }) => ({
                    startDate: start,
                    endDate: end,
                    type: 'default',
                    recipient: { type: 'user', id: user },
                  })),
                },
              ],
            },
          },
        };
      case '/v2/schedules/s2/timeline':
        return { data: {} };
      case '/v2/escalations':
        return {
          data: [
            {
              id: 'e1',
              name: 'Edge escalation',
              ownerTeam: { id: 't1' },
              rules: [
                {
                  condition: 'if-not-acked',
                  notifyType: 'default',
                  delay: { timeAmount: 0, timeUnit: 'minutes' },
                  recipient: { type: 'schedule', id: 's1' },
                },
                {
                  condition: 'if-not-acked',
                  notifyType: 'default',
                  delay: { timeAmount: 12, timeUnit: 'minutes' },
                  recipient: { type: 'user', id: 'og-cy' },
                },
                {
                  condition: 'if-not-closed',
                  notifyType: 'all',
                  delay: { timeAmount: 1, timeUnit: 'hours' },
                  recipient: { type: 'team', id: 't1' },
                },
              ],
              repeat: { waitInterval: 20, count: 3 },
            },
          ],
        };
      case '/v1/services':
        return { data: [] };
      default:
        return undefined;
    }
  };

  test('follows pages, and its final timeline is ours at every instant of 52 weeks, changes of clocks included', async () => {
    const source = sourceOf('opsgenie');
    let base = '';
    const server = await serverOf((path, body) => {
      const found = answer(path, body);
      return (
        JSON.parse(
          JSON.stringify(found ?? null).replace(
            '"NEXT"',
            JSON.stringify(`${base}/v2/users?limit=100&offset=100`),
          ),
        ) ?? undefined
      );
    });
    base = server.url;
    const api = sourceApi({ base, headers: source.headers('k'), say: () => undefined });
    const found = convert(source.read(await source.fetch(api, window), window), {
      source: 'opsgenie',
      span,
      known: new Map(),
    });
    expect(found.objects.filter(({ kind }) => kind === 'Person')).toHaveLength(3);
    expect(entryOf(found, 'schedule', 'Edge on call').differences).toEqual([]);
    // Its timeline is not told, so its rules are asked apart: the turn with nobody shows.
    const gaps = entryOf(found, 'schedule', 'With gaps');
    expect(gaps.comparedWith).toBe('rules');
    expect(gaps.differences?.[0]).toMatchObject({ before: ['ada'], after: ['ada', 'cy'] });
    expect(
      entryOf(found, 'schedule', 'With gaps')
        .notes.map(({ why }) => why)
        .join(),
    ).toMatch(/"No-one"/);
    expect(specOf(found, 'Schedule', 'with-gaps')).toMatchObject({
      combine: 'union',
      layers: [{}, { restrictions: [{ from_day: 'SA', from: '00:00', to_day: 'SU', to: '23:30' }] }],
    });
    expect(specOf(found, 'Schedule', 'edge-on-call')).toMatchObject({
      owner: 'edge',
      description: 'Who answers for the edge',
    });
    expect(entryOf(found, 'schedule', 'With gaps').notes).toContainEqual({
      field: 'owner',
      outcome: 'lost',
      why: 'team gone is not among the teams',
    });
    expect(specOf(found, 'EscalationPolicy', 'edge-escalation')).toMatchObject({
      owner: 'edge',
      repeat: 3,
      steps: [{ minutes: 12 }, { minutes: 48 }, { minutes: 20, targets: [{ team: 'edge' }] }],
    });
    expect(specOf(found, 'Person', 'ada')).toMatchObject({
      contactMethods: [{ channel: 'sms', number: '+447700900123' }],
    });
  });

  test('takes no key to another host, whatever a page names as the next one', async () => {
    await expect(
      imported('opsgenie', (path) =>
        path.startsWith('/v2/users')
          ? { data: [], paging: { next: 'http://127.0.0.2:9/steal' } }
          : { data: [] },
      ),
    ).rejects.toThrow(/away from/);
  });

  test('brings the rota where services are not in the plan, and says that they are left out', async () => {
    const found = await imported('opsgenie', (path) =>
      path.startsWith('/v1/services')
        ? undefined
        : { data: path.startsWith('/v2/users?') ? [{ id: 'U', username: 'ada@example.org' }] : [] },
    );
    expect(found.objects.map(({ kind }) => kind)).toEqual(['Person']);
    expect(entryOf(found, 'service', 'all of them').notes[0]?.why).toContain('/v1/services: status 404');
  });
});
