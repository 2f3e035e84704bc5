import { describe, expect, it } from 'vitest';
import { declared, person, system, type TestLog } from '../testing-log.ts';

const mira = person('mira');
const ola = person('ola');
const minute = 60_000;

function given(log: TestLog = declared(), team = 'files') {
  const due = new Date(log.nowMs + 15 * minute).toISOString();
  return log.ask(mira, {
    type: 'delegate',
    team,
    due,
    reason: 'One product only.',
    pack: '# Read',
    points: 1,
  });
}
const types = (log: TestLog) => log.events.map(({ type }) => type);
const late = { type: 'return-delegation', how: 'late', reason: '' } as const;

describe('an incident that is given to a team alone', () => {
  it('asks the team in, waits until it is accepted, and is then no longer late', () => {
    const log = declared();
    expect(given(log).ok).toBe(true);
    expect(types(log)).toEqual(['declared', 'delegated', 'team-engaged']);
    expect(log.state.delegation).toMatchObject({
      team: 'files',
      state: 'waiting',
      points: 1,
      seq: 2,
      by: 'mira displayed',
    });
    log.ask(ola, { type: 'accept-delegation', note: 'Ola does it' });
    expect(log.state.delegation).toMatchObject({ state: 'accepted', note: 'Ola does it', endedAt: log.now });
    expect(log.state.teams[0]).toMatchObject({ team: 'files', state: 'acknowledged' });
    log.nowMs += 60 * minute;
    expect(log.ask(system, late)).toEqual({ ok: true, events: [] });
    expect(log.ask(ola, { type: 'accept-delegation', note: '' })).toEqual({ ok: true, events: [] });
  });

  it('is back once its time is over, and not a moment before', () => {
    const log = declared();
    given(log);
    expect(log.ask(system, late, 14 * minute)).toEqual({ ok: true, events: [] });
    log.ask(system, late, minute);
    expect(log.state.delegation).toMatchObject({ state: 'returned', how: 'late' });
  });

  it('is back when the team gives it back, also by saying that it declines, and can be given to another one then', () => {
    const log = declared();
    given(log);
    expect(given(log, 'maps')).toMatchObject({ ok: false, code: 'delegated' });
    log.ask(ola, { type: 'set-team-state', team: 'files', state: 'declined', note: 'Not ours' });
    expect(log.state.delegation).toMatchObject({ state: 'returned', how: 'bounced', note: 'Not ours' });
    expect(log.ask(ola, { type: 'accept-delegation', note: '' })).toMatchObject({
      ok: false,
      code: 'not-delegated',
    });
    expect(given(log, 'maps').ok).toBe(true);
    log.ask(mira, { type: 'return-delegation', how: 'recalled', reason: '' });
    expect(log.state.delegation).toMatchObject({ team: 'maps', how: 'recalled' });
    expect(log.ask(mira, { type: 'return-delegation', how: 'recalled', reason: '' })).toMatchObject({
      ok: false,
      code: 'not-delegated',
    });
  });

  it('is the Field Marshal’s again when it comes back after its end', () => {
    const log = declared();
    given(log);
    log.ask(ola, { type: 'accept-delegation', note: '' });
    log.ask(ola, { type: 'resolve', summary: 'Over.' });
    expect(log.ask(system, late, 60 * minute)).toMatchObject({ ok: false, code: 'closed' });
    log.ask(mira, { type: 'reopen', reason: 'It is back.' });
    expect(log.state.delegation).toMatchObject({ state: 'returned', how: 'reopened', endedAt: log.now });
  });

  it('is not given with a time that is over already', () => {
    const log = declared();
    const decision = log.ask(mira, {
      ...{ type: 'delegate', team: 'files', due: log.now, reason: '', pack: '', points: null },
    });
    expect(decision).toMatchObject({ ok: false, code: 'past' });
  });
});
