import { beforeAll, describe, expect, test } from 'vitest';
import { entryOf, imported, specOf } from '../testing/imported.ts';
import type { Answer } from '../testing/source-server.ts';

describe('PagerDuty', () => {
  const layers = [
    {
      id: 'L2',
      name: 'Nights',
      start: '2026-01-05T09:00:00Z',
      end: null,
      rotation_virtual_start: '2026-01-05T09:00:00Z',
      rotation_turn_length_seconds: 86_400,
      users: [{ user: { id: 'PU3', type: 'user_reference' } }],
      restrictions: [{ type: 'daily_restriction', start_time_of_day: '20:00:00', duration_seconds: 36_000 }],
    },
    {
      id: 'L1',
      name: 'Weeks',
      start: '2026-01-05T09:00:00+00:00',
      end: null,
      rotation_virtual_start: '2026-01-05T09:00:00+00:00',
      rotation_turn_length_seconds: 604_800,
      users: [{ user: { id: 'PU1' } }, { user: { id: 'PU2' } }, { user: { id: 'PGONE' } }],
      restrictions: [],
    },
  ];
  const users = Array.from({ length: 203 }, (_, at) => ({
    id: `PU${at}`,
    type: 'user',
    name: at < 2 ? 'Ada Lovelace' : `User ${at}`,
    email: `u${at}@example.org`,
    time_zone: 'Europe/London',
    contact_methods:
      at === 1
        ? [
            { type: 'sms_contact_method', address: '7700900123', country_code: 44 },
            { type: 'phone_contact_method', address: 'x', country_code: 1 },
          ]
        : [],
    some_new_field: at === 1 ? 'news' : null,
  }));
  const answer: Answer = (path) => {
    const url = new URL(path, 'http://x');
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const page = (field: string, all: readonly unknown[]) => ({
      [field]: all.slice(offset, offset + 100),
      more: offset + 100 < all.length,
      limit: 100,
      offset,
    });
    const since = url.searchParams.get('since') ?? '';
    const until = url.searchParams.get('until') ?? '';
    switch (url.pathname) {
      case '/users':
        return page('users', users);
      case '/teams':
        return page('teams', [{ id: 'PT1', name: 'Edge', description: null }]);
      case '/teams/PT1/members':
        return page('members', [{ user: { id: 'PU1' }, role: 'manager' }]);
      case '/schedules':
        return page('schedules', [{ id: 'PS1' }, { id: 'PS2' }, { id: 'PS3' }]);
      case '/schedules/PS1':
        return {
          schedule: {
            id: 'PS1',
            name: 'Primary',
            description: 'First line',
            teams: [{ id: 'PT1' }, { id: 'PT2' }],
            time_zone: 'Europe/London',
            schedule_layers: layers,
            final_schedule: {
              rendered_schedule_entries: [{ start: since, end: until, user: { id: 'PU1' } }],
            },
          },
        };
      case '/schedules/PS2':
        return {
          schedule: { id: 'PS2', name: 'Windows', time_zone: 'GMT Standard Time', schedule_layers: [] },
        };
      case '/schedules/PS3':
        return {
          schedule: {
            id: 'PS3',
            name: 'Odd',
            time_zone: 'Europe/London',
            schedule_layers: [{ ...layers[1], rotation_turn_length_seconds: 5_000 }],
          },
        };
      case '/schedules/PS1/overrides':
        return {
          overrides: [
            { id: 'O1', start: '2026-12-24T10:00:00Z', end: '2026-12-26T10:00:00Z', user: { id: 'PU2' } },
          ],
        };
      case '/schedules/PS2/overrides':
      case '/schedules/PS3/overrides':
        return { overrides: [] };
      case '/escalation_policies':
        return page('escalation_policies', [
          {
            id: 'PP1',
            name: 'Edge policy',
            num_loops: 2,
            teams: [{ id: 'PT1' }],
            escalation_rules: [
              {
                escalation_delay_in_minutes: 30,
                escalation_rule_assignment_strategy: { type: 'assign_to_everyone' },
                targets: [{ id: 'PS1', type: 'schedule_reference' }],
              },
              {
                escalation_delay_in_minutes: 7,
                escalation_rule_assignment_strategy: { type: 'round_robin' },
                targets: [
                  { id: 'PU2', type: 'user_reference' },
                  { id: 'PU3', type: 'user_reference' },
                  { id: 'PGONE', type: 'user_reference' },
                ],
              },
            ],
          },
        ]);
      case '/services':
        return page('services', [
          {
            id: 'PV1',
            name: 'Checkout',
            escalation_policy: { id: 'PP1' },
            teams: [{ id: 'PT1' }],
            integrations: [{ summary: 'Prometheus' }],
          },
          { id: 'PV2', name: 'Nobody’s', escalation_policy: { id: 'PP1' }, teams: [] },
        ]);
      default:
        return undefined;
    }
  };
  let found: Awaited<ReturnType<typeof imported>>;
  beforeAll(async () => {
    found = await imported('pagerduty', answer);
  });

  test('reads every page, with its own key', () => {
    expect(found.objects.filter(({ kind }) => kind === 'Person')).toHaveLength(203);
    expect(new Set(found.server.asked.map(({ key }) => key))).toEqual(new Set(['Token token=secret']));
  });

  test('names those alike by a mark of their ids, in whatever order they come', () => {
    const alike = found.objects.filter(({ name }) => name.startsWith('ada-lovelace'));
    expect(alike.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^ada-lovelace-[0-9a-f]{6}$/),
      expect.stringMatching(/^ada-lovelace-[0-9a-f]{6}$/),
    ]);
    expect(new Set(alike.map(({ name }) => name)).size).toBe(2);
  });

  test('turns layers into wall-clock rules, the one that wins last', () => {
    expect(specOf(found, 'Schedule', 'primary')).toMatchObject({
      timezone: 'Europe/London',
      combine: 'precedence',
      layers: [
        { name: 'Weeks', handoff: { type: 'weekly', length: 1 } },
        {
          name: 'Nights',
          handoff: { type: 'daily', length: 1 },
          restrictions: [{ from: '20:00', to: '06:00' }],
        },
      ],
      overrides: [{ kind: 'take', start: '2026-12-24T10:00:00.000Z' }],
    });
  });

  test('keeps delays and repeats exactly', () => {
    expect(specOf(found, 'EscalationPolicy', 'edge-policy')).toMatchObject({
      owner: 'edge',
      repeat: 2,
      steps: [
        { minutes: 30, targets: [{ schedule: 'primary' }] },
        { minutes: 7, targets: [{ schedule: 'edge-policy-step-2-in-turn', roundRobin: true }] },
      ],
    });
    expect(specOf(found, 'Schedule', 'edge-policy-step-2-in-turn')).toMatchObject({
      layers: [{ handoff: { type: 'none' }, participants: [['user-2', 'user-3']], restrictions: [] }],
    });
  });

  test('tells field by field what did not come over, and leaves out what it would have to guess', () => {
    const whys = (what: string, name: string): string =>
      entryOf(found, what, name)
        .notes.map(({ field, why }) => `${field}: ${why}`)
        .join('\n');
    expect(whys('schedule', 'Primary')).toMatch(/PGONE is not among the users/);
    expect(specOf(found, 'Schedule', 'primary')).toMatchObject({ owner: 'edge', description: 'First line' });
    expect(whys('schedule', 'Primary')).toMatch(/teams: one team owns it here: the first of 2/);
    expect(whys('escalation policy', 'Edge policy')).toMatch(
      /escalation_rules\[1\].escalation_rule_assignment_strategy: the people who take turns became a schedule of their own/,
    );
    expect(whys('escalation policy', 'Edge policy')).not.toContain('escalation_rules[0].escalation_rule');
    expect(whys('schedule', 'Windows')).toMatch(/"GMT Standard Time" is no IANA zone/);
    expect(entryOf(found, 'schedule', 'Windows').object).toBeNull();
    expect(whys('schedule', 'Odd')).toMatch(/5000 s is no whole number/);
    expect(whys('schedule', 'Edge policy, step 2, in turn')).toMatch(/PGONE is not among the users/);
    expect(whys('service', 'Checkout')).toMatch(/Prometheus/);
    expect(whys('service', 'Nobody’s')).toMatch(/needs a team that owns it/);
    const ada = found.report.find(({ id }) => id === 'PU1');
    expect(ada?.notes.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['some_new_field', 'contact_methods[1]']),
    );
  });

  test('lists every stretch in which its final schedule is not ours', () => {
    const differences = entryOf(found, 'schedule', 'Primary').differences ?? [];
    expect(differences.length).toBeGreaterThan(300);
    for (const { before, after } of differences) expect(before).not.toEqual(after);
  });
});
