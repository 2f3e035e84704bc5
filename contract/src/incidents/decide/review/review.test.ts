import { describe, expect, it } from 'vitest';
import type { CommandBody } from '../command.ts';
import { incidentLimits } from '../../limits.ts';
import { declared, person, type TestLog } from '../../testing-log.ts';

const mira = person('mira');
const action = {
  type: 'add-action',
  title: 'Warn before the disk is full',
  aim: 'detect',
  owner: { person: 'ola', name: 'Ola' },
  team: null,
  dueOn: '2026-12-01',
  task: null,
  factor: null,
} as const;
const factor = { type: 'add-factor', kind: 'trigger', text: 'the disk was full', entries: [1] } as const;

function refusal(log: TestLog, command: CommandBody): string {
  const decision = log.ask(mira, command);
  return decision.ok ? 'ok' : decision.code;
}

describe('the review of an incident', () => {
  it('is written part by part, also while it is open and after it was reviewed', () => {
    const log = declared();
    log.ask(mira, { type: 'write-review', part: 'detection', text: 'By a check', basis: 0 });
    log.ask(mira, { type: 'resolve', summary: '' });
    log.ask(mira, { type: 'review', summary: '' });
    log.ask(mira, { type: 'write-review', part: 'lessons', text: 'Disks fill', basis: 0 });
    expect(log.state.review.parts).toMatchObject([
      { part: 'detection', text: 'By a check', by: 'mira displayed', seq: 2 },
      { part: 'lessons', text: 'Disks fill', seq: 5 },
    ]);
  });

  it('loses nobody’s words: who began from an older text is refused', () => {
    const log = declared();
    log.ask(mira, { type: 'write-review', part: 'lessons', text: 'Disks fill', basis: 0 });
    const late = { type: 'write-review', part: 'lessons', text: 'Mine', basis: 0 } as const;
    expect(refusal(log, late)).toBe('overtaken');
    expect(refusal(log, { ...late, basis: 2 })).toBe('ok');
    expect(log.state.review.parts).toMatchObject([{ text: 'Mine', seq: 3 }]);
  });

  it('names factors and actions once and for all, also where one was removed', () => {
    const log = declared();
    log.ask(mira, factor);
    log.ask(mira, { type: 'remove-factor', factor: 'F1' });
    log.ask(mira, factor);
    log.ask(mira, action);
    expect(log.state.review.factors.map((each) => each.factor)).toEqual(['F2']);
    expect(log.state.review.actions).toMatchObject([{ action: 'A1', state: 'open', endedAt: null }]);
  });

  it('says when an action ended, and forgets it when it goes on', () => {
    const log = declared();
    log.ask(mira, action);
    log.ask(mira, { type: 'move-action', action: 'A1', to: 'done', note: 'shipped' });
    expect(log.state.review.actions).toMatchObject([{ state: 'done', note: 'shipped', endedAt: log.now }]);
    log.ask(mira, { type: 'move-action', action: 'A1', to: 'doing', note: '' });
    expect(log.state.review.actions).toMatchObject([{ state: 'doing', endedAt: null }]);
  });

  it.each<[string, CommandBody]>([
    ['no-such-entry', { ...factor, entries: [99] }],
    ['no-such-factor', { type: 'remove-factor', factor: 'F9' }],
    ['no-such-factor', { ...factor, type: 'change-factor', factor: 'F9' }],
    ['no-such-action', { type: 'move-action', action: 'A9', to: 'done', note: '' }],
    ['no-such-task', { ...action, task: 'T7' }],
    ['no-such-factor', { ...action, factor: 'F7' }],
  ])('refuses what names nothing (%s)', (code, command) => {
    expect(refusal(declared(), command)).toBe(code);
  });

  it('is undone like everything else, also after the end', () => {
    const log = declared();
    log.ask(mira, { type: 'resolve', summary: '' });
    log.ask(mira, factor);
    log.ask(mira, { type: 'change-factor', factor: 'F1', kind: 'condition', text: 'other', entries: [] });
    log.ask(mira, { type: 'undo', seq: null });
    expect(log.state.review.factors).toMatchObject([{ kind: 'trigger', text: 'the disk was full' }]);
    log.ask(mira, action);
    log.ask(mira, { type: 'undo', seq: null });
    expect(log.state.review.actions).toEqual([]);
  });

  it('stores nothing where nothing changes', () => {
    const log = declared();
    log.ask(mira, action);
    const { type: _, ...content } = action;
    const before = log.events.length;
    log.ask(mira, { type: 'change-action', action: 'A1', ...content });
    log.ask(mira, { type: 'move-action', action: 'A1', to: 'open', note: 'again' });
    expect(log.events).toHaveLength(before);
  });

  it('can finish its actions where the incident went on elsewhere, and nothing else', () => {
    const log = declared();
    log.ask(mira, action);
    log.append(mira, [{ type: 'merged', version: 1, data: { into: 'INC-2' } }]);
    expect(refusal(log, action)).toBe('merged');
    expect(refusal(log, { type: 'move-action', action: 'A1', to: 'done', note: '' })).toBe('ok');
  });

  it('holds no more than its limits', () => {
    const log = declared();
    for (let n = 0; n < incidentLimits.factors; n += 1) log.ask(mira, factor);
    expect(refusal(log, factor)).toBe('too-many');
  });
});

describe('a tracker that speaks of a ticket', () => {
  const jira = { kind: 'integration', id: 'integration-1', name: 'jira', person: null } as const;
  const hear = (more: Partial<Extract<CommandBody, { type: 'hear-ticket' }>>): CommandBody => ({
    type: 'hear-ticket',
    action: 'A1',
    ticket: { tracker: 'jira', key: 'OPS-1', url: null },
    state: 'Open',
    means: 'open',
    at: null,
    ...more,
  });
  const ticketed = (): TestLog => {
    const log = declared();
    log.ask(mira, action);
    log.ask(jira, hear({}));
    return log;
  };
  const stateOf = (log: TestLog) => log.state.review.actions[0]?.state;

  it('links the action, keeps its own words, ends the action and takes it up again', () => {
    const log = ticketed();
    expect(log.state.review.actions).toMatchObject([
      { state: 'open', ticket: { key: 'OPS-1', state: 'Open' } },
    ]);
    log.ask(jira, hear({ state: 'Shipped', means: 'done' }));
    expect(log.state.review.actions).toMatchObject([{ state: 'done', note: 'OPS-1 is “Shipped”.' }]);
    log.ask(jira, hear({ state: 'Reopened', means: 'open' }));
    expect(log.state.review.actions).toMatchObject([{ state: 'open', endedAt: null }]);
  });

  it('changes nothing by saying the same again, also after somebody here said otherwise', () => {
    const log = ticketed();
    log.ask(jira, hear({ state: 'Done', means: 'done' }));
    log.ask(mira, { type: 'move-action', action: 'A1', to: 'open', note: 'not yet' });
    const before = log.events.length;
    log.ask(jira, hear({ state: 'Done', means: 'done' }));
    expect([log.events.length, stateOf(log)]).toEqual([before, 'open']);
  });

  it('is not believed where it says what was before what it has said', () => {
    const log = ticketed();
    log.ask(jira, hear({ state: 'Done', means: 'done', at: '2026-11-24T12:00:00.000Z' }));
    log.ask(jira, hear({ state: 'Doing', means: 'doing', at: '2026-11-24T11:00:00.000Z' }));
    expect(log.state.review.actions).toMatchObject([{ state: 'done', ticket: { state: 'Done' } }]);
  });

  it.each([
    ['dropped', 'done', 'dropped'],
    ['done', 'dropped', 'done'],
    ['doing', 'open', 'doing'],
    ['doing', null, 'doing'],
    ['done', 'doing', 'doing'],
  ] as const)('leaves %s, told %s, as %s', (from, means, to) => {
    const log = ticketed();
    log.ask(mira, { type: 'move-action', action: 'A1', to: from, note: '' });
    log.ask(jira, hear({ state: 'another', means }));
    expect(stateOf(log)).toBe(to);
  });

  it('follows a ticket that got another key, and is refused where another tracker has it', () => {
    const log = ticketed();
    log.ask(jira, hear({ ticket: { tracker: 'jira', key: 'NEW-7', url: 'https://jira.example/NEW-7' } }));
    expect(log.state.review.actions).toMatchObject([{ ticket: { key: 'NEW-7', state: 'Open' } }]);
    const other = hear({ ticket: { tracker: 'github', key: 'a/b#1', url: null } });
    const decision = log.ask(jira, other);
    expect(decision).toMatchObject({ ok: false, code: 'other-ticket' });
  });

  it('is still heard of an action whose incident went on elsewhere', () => {
    const log = ticketed();
    log.append(mira, [{ type: 'merged', version: 1, data: { into: 'INC-2' } }]);
    log.ask(jira, hear({ state: 'Done', means: 'done' }));
    expect(stateOf(log)).toBe('done');
  });
});
