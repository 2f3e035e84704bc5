import { describe, expect, it } from 'vitest';
import { decideMerge } from './merge.ts';
import { declared, person } from '../testing-log.ts';

const mira = person('mira');

describe('merging', () => {
  it('moves what is alive and keeps what the target has already', () => {
    const source = declared({ teams: ['files', 'maps'], alerts: [{ alert: 'a', title: 'A' }] }, 'INC-1');
    const target = declared({ teams: ['files'] }, 'INC-2');
    source.ask(mira, { type: 'add-task', title: 'Open', assignee: null, team: null });
    source.ask(mira, { type: 'add-task', title: 'Done', assignee: null, team: null });
    source.ask(mira, { type: 'complete-task', task: 'T2' });
    target.ask(mira, { type: 'add-task', title: 'Own', assignee: null, team: null });
    target.ask(mira, { type: 'set-team-state', team: 'files', state: 'working', note: '' });
    const merge = decideMerge(source.state, target.state);
    if (!merge.ok) throw new Error(merge.message);
    source.append(mira, [merge.source]);
    target.append(mira, [merge.target]);
    expect(source.state).toMatchObject({ state: 'resolved', mergedInto: 'INC-2' });
    expect(target.state.mergedFrom).toEqual(['INC-1']);
    expect(target.state.teams.map(({ team, state }) => `${team} ${state}`)).toEqual([
      'files working',
      'maps engaged',
    ]);
    expect(target.state.tasks.map(({ task, title }) => `${task} ${title}`)).toEqual(['T1 Own', 'T2 Open']);
    expect(target.state.alerts).toHaveLength(1);
    expect(target.ask(mira, { type: 'complete-task', task: 'T2' })).toMatchObject({ ok: true });
  });

  it('leaves a merged incident with nothing more to say', () => {
    const source = declared({}, 'INC-1');
    const merge = decideMerge(source.state, declared({}, 'INC-2').state);
    if (!merge.ok) throw new Error(merge.message);
    source.append(mira, [merge.source]);
    const answer = source.ask(mira, { type: 'reopen', reason: '' });
    expect(answer).toMatchObject({ ok: false, code: 'merged' });
  });

  it('refuses a drill, on either side: what is real would end as practice', () => {
    const real = declared({}, 'INC-1');
    const drill = declared({ drill: true }, 'INC-2');
    expect(decideMerge(real.state, drill.state)).toMatchObject({ code: 'practice' });
    expect(decideMerge(drill.state, real.state)).toMatchObject({ code: 'practice' });
    expect(decideMerge(drill.state, declared({ drill: true }, 'INC-3').state)).toMatchObject({
      code: 'practice',
    });
  });

  it('refuses itself, the closed and the merged', () => {
    const one = declared({}, 'INC-1');
    const two = declared({}, 'INC-2');
    expect(decideMerge(one.state, one.state)).toMatchObject({ code: 'same-incident' });
    two.ask(mira, { type: 'resolve', summary: '' });
    expect(decideMerge(one.state, two.state)).toMatchObject({ code: 'closed' });
    const gone = { ...one.state, id: 'INC-3', mergedInto: 'INC-9' };
    expect(decideMerge(gone, one.state)).toMatchObject({ code: 'merged' });
  });
});
