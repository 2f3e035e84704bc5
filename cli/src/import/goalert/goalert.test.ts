import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entryOf, imported, specOf, window } from '../testing/imported.ts';
import type { Answer } from '../testing/source-server.ts';

describe('GoAlert', () => {
  const lists: Record<string, unknown[]> = {
    users: ['ada', 'bo', 'cy'].map((name) => ({
      id: `g-${name}`,
      name,
      email: `${name}@example.org`,
      contactMethods: [{ type: 'VOICE', value: '+447700900123', disabled: name === 'bo' }],
    })),
    rotations: [
      {
        id: 'r1',
        name: 'Weeks',
        timeZone: 'Europe/London',
        start: '2026-01-05T09:00:00Z',
        type: 'weekly',
        shiftLength: 1,
        userIDs: ['g-ada', 'g-bo', 'g-cy'],
        activeUserIndex: 1,
      },
    ],
    schedules: [
      {
        id: 's1',
        name: 'Edge',
        timeZone: 'Europe/London',
        targets: [
          {
            target: { id: 'r1', type: 'rotation' },
            rules: [
              { start: '00:00', end: '00:00', weekdayFilter: [true, true, true, true, true, true, true] },
            ],
          },
          {
            target: { id: 'g-cy', type: 'user' },
            rules: [
              {
                start: '22:00',
                end: '06:00',
                weekdayFilter: [true, false, false, false, false, false, true],
              },
            ],
          },
        ],
        temporarySchedules: [
          {
            start: '2026-12-24T00:00:00Z',
            end: '2026-12-26T00:00:00Z',
            shifts: [{ userID: 'g-ada', start: '2026-12-24T00:00:00Z', end: '2026-12-25T00:00:00Z' }],
          },
        ],
        shifts: [],
      },
    ],
    escalationPolicies: [
      {
        id: 'p1',
        name: 'Edge',
        repeat: 3,
        steps: [
          {
            delayMinutes: 9,
            targets: [
              { id: 's1', type: 'schedule' },
              { id: 'r1', type: 'rotation' },
            ],
          },
        ],
      },
    ],
    services: [],
    userOverrides: [
      {
        id: 'o1',
        start: '2027-01-01T00:00:00Z',
        end: '2027-01-02T00:00:00Z',
        addUserID: 'g-ada',
        removeUserID: 'g-bo',
        target: { id: 's1', type: 'schedule' },
      },
    ],
  };
  const answer: Answer = (_path, body) => {
    const name = Object.keys(lists).find((each) => body.includes(` ${each}(`)) ?? '';
    const all = lists[name] ?? [];
    const { variables } = z.object({ variables: z.object({ after: z.string() }) }).parse(JSON.parse(body));
    const at = Number(variables.after);
    return {
      data: {
        [name]: {
          nodes: all.slice(at, at + 2),
          pageInfo: { hasNextPage: at + 2 < all.length, endCursor: String(at + 2) },
        },
      },
    };
  };

  test('keeps whoever is on now on, and in turn from there; rules, overrides and temporary schedules come over', async () => {
    const found = await imported('goalert', answer);
    const spec = z
      .looseObject({ layers: z.array(z.looseObject({ participants: z.array(z.string()) })) })
      .parse(specOf(found, 'Schedule', 'edge'));
    expect(specOf(found, 'Schedule', 'edge')).toMatchObject({
      combine: 'union',
      layers: [
        { timezone: 'Europe/London', restrictions: [] },
        { restrictions: [{ days: ['SU', 'SA'], from: '22:00', to: '06:00' }] },
      ],
      overrides: [
        { kind: 'replace', user: 'ada', replaces: 'bo' },
        { kind: 'take', user: 'ada' },
      ],
    });
    const first = (entryOf(found, 'schedule', 'Edge').differences ?? [])[0];
    expect(first).toMatchObject({ from: window.from, before: [], after: ['bo'] });
    expect(spec.layers[0]?.participants).toHaveLength(3);
    expect(entryOf(found, 'schedule', 'Edge').notes.map(({ field }) => field)).toContain(
      'temporarySchedules[0]',
    );
    expect(specOf(found, 'EscalationPolicy', 'edge')).toMatchObject({
      repeat: 3,
      steps: [{ minutes: 9, targets: [{ schedule: 'edge' }, { schedule: 'weeks' }] }],
    });
    expect(specOf(found, 'Schedule', 'weeks')).toMatchObject({
      timezone: 'Europe/London',
      layers: [{ handoff: { type: 'weekly' }, participants: spec.layers[0]?.participants, restrictions: [] }],
    });
    expect(entryOf(found, 'escalation policy', 'Edge').notes).toEqual([
      { field: 'steps[0].targets', outcome: 'changed', why: 'the rotation became a schedule of its own' },
    ]);
    expect(
      entryOf(found, 'user', 'bo')
        .notes.map(({ why }) => why)
        .join(),
    ).toMatch(/switched off/);
  });
});
