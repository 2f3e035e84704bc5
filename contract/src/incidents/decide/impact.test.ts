import { expect, it } from 'vitest';
import { firstFive } from '../first-five.ts';
import { declared, person, system } from '../testing-log.ts';

const mira = person('mira');
const find = { kind: 'workflow', name: 'find', title: 'Find', state: 'down' } as const;
const proposal = {
  type: 'propose-severity',
  severity: 'SEV1',
  reason: 'find is down',
  rule: 'critical',
} as const;

it('keeps who decided what on a row, and why; the same once more tells nothing', () => {
  const log = declared();
  const confirm = {
    type: 'decide-impact',
    rows: [{ ...find, decision: 'confirmed' }],
    reason: 'seen',
  } as const;
  log.ask(mira, confirm);
  expect(log.state.impact.decisions).toEqual([
    { ...find, decision: 'confirmed', reason: 'seen', by: 'mira displayed', at: log.now },
  ]);
  expect(log.ask(mira, confirm)).toEqual({ ok: true, events: [] });
  log.ask(mira, { ...confirm, rows: [{ ...find, decision: 'cleared' }] });
  expect(log.state.impact.decisions).toEqual([]);
});

it('is one of the first five minutes when a person has looked at it', () => {
  const log = declared();
  const impact = () => firstFive(log.state).steps.find(({ step }) => step === 'impact');
  const report = { type: 'record-impact', assessment: 1, changes: [], more: 0 } as const;
  log.ask(system, { ...report, summary: '1 workflow' });
  expect(impact()).toMatchObject({ done: false, value: '1 workflow' });
  log.ask(mira, { type: 'decide-impact', rows: [{ ...find, decision: 'confirmed' }], reason: '' });
  expect(impact()).toMatchObject({ done: true, value: '1 confirmed' });
});

it('tells no assessment twice, nor one that a newer one has overtaken', () => {
  const log = declared();
  const report = { type: 'record-impact', summary: '', changes: [], more: 0 } as const;
  log.ask(system, { ...report, assessment: 2 });
  expect(log.ask(system, { ...report, assessment: 2 })).toMatchObject({ events: [] });
  expect(log.ask(system, { ...report, assessment: 1 })).toMatchObject({ events: [] });
});

it('proposes a severity once, until somebody answers by setting or keeping one', () => {
  const log = declared({ severity: 'SEV3' });
  expect(log.state.reportedSeverity).toBe('SEV3');
  log.ask(system, proposal);
  expect(log.ask(system, proposal)).toMatchObject({ events: [] });
  expect(log.state.impact.proposal).toMatchObject({ severity: 'SEV1', answered: false });
  log.ask(mira, { type: 'keep-severity', reason: 'a test' });
  expect(log.state.impact.proposal).toMatchObject({ answered: true });
  expect(log.ask(mira, { type: 'keep-severity', reason: '' })).toMatchObject({ events: [] });
  log.ask(system, { ...proposal, severity: 'SEV2' });
  log.ask(mira, { type: 'set-severity', severity: 'SEV2', reason: '' });
  expect(log.state).toMatchObject({ severity: 'SEV2', impact: { proposal: { answered: true } } });
});

it('can still be corrected after the end, by people only', () => {
  const log = declared();
  log.ask(mira, { type: 'resolve', summary: '' });
  const rows = [{ ...find, decision: 'added' }] as const;
  expect(log.ask(mira, { type: 'decide-impact', rows, reason: '' })).toMatchObject({ ok: true });
  expect(log.ask(system, proposal)).toMatchObject({ code: 'closed' });
});
