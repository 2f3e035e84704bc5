import { expect, test } from 'vitest';
import { declared, person } from '../../../../contract/src/incidents/testing-log.ts';
import { resultOf } from './result.ts';

const solution = {
  ...{ severity: 'SEV2', cause: 'files', teams: ['files'], message: true, explanation: '' },
  resolveMs: 30 * 60_000,
};

/** The result of a room that was declared with the right severity, a minute of scenario time between its entries. */
function resultWhere(lead: (log: ReturnType<typeof declared>) => void) {
  const log = declared({ drill: true, severity: 'SEV2' });
  lead(log);
  return resultOf(
    solution,
    log.events.map((event, index) => ({ event, atMs: index * 60_000 })),
  );
}

test('who does nothing has no points, also where the room was declared with the right severity', () => {
  const result = resultWhere(() => undefined);
  expect(result?.marks.filter(({ points }) => points > 0)).toEqual([]);
  expect(result?.score).toBe(0);
  expect(result?.marks.find(({ mark }) => mark === 'severity')?.got).toBe('SEV2, as it was declared');
});

test('a severity that was right from the beginning is right once somebody assessed it, from then on', () => {
  const result = resultWhere((log) => {
    log.ask(person('mira'), { type: 'set-severity', severity: 'SEV1', reason: '' });
    log.ask(person('mira'), { type: 'set-severity', severity: 'SEV2', reason: '' });
  });
  const marks = Object.fromEntries(result?.marks.map(({ mark, got, points }) => [mark, [got, points]]) ?? []);
  expect(marks).toMatchObject({ severity: ['SEV2', 1], assess: ['1 min 0 s', 1] });
});
