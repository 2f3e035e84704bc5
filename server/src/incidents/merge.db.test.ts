import { beforeAll, describe, expect, it } from 'vitest';
import { systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { addTask, completeTask } from './commands/work.ts';
import { mergeIncident } from './merge.ts';
import { getIncident } from './read.ts';
import { recordOnIncident } from './record.ts';
import { declared, factsAbout, seedCatalog } from './testing/room.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
  await seedCatalog(env);
});

const marshal = () => as(env, 'mira', ['field-marshal']);

describe('merging duplicates', () => {
  it('moves alerts, teams and open tasks, points to the other, and tells who must follow', async () => {
    const origin = { kind: 'alert-group', id: 'g1' } as const;
    const source = await declared(systemCtx(env, 'test'), { origin, alertCount: 4 });
    const target = await declared(marshal(), { teams: ['maps'] });
    await addTask(marshal(), { id: source.id, title: 'Open', assignee: null, team: null });
    await addTask(marshal(), { id: source.id, title: 'Done', assignee: null, team: null });
    await completeTask(marshal(), { id: source.id, task: 'T2' });
    const after = await mergeIncident(marshal(), { id: source.id, into: target.id });
    expect(after).toMatchObject({
      id: target.id,
      mergedFrom: [source.id],
      alertGroups: [{ group: 'g1', total: 4 }],
      tasks: [{ task: 'T1', title: 'Open' }],
    });
    const gone = await getIncident(marshal(), { id: source.id });
    expect(gone).toMatchObject({ state: 'resolved', mergedInto: target.id });
    const facts = await factsAbout(env, source.id);
    expect(facts.at(-1)).toMatchObject({ type: 'incident.merged', data: { into: target.id } });
    const row = await env.databases.web
      .selectFrom('incident')
      .select(['is_open', 'merged_into', 'state'])
      .where('id', '=', source.id)
      .executeTakeFirst();
    expect(row).toEqual({ is_open: false, merged_into: target.id, state: 'resolved' });
  });

  it('of two the other way round at the same time does one and refuses the other, without blocking', async () => {
    const both = async () => {
      const one = await declared(marshal());
      const two = await declared(marshal());
      return Promise.allSettled([
        mergeIncident(marshal(), { id: one.id, into: two.id }),
        mergeIncident(marshal(), { id: two.id, into: one.id }),
      ]);
    };
    // Several pairs, because two that block each other must first meet in the middle.
    for (let round = 0; round < 5; round += 1) {
      const pairs = await Promise.all([both(), both(), both(), both()]);
      for (const outcomes of pairs) {
        expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
        const refusal = outcomes.find((outcome) => outcome.status === 'rejected');
        expect(refusal?.reason).toMatchObject({ code: 'refused' });
      }
    }
  });

  it('refuses itself and what does not exist, and changes nothing then', async () => {
    const one = await declared(marshal());
    await expect(mergeIncident(marshal(), { id: one.id, into: one.id })).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(mergeIncident(marshal(), { id: one.id, into: 'INC-9999' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await getIncident(marshal(), { id: one.id })).toMatchObject({ seq: 1, state: 'triage' });
  });
});

describe('facts from elsewhere', () => {
  const page = { type: 'record-page', page: 'p1', person: 'ola', team: 'files', channel: 'email' } as const;

  it('are written as they are, with the person’s name', async () => {
    const ctx = systemCtx(env, 'log-page');
    const { id } = await declared(marshal());
    const sent = { ...page, status: 'sent', detail: '', answeredBy: null, happenedAt: null } as const;
    await recordOnIncident(ctx, { incidentId: id, command: sent });
    const answer = { ...sent, status: 'acknowledged', answeredBy: 'Ola Berg' } as const;
    const after = await recordOnIncident(ctx, { incidentId: id, command: answer });
    expect(after).toMatchObject({
      state: 'investigating',
      pages: [{ page: 'p1', name: 'Ola Berg', status: 'acknowledged' }],
      teams: [{ team: 'files', state: 'acknowledged' }],
    });
    const facts = await factsAbout(env, id);
    expect(facts.map((fact) => fact.type)).toEqual(['incident.declared', 'incident.acknowledged']);
    const strange = {
      ...page,
      page: 'p2',
      person: 'gone',
      status: 'failed',
      detail: '550',
      answeredBy: null,
      happenedAt: null,
    };
    const late = await recordOnIncident(ctx, {
      incidentId: id,
      command: { ...strange, status: 'failed' },
    });
    expect(late.pages.at(-1)).toMatchObject({ person: 'gone', name: 'gone', status: 'failed' });
  });

  it('reach the incident that took over, also over two merges', async () => {
    const [one, two, three] = [
      await declared(marshal()),
      await declared(marshal()),
      await declared(marshal()),
    ];
    await mergeIncident(marshal(), { id: one.id, into: two.id });
    await mergeIncident(marshal(), { id: two.id, into: three.id });
    const counts = { group: 'g9', title: 'Late', firing: 2, total: 2, newTitles: ['a', 'b'] };
    const after = await recordOnIncident(systemCtx(env, 'count-alerts'), {
      incidentId: one.id,
      command: { type: 'record-alerts', ...counts },
    });
    expect(after).toMatchObject({ id: three.id, alertGroups: [{ group: 'g9', firing: 2 }] });
  });
});
