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
          {
            id: 'S4',
            name: 'Web',
            type: 'web',
            time_zone: 'Europe/London',
            shifts: ['O4', 'O5', 'O6', 'O7', 'O8', 'O10'],
          },
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
      case '/api/v1/schedules/S4/final_shifts':
        return list([
          { user_pk: 'U-ada', shift_start: '2026-12-01T00:00:00Z', shift_end: '2026-12-08T00:00:00Z' },
          { user_pk: 'U-bo', shift_start: '2026-12-01T00:00:00Z', shift_end: '2026-12-08T00:00:00Z' },
          { user_pk: 'U-bo', shift_start: '2026-12-24T10:00:00Z', shift_end: '2026-12-24T18:00:00Z' },
        ]);
      case '/api/v1/on_call_shifts/':
        return list([
          ...['U-ada', 'U-bo'].map((user, index) => ({
            ...shift,
            id: `O${4 + index}`,
            name: `Web-rotation-1-${index}`,
            type: 'rolling_users',
            level: 1,
            start: '2026-01-05T00:00:00',
            duration: 604_800,
            frequency: 'weekly',
            rolling_users: [[user]],
            start_rotation_from_user_index: 0,
          })),
          {
            ...shift,
            id: 'O10',
            name: 'Web-rotation-1-once',
            type: 'rolling_users',
            level: 1,
            start: '2027-02-01T09:00:00',
            duration: 36_000,
            frequency: null,
            interval: null,
            rolling_users: [['U-bo']],
          },
          // An override made on the web, one of last year, and a rotation that was changed into another.
          ...['2026-12-24T10:00:00', '2025-12-24T10:00:00'].map((start, index) => ({
            id: `O${6 + index}`,
            name: `Web-override-${index}`,
            type: 'override',
            team_id: null,
            time_zone: null,
            start,
            rotation_start: start,
            duration: 28_800,
            users: [],
          })),
          {
            ...shift,
            id: 'O8',
            name: 'Web-rotation-2-before',
            type: 'rolling_users',
            level: 2,
            start: '2025-01-06T00:00:00',
            until: '2026-01-05T00:00:00',
            duration: 604_800,
            frequency: 'weekly',
            rolling_users: [['U-bo']],
            start_rotation_from_user_index: 0,
          },
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

  test('a schedule made on the web keeps both rotations on, overrides whose people the API does not tell, and nothing of the past', async () => {
    const found = await imported('grafana-oncall', answer);
    expect(specOf(found, 'Schedule', 'web')).toMatchObject({
      combine: 'union',
      layers: [
        { participants: ['ada'] },
        { participants: ['bo'] },
        {
          start: '2027-02-01T09:00:00.000Z',
          end: '2027-02-01T19:00:00.000Z',
          handoff: { type: 'none' },
          participants: ['bo'],
        },
      ],
      overrides: [
        { kind: 'take', user: 'bo', start: '2026-12-24T10:00:00.000Z', end: '2026-12-24T18:00:00.000Z' },
      ],
    });
    expect(entryOf(found, 'schedule', 'Web').notes).toEqual([
      {
        field: 'shifts[2] Web-override-0',
        outcome: 'changed',
        why: 'the API does not tell whose it is: taken from the final shifts',
      },
      { field: '', outcome: 'lost', why: 'what has ended stays there: 1 layers or overrides' },
    ]);
  });
});
