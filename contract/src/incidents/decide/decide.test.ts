import { describe, expect, it } from 'vitest';
import type { CommandBody } from './command.ts';
import { declaration, declared, person, system, TestLog } from '../testing-log.ts';

const mira = person('mira');
const ola = person('ola');
const olaRef = { person: 'ola', name: 'Ola B' };
const ravi = { person: 'ravi', name: 'Ravi S' };

function refusalOf(log: TestLog, command: CommandBody, by = mira): string {
  const decision = log.ask(by, command);
  return decision.ok ? 'accepted' : decision.code;
}

describe('declaring', () => {
  it('starts in triage with nobody leading and no severity', () => {
    const { state } = declared();
    expect(state).toMatchObject({ state: 'triage', severity: null, roles: [], declaredBy: mira, seq: 1 });
  });

  it('can be done once', () => {
    expect(refusalOf(declared(), declaration)).toBe('already-declared');
  });

  it('must come before anything else', () => {
    expect(refusalOf(new TestLog(), { type: 'acknowledge' })).toBe('not-declared');
  });

  it('takes lead, teams and alerts with it, each once', () => {
    const { state } = declared({
      fieldMarshal: olaRef,
      teams: ['files', 'files'],
      alerts: [
        { alert: 'a', title: 'A' },
        { alert: 'a', title: 'A' },
      ],
    });
    expect(state.roles).toMatchObject([{ role: 'field-marshal', person: 'ola' }]);
    expect(state.teams.map((team) => team.team)).toEqual(['files']);
    expect(state.alerts).toHaveLength(1);
  });

  it('of a drill is refused with a real alert, as is linking one later: practice would hide it', () => {
    const drill = declared({ drill: true });
    expect(drill.state.drill).toBe(true);
    const alert = { alert: 'a', title: 'A' };
    expect(refusalOf(drill, { type: 'link-alert', alert })).toBe('practice');
    expect(refusalOf(declared(), { type: 'link-alert', alert })).toBe('accepted');
    expect(refusalOf(new TestLog(), { ...declaration, drill: true, alerts: [alert] })).toBe('practice');
  });
});

describe('acknowledging', () => {
  it('ends triage, and changes nothing the second time', () => {
    const log = declared();
    log.ask(mira, { type: 'acknowledge' });
    expect(log.state).toMatchObject({ state: 'investigating', acknowledgedAt: log.now });
    expect(log.ask(ola, { type: 'acknowledge' })).toEqual({ ok: true, events: [] });
  });

  it('is written down again where people were asked again, and what was first stays', () => {
    const log = declared();
    log.ask(mira, { type: 'acknowledge', askedAgain: true });
    const { acknowledgedAt } = log.state;
    log.ask(ola, { type: 'acknowledge', askedAgain: true }, 60_000);
    expect(log.events.at(-1)).toMatchObject({ type: 'acknowledged', actor: ola });
    expect(log.state).toMatchObject({ state: 'investigating', acknowledgedAt });
  });

  it('happens by taking the lead, or by answering a page', () => {
    const led = declared();
    led.ask(mira, { type: 'take-role', role: 'field-marshal' });
    expect(led.state.state).toBe('investigating');
    const paged = declared();
    paged.ask(system, page('acknowledged'));
    expect(paged.state).toMatchObject({ state: 'investigating', acknowledgedAt: paged.now });
  });
});

describe('roles', () => {
  it('has one Field Marshal, passed on only by a transfer that names both', () => {
    const log = declared();
    log.ask(mira, { type: 'take-role', role: 'field-marshal' });
    expect(refusalOf(log, { type: 'take-role', role: 'field-marshal' }, ola)).toBe('role-held');
    expect(refusalOf(log, { type: 'assign-role', role: 'field-marshal', person: ravi })).toBe('role-held');
    log.ask(ola, { type: 'transfer-role', role: 'field-marshal', person: olaRef });
    expect(log.events.at(-1)).toMatchObject({
      type: 'role-given',
      data: { person: 'ola', from: { person: 'mira' } },
    });
    expect(log.state.roles).toHaveLength(1);
  });

  it('is never left without one', () => {
    const log = declared();
    log.ask(mira, { type: 'take-role', role: 'field-marshal' });
    expect(refusalOf(log, { type: 'drop-role', role: 'field-marshal', person: 'mira' })).toBe(
      'needs-transfer',
    );
  });

  it('has several shadows, and a shadow who takes over shadows no longer', () => {
    const log = declared();
    log.ask(mira, { type: 'take-role', role: 'field-marshal' });
    expect(refusalOf(log, { type: 'take-role', role: 'shadow' })).toBe('role-held');
    log.ask(mira, { type: 'assign-role', role: 'shadow', person: olaRef });
    log.ask(mira, { type: 'assign-role', role: 'shadow', person: ravi });
    log.ask(mira, { type: 'transfer-role', role: 'field-marshal', person: olaRef });
    expect(log.state.roles.map(({ role, person }) => `${role} ${person}`)).toEqual([
      'shadow ravi',
      'field-marshal ola',
    ]);
  });

  it('cannot be taken by a program, nor dropped by who does not hold it', () => {
    const log = declared();
    expect(refusalOf(log, { type: 'take-role', role: 'scribe' }, system)).toBe('not-a-person');
    expect(refusalOf(log, { type: 'drop-role', role: 'scribe', person: 'mira' })).toBe('role-not-held');
  });
});

describe('teams and pages', () => {
  it('goes from engaged over paged to acknowledged as pages tell', () => {
    const log = declared({ teams: ['files'] });
    const stateNow = () => log.state.teams[0]?.state;
    expect(stateNow()).toBe('engaged');
    log.ask(system, page('sent', 'files'));
    expect(stateNow()).toBe('paged');
    log.ask(system, page('acknowledged', 'files'), 21_000);
    expect(stateNow()).toBe('acknowledged');
    expect(log.events.at(-1)).toMatchObject({ data: { afterS: 21, answeredBy: 'Ola B' } });
  });

  it('keeps when it happened where a page is told later, in whatever order', () => {
    const log = declared({ teams: ['files'] });
    const at = (seconds: number) => new Date(log.nowMs + seconds * 1_000).toISOString();
    const [sent, acknowledged, tried] = [at(2), at(9), at(31)];
    log.ask(system, { ...page('acknowledged', 'files'), happenedAt: acknowledged }, 30_000);
    expect(log.state).toMatchObject({
      acknowledgedAt: acknowledged,
      teams: [{ acknowledgedAt: acknowledged }],
      firsts: { teamAcknowledged: { at: acknowledged } },
      pages: [{ firstAt: acknowledged, answeredAt: acknowledged }],
    });
    log.ask(system, { ...page('sent', 'files'), happenedAt: sent });
    expect(log.state.pages).toMatchObject([
      { status: 'acknowledged', firstAt: sent, answeredAt: acknowledged },
    ]);
    log.ask(system, { ...page('unknown', 'files'), happenedAt: tried }, 60_000);
    expect(log.events.at(-1)).toMatchObject({ at: log.now, data: { happenedAt: tried, afterS: 29 } });
  });

  it('does not take a page for acknowledged before its incident was declared, nor for later than it is told', () => {
    const log = declared({ teams: ['files'] });
    const { declaredAt } = log.state;
    log.ask(system, { ...page('acknowledged', 'files'), happenedAt: '2020-01-01T00:00:00.000Z' });
    expect(log.state).toMatchObject({ acknowledgedAt: declaredAt, pages: [{ answeredAt: declaredAt }] });
    const other = declared({ teams: ['files'] });
    other.ask(system, { ...page('acknowledged', 'files'), happenedAt: '2999-01-01T00:00:00.000Z' });
    expect(other.state.acknowledgedAt).toBe(other.now);
  });

  it('does not take one person who cannot for the answer of a team', () => {
    const log = declared({ teams: ['files'] });
    log.ask(system, page('sent', 'files'));
    log.ask(system, page('declined', 'files'));
    expect(log.state.teams[0]).toMatchObject({ state: 'paged', unanswered: false });
    log.ask(system, { type: 'record-exhausted', team: 'files', final: true, detail: 'nobody left' });
    expect(log.state.teams[0]).toMatchObject({ state: 'paged', unanswered: true });
  });

  it('keeps an answer when a late receipt of the attempt comes in', () => {
    const log = declared();
    log.ask(system, page('sent'));
    log.ask(system, page('acknowledged'));
    log.ask(system, page('unknown'));
    expect(log.state.pages).toMatchObject([{ status: 'acknowledged', answeredBy: 'Ola B' }]);
    expect(log.ask(system, page('acknowledged'))).toEqual({ ok: true, events: [] });
  });

  it('lets a team in that was paged without being asked, and says so', () => {
    const log = declared();
    log.ask(system, page('sent', 'gateway'));
    expect(log.events.at(-2)).toMatchObject({ type: 'team-engaged', data: { how: 'paged' } });
    expect(log.state.teams).toMatchObject([{ team: 'gateway', state: 'paged' }]);
  });

  it('asks a team in again after it declined, not while it is there', () => {
    const log = declared({ teams: ['files'] });
    expect(log.ask(mira, { type: 'engage-team', team: 'files', reason: '' })).toMatchObject({ events: [] });
    log.ask(mira, { type: 'set-team-state', team: 'files', state: 'declined', note: 'not ours' });
    expect(log.state.teams[0]).toMatchObject({ state: 'declined', note: 'not ours' });
    log.ask(mira, { type: 'engage-team', team: 'files', reason: 'it is' });
    expect(log.state.teams).toMatchObject([{ state: 'engaged' }]);
  });

  it('refuses words about a team that is not there, and promises in the past', () => {
    const log = declared({ teams: ['files'] });
    const due = log.now;
    const absent = { type: 'set-team-state', team: 'maps', state: 'working', note: '' } as const;
    expect(refusalOf(log, absent)).toBe('no-such-team');
    expect(refusalOf(log, { type: 'set-team-update-due', team: 'files', due })).toBe('past');
    expect(refusalOf(log, { type: 'set-update-due', due })).toBe('past');
  });
});

describe('tasks, notes and marks', () => {
  it('names tasks in order and never uses a name twice', () => {
    const log = declared();
    const add = { type: 'add-task', title: 'Roll back', assignee: olaRef, team: null } as const;
    log.ask(mira, add);
    log.ask(mira, { type: 'undo', seq: null });
    log.ask(mira, add);
    log.ask(mira, { type: 'complete-task', task: 'T2' });
    expect(log.state.tasks).toMatchObject([{ task: 'T2', done: true, doneAt: log.now }]);
    expect(refusalOf(log, { type: 'complete-task', task: 'T1' })).toBe('no-such-task');
    log.ask(mira, { type: 'reopen-task', task: 'T2' });
    log.ask(mira, { type: 'assign-task', task: 'T2', assignee: null });
    expect(log.state.tasks).toMatchObject([{ done: false, doneAt: null, assignee: null }]);
  });

  it('marks entries that exist, and a decision from its note', () => {
    const log = declared();
    log.ask(mira, { type: 'note', text: 'Roll back', code: null, attachments: [], decision: true });
    log.ask(mira, { type: 'mark', seq: 1, mark: 'pinned', on: true });
    expect(log.state.marks).toEqual([
      { seq: 2, mark: 'decision' },
      { seq: 1, mark: 'pinned' },
    ]);
    expect(refusalOf(log, { type: 'mark', seq: 99, mark: 'pinned', on: true })).toBe('no-such-entry');
  });
});

describe('alerts', () => {
  it('counts a storm in one entry a report, and says how many are new', () => {
    const log = declared({ origin: { kind: 'alert-group', id: 'g1' }, alertCount: 1 });
    const storm = { type: 'record-alerts', group: 'g1', title: '', firing: 240, total: 241 } as const;
    log.ask(system, { ...storm, newTitles: ['a', 'b', 'c', 'd', 'e', 'f'] });
    expect(log.events.at(-1)).toMatchObject({ data: { added: 240, titles: ['a', 'b', 'c', 'd', 'e'] } });
    expect(log.ask(system, { ...storm, newTitles: [] })).toEqual({ ok: true, events: [] });
    log.ask(system, { type: 'record-alerts-resolved', group: 'g1' });
    expect(log.state.alertGroups).toEqual([{ group: 'g1', title: 'Uploads fail', firing: 0, total: 241 }]);
  });
});

describe('the end', () => {
  const note = { type: 'note', text: 'ps', code: null, attachments: [], decision: false } as const;

  it('accepts afterwards only looking back, follow-ups and what others report', () => {
    const log = declared({ teams: ['files'] });
    log.ask(mira, { type: 'resolve', summary: 'rolled back' });
    expect(log.state).toMatchObject({ state: 'resolved', resolution: 'rolled back', updateDue: null });
    expect(refusalOf(log, { type: 'set-severity', severity: 'SEV1', reason: '' })).toBe('closed');
    expect(refusalOf(log, { type: 'set-state', state: 'mitigating' })).toBe('closed');
    expect(refusalOf(log, { type: 'engage-team', team: 'maps', reason: '' })).toBe('closed');
    expect(refusalOf(log, { type: 'take-role', role: 'field-marshal' })).toBe('closed');
    expect(refusalOf(log, note)).toBe('accepted');
    expect(refusalOf(log, page('failed', 'files'), system)).toBe('accepted');
  });

  it('is reviewed after it is resolved, and reopened from both', () => {
    const log = declared();
    expect(refusalOf(log, { type: 'review', summary: '' })).toBe('not-closed');
    expect(refusalOf(log, { type: 'reopen', reason: '' })).toBe('not-closed');
    log.ask(mira, { type: 'resolve', summary: '' });
    log.ask(mira, { type: 'review', summary: 'learned' });
    expect(log.state.state).toBe('reviewed');
    expect(refusalOf(log, { type: 'resolve', summary: '' })).toBe('closed');
    log.ask(mira, { type: 'reopen', reason: 'came back' });
    expect(log.state).toMatchObject({ state: 'investigating', reopened: 1, resolvedAt: null });
  });
});

describe('title and summary', () => {
  const began = { title: 'Uploads fail', summary: '' };

  it('are not written over by who began before somebody else changed them', () => {
    const log = declared(began);
    const was = { title: log.state.title, summary: log.state.summary };
    log.ask(mira, { type: 'describe', title: 'Uploads fail in eu-prod', summary: 'since 10:04', was });
    const late = { type: 'describe', title: was.title, summary: 'Customers call', was } as const;
    expect(refusalOf(log, late, ola)).toBe('overtaken');
    expect(log.state.summary).toBe('since 10:04');
  });

  it('may be written over by who did not look', () => {
    const log = declared(began);
    log.ask(mira, { type: 'describe', title: 'A', summary: 'a' });
    log.ask(ola, { type: 'describe', title: 'B', summary: 'b' });
    expect(log.state.title).toBe('B');
  });
});

describe('the bridge', () => {
  it('is joined once each, and only where there is one', () => {
    const log = declared();
    expect(refusalOf(log, { type: 'join-bridge' })).toBe('no-bridge');
    log.ask(mira, { type: 'set-bridge', url: 'https://meet.example/1' });
    log.ask(mira, { type: 'join-bridge' });
    log.ask(mira, { type: 'join-bridge' });
    expect(log.state.bridgeJoined).toHaveLength(1);
    expect(refusalOf(log, { type: 'join-bridge' }, system)).toBe('not-a-person');
  });
});

function page(
  status: 'sent' | 'unknown' | 'failed' | 'acknowledged' | 'declined',
  team: string | null = null,
) {
  const isAnswer = status === 'acknowledged' || status === 'declined';
  return {
    type: 'record-page',
    page: 'p1',
    person: olaRef,
    team,
    channel: isAnswer ? null : 'email',
    status,
    detail: '',
    answeredBy: isAnswer ? 'Ola B' : null,
    happenedAt: null,
  } as const;
}
