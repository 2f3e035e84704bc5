import { expect, it } from 'vitest';
import { firstFive } from './first-five.ts';
import { foldEvents } from './fold/reduce.ts';
import { declared, person, system } from './testing-log.ts';

const mira = person('mira');

it('tells when each first step was taken, from the log alone', () => {
  const log = declared({ teams: ['files', 'maps'] });
  log.ask(mira, { type: 'take-role', role: 'field-marshal' }, 41_000);
  log.ask(mira, { type: 'set-severity', severity: 'SEV1', reason: '' }, 39_000);
  const ola = { person: 'ola', name: 'Ola B' };
  const answer = {
    page: 'p',
    person: ola,
    team: 'files',
    channel: null,
    detail: '',
    answeredBy: 'Ola B',
    happenedAt: null,
  };
  log.ask(system, { type: 'record-page', status: 'acknowledged', ...answer }, 105_000);
  const bar = firstFive(log.state);
  expect(bar.done).toBe(3);
  expect(bar.steps.map(({ step, afterS, value }) => [step, afterS, value])).toEqual([
    ['field-marshal', 41, 'mira displayed'],
    ['severity', 80, 'SEV1'],
    ['impact', null, ''],
    ['teams', 185, '1 of 2'],
    ['update-due', null, ''],
    ['bridge', null, ''],
  ]);
  expect(bar.until).toBe('2026-11-24T10:05:01.000Z');
  const again = foldEvents(log.events);
  expect(again && firstFive(again)).toEqual(bar);
});

it('keeps the first time when a step is repeated later', () => {
  const log = declared();
  log.ask(mira, { type: 'set-severity', severity: 'SEV2', reason: '' }, 10_000);
  log.ask(mira, { type: 'set-severity', severity: 'SEV1', reason: '' }, 60_000);
  expect(firstFive(log.state).steps[1]).toMatchObject({ afterS: 10, value: 'SEV1' });
});

it('counts impact as looked at only once a person decides; what a program confirms is still to be looked at', () => {
  const log = declared();
  const row = {
    kind: 'workflow',
    name: 'find',
    title: 'Find',
    state: 'down',
    decision: 'confirmed',
  } as const;
  log.ask(system, { type: 'decide-impact', rows: [row], reason: 'by rule' }, 5_000);
  const impact = () => firstFive(log.state).steps.find(({ step }) => step === 'impact');
  expect(impact()).toMatchObject({ done: false, value: '' });
  log.ask(mira, { type: 'decide-impact', rows: [{ ...row, name: 'send' }], reason: 'seen' }, 9_000);
  expect(impact()).toMatchObject({ done: true, value: '2 confirmed' });
});
