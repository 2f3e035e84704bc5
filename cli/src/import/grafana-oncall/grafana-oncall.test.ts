import { describe, expect, test } from 'vitest';
import { entryOf, imported, londonWeeks, specOf } from '../testing/imported.ts';
import type { Answer } from '../testing/source-server.ts';

describe('Grafana OnCall', () => {
  const list = (results: readonly unknown[]) => ({
    count: results.length,
    next: null,
    previous: null,
    results,
  });
  const shift = {
    team_id: null,
    level: 0,
    by_day: null,
    by_month: null,
    by_monthday: null,
    interval: 1,
    week_start: 'MO',
  };
  const answer: Answer = (path) => {
    const url = new URL(path, 'http://x');
    switch (url.pathname) {
      case '/api/v1/users/':
        return list(
          ['ada', 'bo'].map((name) => ({
            id: `U-${name}`,
            email: `${name}@example.org`,
            username: name,
            timezone: 'Europe/London',
            teams: ['T1'],
          })),
        );
      case '/api/v1/teams/':
        return list([{ id: 'T1', name: 'Edge' }]);
      case '/api/v1/schedules/':
        return list([
          { id: 'S1', name: 'Office', type: 'calendar', time_zone: 'Europe/London', shifts: ['O1'] },
          { id: 'S2', name: 'Feed', type: 'ical', ical_url_primary: 'https://example.com/a.ics' },
          { id: 'S3', name: 'Weeks', type: 'calendar', time_zone: 'Europe/London', shifts: ['O2', 'O9'] },
        ]);
      case '/api/v1/schedules/S2/final_shifts':
        return list([
          { user_pk: 'U-ada', shift_start: '2026-12-01T09:00:00Z', shift_end: '2026-12-02T09:00:00Z' },
        ]);
      case '/api/v1/schedules/S3/final_shifts':
        return list(
          londonWeeks(['U-bo', 'U-ada']).map(({ user, start, end }) => ({
            user_pk: user,
            shift_start: start,
            shift_end: end,
          })),
        );
      case '/api/v1/schedules/S1/final_shifts':
        return list([]);
      case '/api/v1/on_call_shifts/':
        return list([
          {
            ...shift,
            id: 'O1',
            name: 'Days',
            type: 'rolling_users',
            start: '2026-01-07T09:00:00',
            rotation_start: '2026-01-19T00:00:00',
            duration: 28_800,
            frequency: 'weekly',
            by_day: ['MO', 'TU', 'WE', 'TH', 'FR'],
            rolling_users: [['U-ada'], ['U-bo']],
            start_rotation_from_user_index: 1,
          },
          {
            ...shift,
            id: 'O2',
            name: 'Weeks',
            type: 'rolling_users',
            start: '2026-01-05T09:00:00',
            duration: 604_800,
            frequency: 'weekly',
            rolling_users: [['U-ada'], ['U-bo']],
            start_rotation_from_user_index: 1,
          },
        ]);
      case '/api/v1/escalation_chains/':
        return list([{ id: 'F1', name: 'Edge chain' }]);
      case '/api/v1/escalation_policies/':
        return list([
          {
            id: 'E1',
            escalation_chain_id: 'F1',
            position: 0,
            type: 'notify_on_call_from_schedule',
            notify_on_call_from_schedule: 'S1',
          },
          { id: 'E2', escalation_chain_id: 'F1', position: 1, type: 'wait', duration: 300 },
          {
            id: 'E3',
            escalation_chain_id: 'F1',
            position: 2,
            type: 'notify_person_next_each_time',
            persons_to_notify_next_each_time: ['U-ada', 'U-bo'],
          },
          { id: 'E4', escalation_chain_id: 'F1', position: 3, type: 'trigger_webhook' },
        ]);
      case '/api/v1/integrations/':
        return list([{ id: 'I1', name: 'Prom', type: 'alertmanager' }]);
      default:
        return undefined;
    }
  };

  test('turns shifts with days and turns into rules, and says what it cannot', async () => {
    const found = await imported('grafana-oncall', answer);
    expect(specOf(found, 'Schedule', 'office')).toMatchObject({
      layers: [
        {
          anchor: '2026-01-05T09:00:00.000Z',
          start: '2026-01-19T00:00:00.000Z',
          participants: ['bo', 'ada'],
          restrictions: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], from: '09:00', to: '17:00' }],
        },
      ],
    });
    expect(entryOf(found, 'schedule', 'Weeks').differences).toEqual([]);
    expect(entryOf(found, 'schedule', 'Weeks').notes.map(({ why }) => why)).toContain(
      'the shift does not exist any more',
    );
    expect(specOf(found, 'Schedule', 'feed')).toMatchObject({ overrides: [{ kind: 'add', user: 'ada' }] });
    expect(specOf(found, 'EscalationPolicy', 'edge-chain')).toMatchObject({
      steps: [
        { minutes: 5, targets: [{ schedule: 'office' }] },
        { minutes: 5, targets: [{ schedule: 'edge-chain-step-3-in-turn', roundRobin: true }] },
      ],
    });
    const notes = entryOf(found, 'escalation policy', 'Edge chain')
      .notes.map(({ why }) => why)
      .join();
    expect(notes).toMatch(/take turns became a schedule of their own/);
    expect(specOf(found, 'Schedule', 'edge-chain-step-3-in-turn')).toMatchObject({
      layers: [{ participants: [['ada', 'bo']], restrictions: [] }],
    });
    expect(entryOf(found, 'integration', 'Prom').object).toBeNull();
  });
});
