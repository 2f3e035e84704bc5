import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entryOf, imported, specOf, window } from '../testing/imported.ts';
import type { Answer } from '../testing/source-server.ts';
import { goalertDocument } from './document.ts';

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
  const request = z.object({
    query: z.string().optional(),
    operationName: z.string(),
    variables: z.object({ after: z.string(), start: z.string().optional(), end: z.string().optional() }),
  });
  /** As GoAlert does: a key takes the document it was made for, or none, and shifts are told of 50 days at most. */
  const goalert =
    (document: string): Answer =>
    (_path, body) => {
      const { query = document, operationName, variables } = request.parse(JSON.parse(body));
      const refused = (message: string): unknown => ({ errors: [{ message }], data: null });
      if (query !== document) return refused('wrong query for API key');
      if (!document.includes(`query ${operationName}(`))
        return refused(`operation ${operationName} not found`);
      const field = operationName === 'shifts' ? 'schedules' : operationName;
      const { start = window.from, end = start } = variables;
      if (Date.parse(end) - Date.parse(start) > 50 * 86_400_000)
        return refused('cannot be more than 50 days past StartTime');
      const all = (lists[field] ?? []).map((item) =>
        operationName === 'shifts'
          ? { id: z.object({ id: z.string() }).parse(item).id, shifts: [{ userID: 'g-bo', start, end }] }
          : item,
      );
      const at = Number(variables.after);
      return {
        data: {
          [field]: {
            nodes: all.slice(at, at + 2),
            pageInfo: { hasNextPage: at + 2 < all.length, endCursor: String(at + 2) },
          },
        },
      };
    };
  const answer = goalert(goalertDocument);

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
    // Before, bo alone in every stretch of the year; after, cy is on beside her at night first.
    expect(first?.before).toEqual(['bo']);
    expect(first?.after).toContain('cy');
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

  test('a key made for its document with other spaces is taken; one made for another is refused with what to do', async () => {
    const found = await imported('goalert', goalert(`${goalertDocument}\n`));
    expect(specOf(found, 'Schedule', 'edge')).toMatchObject({ combine: 'union' });
    await expect(
      imported('goalert', goalert('query mine($after: String) { services { nodes { id } } }')),
    ).rejects.toThrow(/operation users not found.*--key-query/);
  });
});
