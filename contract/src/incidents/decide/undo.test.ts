import { describe, expect, it } from 'vitest';
import type { CommandBody } from './command.ts';
import { undoMs } from '../limits.ts';
import { declared, person, type TestLog } from '../testing-log.ts';

const mira = person('mira');
const ola = person('ola');
const undo = { type: 'undo', seq: null } as const;
const sev1 = { type: 'set-severity', severity: 'SEV1', reason: '' } as const;

const impactRow = (name: string, decision: 'confirmed' | 'rejected' | 'added') =>
  ({ kind: 'workflow', name, title: name, state: 'down', decision }) as const;

/** The state without what every event moves. */
function substance(log: TestLog) {
  const { seq: _, changedAt: __, recent: ___, undone: ____, taskCount: _____, ...rest } = log.state;
  return rest;
}

describe('undo', () => {
  const undoable: readonly CommandBody[] = [
    sev1,
    { type: 'set-state', state: 'mitigating' },
    { type: 'describe', title: 'Other', summary: 'words' },
    { type: 'assign-role', role: 'scribe', person: { person: 'ola', name: 'Ola' } },
    { type: 'transfer-role', role: 'communications', person: { person: 'ola', name: 'Ola' } },
    { type: 'set-team-state', team: 'files', state: 'working', note: 'on it' },
    { type: 'set-team-update-due', team: 'files', due: '2026-11-24T11:00:00.000Z' },
    { type: 'add-task', title: 'Look', assignee: null, team: null },
    { type: 'complete-task', task: 'T1' },
    { type: 'assign-task', task: 'T1', assignee: { person: 'ola', name: 'Ola' } },
    { type: 'mark', seq: 1, mark: 'pinned', on: true },
    { type: 'set-update-due', due: '2026-11-24T11:00:00.000Z' },
    { type: 'set-bridge', url: 'https://meet.example/1' },
    { type: 'link-alert', alert: { alert: 'a1', title: 'A' } },
    {
      type: 'link-change',
      change: { change: 'c1', title: 'C', product: null, environment: null, at: null },
    },
    { type: 'unlink-alert', alert: 'a0' },
    { type: 'set-data-loss', lost: true, reason: '' },
    { type: 'set-workaround', language: 'en', text: 'use the other door' },
    { type: 'decide-impact', rows: [impactRow('find', 'rejected'), impactRow('send', 'added')], reason: 'x' },
  ];

  it.each(undoable)('puts everything back after $type', (command) => {
    const log = declared({ teams: ['files'], alerts: [{ alert: 'a0', title: 'A0' }] });
    log.ask(ola, { type: 'add-task', title: 'First', assignee: null, team: null });
    log.ask(ola, { type: 'decide-impact', rows: [impactRow('find', 'confirmed')], reason: 'seen' });
    log.ask(ola, {
      type: 'assign-role',
      role: 'communications',
      person: { person: 'ravi', name: 'Ravi' },
    });
    const before = substance(log);
    const done = log.ask(mira, command);
    expect(done).toMatchObject({ ok: true });
    expect(substance(log)).not.toEqual(before);
    expect(log.ask(mira, undo)).toMatchObject({ ok: true });
    const after = substance(log);
    const since = (roles: typeof after.roles) => roles.map((held) => ({ ...held, since: '' }));
    expect({ ...after, roles: since(after.roles) }).toEqual({ ...before, roles: since(before.roles) });
  });

  it('keeps both entries and says which one was taken back', () => {
    const log = declared();
    log.ask(mira, { type: 'note', text: 'wrong room', code: null, attachments: [], decision: true });
    log.ask(mira, undo);
    expect(log.events.map((event) => event.type)).toEqual(['declared', 'noted', 'undone']);
    expect(log.state).toMatchObject({ undone: [2], marks: [] });
  });

  it(`works for ${undoMs} ms and not a millisecond longer`, () => {
    const log = declared();
    log.ask(mira, sev1);
    expect(log.ask(mira, undo, undoMs)).toMatchObject({ ok: true });
    log.ask(mira, sev1);
    expect(log.ask(mira, undo, undoMs + 1)).toMatchObject({ ok: false, code: 'undo-too-late' });
  });

  it('takes back only what one did oneself, and only once', () => {
    const log = declared();
    log.ask(mira, sev1);
    expect(log.ask(ola, undo)).toMatchObject({ code: 'nothing-to-undo' });
    expect(log.ask(mira, { type: 'undo', seq: 1 })).toMatchObject({ code: 'nothing-to-undo' });
    expect(log.ask(mira, { type: 'undo', seq: 2 })).toMatchObject({ ok: true });
    expect(log.ask(mira, undo)).toMatchObject({ code: 'nothing-to-undo' });
  });

  it('does not overwrite what somebody else changed since', () => {
    const log = declared();
    log.ask(mira, sev1);
    log.ask(ola, { type: 'set-severity', severity: 'SEV2', reason: '' });
    expect(log.ask(mira, undo)).toMatchObject({ code: 'undo-superseded' });
    expect(log.state.severity).toBe('SEV2');
  });

  it('leaves alone what somebody else changed beside it', () => {
    const log = declared();
    log.ask(mira, sev1);
    log.ask(ola, { type: 'set-bridge', url: 'https://meet.example/1' });
    expect(log.ask(mira, undo)).toMatchObject({ ok: true });
    expect(log.state).toMatchObject({ severity: null, bridge: 'https://meet.example/1' });
  });

  it('refuses what has left the house, rather than undo what came before it', () => {
    const log = declared();
    log.ask(mira, sev1);
    log.ask(mira, { type: 'engage-team', team: 'files', reason: '' });
    expect(log.ask(mira, undo)).toMatchObject({ code: 'not-undoable' });
    log.ask(mira, { type: 'resolve', summary: '' });
    expect(log.ask(mira, undo)).toMatchObject({ code: 'not-undoable' });
    expect(log.state).toMatchObject({ severity: 'SEV1', state: 'resolved' });
  });

  it('does not open again what somebody else resolved', () => {
    const log = declared();
    log.ask(mira, { type: 'set-state', state: 'mitigating' });
    log.ask(ola, { type: 'resolve', summary: '' });
    expect(log.ask(mira, undo)).toMatchObject({ ok: false });
    expect(log.state.state).toBe('resolved');
  });

  it('leaves a closed incident as it was closed, except for what people still write into it', () => {
    const log = declared();
    log.ask(mira, sev1);
    log.ask(ola, { type: 'resolve', summary: '' });
    expect(log.ask(mira, undo)).toMatchObject({ code: 'not-undoable' });
    expect(log.state.severity).toBe('SEV1');
    log.ask(mira, { type: 'note', text: 'x', code: null, attachments: [], decision: false });
    expect(log.ask(mira, undo)).toMatchObject({ ok: true });
  });

  it('takes a first back from the first five minutes', () => {
    const log = declared();
    log.ask(mira, sev1);
    expect(log.state.firsts.severity).toMatchObject({ seq: 2 });
    log.ask(mira, undo);
    expect(log.state.firsts.severity).toBeNull();
  });
});
