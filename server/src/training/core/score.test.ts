import type { TimeMeasure } from '@fieldmarshal/contract/insights';
import { describe, expect, test } from 'vitest';
import { declared, person, system } from '../../../../contract/src/incidents/testing-log.ts';
import { scoreDrill, type Played } from './score.ts';
import type { Solution } from './script.ts';

const minute = 60_000;
const solution: Solution = {
  ...{ severity: 'SEV2', cause: 'files', teams: ['files', 'maps'], message: true, explanation: '' },
  resolveMs: 30 * minute,
};
const never = {
  detect: null,
  acknowledge: null,
  marshal: null,
  assess: null,
  message: null,
  mitigate: null,
  resolve: null,
};
const mira = person('mira');

/** A drill that was led in these minutes, up to what the log says. */
function played(
  minutes: Partial<Record<TimeMeasure, number>>,
  lead: (log: ReturnType<typeof declared>) => void = () => undefined,
): Played {
  const log = declared({ drill: true });
  lead(log);
  const times = Object.fromEntries(Object.entries(minutes).map(([measure, n]) => [measure, n * minute]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the log itself wrote
  const events = log.events as unknown as Played['events'];
  return { incident: log.state, events, times: { ...never, ...times } };
}

const pointsOf = (wanted: Solution, of: Played) =>
  Object.fromEntries(scoreDrill(wanted, of).marks.map(({ mark, points }) => [mark, points]));

describe('the score of a drill', () => {
  test('is nothing where nothing was done', () => {
    const { score, marks } = scoreDrill(solution, played({}));
    expect(score).toBe(0);
    expect(marks.every(({ points }) => points === 0)).toBe(true);
  });

  test('is all of a time within its target, none from three times of it, evenly between', () => {
    // Targets: 2, 5, 5, 15 min, and the 30 of the scenario for the last two. Between 5 and 15 min ten is the middle.
    const of = played({ acknowledge: 2, marshal: 10, assess: 15, message: 45, mitigate: 60, resolve: 90 });
    expect(pointsOf(solution, of)).toMatchObject({
      acknowledge: 1,
      marshal: 0.5,
      assess: 0,
      message: 0,
      mitigate: 0.5,
      resolve: 0,
    });
  });

  test.each([
    ['SEV2', 1],
    ['SEV3', 0.5],
    ['SEV1', 0.5],
    ['SEV4', 0],
  ] as const)('of a severity %s instead of SEV2 is %d', (severity, points) => {
    const of = played({}, (log) => log.ask(mira, { type: 'set-severity', severity, reason: '' }));
    expect(pointsOf(solution, of)).toMatchObject({ severity: points });
  });

  test('takes a quarter of a team for each that was not needed, and never less than nothing', () => {
    const asked = (...teams: string[]) =>
      played({}, (log) => teams.forEach((team) => log.ask(mira, { type: 'engage-team', team, reason: '' })));
    expect(pointsOf(solution, asked('files', 'maps'))['teams']).toBe(1);
    expect(pointsOf(solution, asked('files'))['teams']).toBe(0.5);
    expect(pointsOf(solution, asked('files', 'maps', 'web'))['teams']).toBe(0.875);
    expect(pointsOf(solution, asked('web', 'edge'))['teams']).toBe(0);
  });

  test('counts the cause that was named, decisions, messages and the first five minutes', () => {
    const of = played({}, (log) => {
      const cause = { kind: 'product', name: 'files', displayName: 'Files' } as const;
      log.ask(mira, { type: 'answer-cause', answer: 'confirmed', cause, faultKind: null, note: '' });
      log.ask(mira, { type: 'note', text: 'Back', code: null, attachments: [], decision: true });
      log.ask(mira, { type: 'take-role', role: 'field-marshal' });
      log.ask(system, {
        ...{ type: 'record-communication', communication: '1', audience: 'customers', application: '' },
        ...{ language: 'en', stage: 'identified', title: 'x', approvedBy: [], recipients: 1 },
        ...{ corrects: null, nextUpdateAt: null },
      });
    });
    // One of two messages, one of six steps.
    expect(pointsOf(solution, of)).toMatchObject({ cause: 1, decisions: 1, told: 0.5 });
    expect(pointsOf(solution, of)['first-five']).toBeCloseTo(1 / 6);
    expect(pointsOf({ ...solution, cause: 'maps' }, of)).toMatchObject({ cause: 0 });
  });

  test('is the weighted share of it, of what the scenario asks for only', () => {
    const asks: Solution = { ...solution, severity: null, cause: null, teams: [], message: false };
    // Times weigh 1, 1, 2, 1 and 1, the first five minutes 1, decisions 1: eight. Within their targets: six of them.
    const { score, marks } = scoreDrill(
      asks,
      played({ acknowledge: 1, marshal: 1, assess: 1, mitigate: 1, resolve: 1 }),
    );
    expect(marks.map(({ mark }) => mark)).toEqual([
      ...['acknowledge', 'marshal', 'assess', 'mitigate', 'resolve', 'first-five', 'decisions'],
    ]);
    expect(score).toBe(75);
  });
});
