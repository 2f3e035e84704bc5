import { beforeAll, describe, expect, it } from 'vitest';
import { ensureAccount } from '#identity';
import { inTransaction, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { addAttachment } from '../attachments/add.ts';
import { mergeIncident } from '../merge.ts';
import { declared, factsAbout, seedCatalog } from '../testing/room.ts';
import * as course from './course.ts';
import * as links from './links.ts';
import * as people from './people.ts';
import * as work from './work.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
  await seedCatalog(env);
});

const lead = () => as(env, 'mira', ['lead']);
const note = { text: 'seen', code: null, attachments: [], decision: false };
const change = { change: 'c1', title: 'Deploy', product: null, environment: null, at: null };

describe('each command', () => {
  it('leads from declaration to review', async () => {
    const mira = lead();
    const { id } = await declared(mira);
    await people.takeRole(mira, { id, role: 'field-marshal' });
    await people.assignRole(mira, { id, role: 'shadow', person: 'ola' });
    await course.describeIncident(mira, { id, title: 'Uploads fail', summary: 'all of them' });
    await course.setSeverity(mira, { id, severity: 'SEV1', reason: 'all of them' });
    await course.setState(mira, { id, state: 'mitigating' });
    await course.setUpdateDue(mira, { id, inMinutes: 20 });
    await course.setBridge(mira, { id, url: 'https://meet.example/1' });
    await course.joinBridge(mira, { id });
    await people.engageTeam(mira, { id, team: 'files', reason: 'theirs' });
    await people.setTeamState(mira, { id, team: 'files', state: 'joined', note: '' });
    await people.setTeamUpdateDue(mira, { id, team: 'files', due: '2999-01-01T00:00:00.000Z' });
    await work.addTask(mira, { id, title: 'Roll back', assignee: 'ola', team: 'files' });
    await work.assignTask(mira, { id, task: 'T1', assignee: null });
    await work.completeTask(mira, { id, task: 'T1' });
    await work.reopenTask(mira, { id, task: 'T1' });
    await work.writeNote(mira, { id, ...note });
    await work.markEntry(mira, { id, seq: 1, mark: 'pinned', on: true });
    await links.linkAlert(mira, { id, alert: 'a1', title: 'ErrorRateHigh' });
    await links.linkChange(mira, { id, ...change });
    await people.dropRole(mira, { id, role: 'shadow', person: 'ola' });
    const open = await people.transferRole(mira, { id, role: 'field-marshal', person: 'ola' });
    expect(open).toMatchObject({
      severity: 'SEV1',
      state: 'mitigating',
      roles: [{ role: 'field-marshal', person: 'ola', name: 'Ola Berg' }],
      teams: [{ team: 'files', state: 'joined', updateDue: '2999-01-01T00:00:00.000Z' }],
      tasks: [{ task: 'T1', done: false, assignee: null }],
      alerts: [{ alert: 'a1' }],
      changes: [{ change: 'c1' }],
      marks: [{ seq: 1, mark: 'pinned' }],
      bridgeJoined: [{ person: 'mira' }],
    });
    await links.unlinkAlert(mira, { id, alert: 'a1' });
    await links.unlinkChange(mira, { id, change: 'c1' });
    await course.resolveIncident(mira, { id, summary: 'rolled back' });
    await course.reopenIncident(mira, { id, reason: 'came back' });
    await course.resolveIncident(mira, { id, summary: 'rolled back again' });
    const end = await course.reviewIncident(mira, { id, summary: 'learned' });
    expect(end).toMatchObject({ state: 'reviewed', reopened: 1, updateDue: null });
    const facts = (await factsAbout(env, id)).map((fact) => fact.type);
    // Every act of a person is a sign of life, whatever else it is.
    expect(facts.filter((type) => type === 'incident.worked-on')).toHaveLength(26);
    expect(facts.filter((type) => type !== 'incident.worked-on')).toEqual([
      'incident.declared',
      'incident.acknowledged',
      'incident.severity-changed',
      'incident.state-changed',
      'incident.update-due-set',
      'incident.team-engaged',
      'incident.team-state-changed',
      'incident.alert-linked',
      'incident.alert-unlinked',
      'incident.resolved',
      'incident.reopened',
      'incident.resolved',
    ]);
  });

  it('counts minutes to the next update on the database’s clock', async () => {
    const mira = lead();
    const { id, declaredAt } = await declared(mira);
    await env.fastForward(3_600_000);
    const { updateDue, changedAt } = await course.setUpdateDue(mira, { id, inMinutes: 20 });
    const aheadMs = Date.parse(updateDue ?? '') - Date.parse(changedAt);
    expect(Math.abs(aheadMs - 20 * 60_000)).toBeLessThan(5_000);
    expect(Date.parse(changedAt) - Date.parse(declaredAt)).toBeGreaterThanOrEqual(3_600_000);
  });
});

describe('names', () => {
  it('that the catalog does not have are refused with their field', async () => {
    const { id } = await declared(lead());
    const asked: [Promise<unknown>, string][] = [
      [people.assignRole(lead(), { id, role: 'scribe', person: 'nobody' }), 'person'],
      [people.engageTeam(lead(), { id, team: 'none', reason: '' }), 'team'],
      [work.addTask(lead(), { id, title: 't', assignee: 'nobody', team: null }), 'assignee'],
      [work.addTask(lead(), { id, title: 't', assignee: null, team: 'none' }), 'team'],
      [work.writeNote(lead(), { id, ...note, attachments: ['f00'] }), 'attachments[0]'],
    ];
    for (const [refused, path] of asked)
      await expect(refused).rejects.toMatchObject({ code: 'invalid', faults: [{ path }] });
  });

  it('of who may only look, or was shut out, is none for a Field Marshal', async () => {
    const { id } = await declared(lead());
    const values = { person: 'ola', email: null, displayName: 'Ola Berg', managedBy: null };
    await inTransaction(as(env, 'root', ['admin']), async (tx) => {
      await ensureAccount(tx, { ...values, roles: ['viewer'] });
    });
    for (const give of [people.assignRole, people.transferRole])
      await expect(give(lead(), { id, role: 'field-marshal', person: 'ola' })).rejects.toMatchObject({
        code: 'refused',
      });
    await people.assignRole(lead(), { id, role: 'shadow', person: 'ola' });
    await inTransaction(as(env, 'root', ['admin']), async (tx) => {
      await ensureAccount(tx, { ...values, roles: ['responder'] });
    });
    const led = await people.assignRole(lead(), { id, role: 'field-marshal', person: 'ola' });
    expect(led.roles).toMatchObject([{ role: 'field-marshal', person: 'ola' }]);
  });

  it('of attachments must be of the same incident', async () => {
    const one = await declared(lead());
    const two = await declared(lead());
    const file = await addAttachment(lead(), {
      incidentId: one.id,
      name: 'a.txt',
      content: Buffer.from('log'),
    });
    await work.writeNote(lead(), { id: one.id, ...note, attachments: [file.id] });
    const stolen = work.writeNote(lead(), { id: two.id, ...note, attachments: [file.id] });
    await expect(stolen).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('permission', () => {
  const id = 'INC-1';
  const every: Record<string, (ctx: Ctx) => Promise<unknown>> = {
    describe: async (ctx) => course.describeIncident(ctx, { id, title: 't', summary: '' }),
    severity: async (ctx) => course.setSeverity(ctx, { id, severity: 'SEV1', reason: '' }),
    state: async (ctx) => course.setState(ctx, { id, state: 'mitigating' }),
    updateDue: async (ctx) => course.setUpdateDue(ctx, { id, due: null }),
    bridge: async (ctx) => course.setBridge(ctx, { id, url: null }),
    joinBridge: async (ctx) => course.joinBridge(ctx, { id }),
    resolve: async (ctx) => course.resolveIncident(ctx, { id, summary: '' }),
    reopen: async (ctx) => course.reopenIncident(ctx, { id, reason: '' }),
    review: async (ctx) => course.reviewIncident(ctx, { id, summary: '' }),
    undo: async (ctx) => course.undoLast(ctx, { id, seq: null }),
    merge: async (ctx) => mergeIncident(ctx, { id, into: 'INC-2' }),
    takeRole: async (ctx) => people.takeRole(ctx, { id, role: 'scribe' }),
    lead: async (ctx) => people.takeRole(ctx, { id, role: 'field-marshal' }),
    assignRole: async (ctx) => people.assignRole(ctx, { id, role: 'scribe', person: 'ola' }),
    transfer: async (ctx) => people.transferRole(ctx, { id, role: 'field-marshal', person: 'ola' }),
    dropRole: async (ctx) => people.dropRole(ctx, { id, role: 'scribe', person: 'ola' }),
    engageTeam: async (ctx) => people.engageTeam(ctx, { id, team: 'files', reason: '' }),
    teamState: async (ctx) => people.setTeamState(ctx, { id, team: 'files', state: 'done', note: '' }),
    teamDue: async (ctx) => people.setTeamUpdateDue(ctx, { id, team: 'files', due: null }),
    addTask: async (ctx) => work.addTask(ctx, { id, title: 't', assignee: null, team: null }),
    assignTask: async (ctx) => work.assignTask(ctx, { id, task: 'T1', assignee: null }),
    completeTask: async (ctx) => work.completeTask(ctx, { id, task: 'T1' }),
    reopenTask: async (ctx) => work.reopenTask(ctx, { id, task: 'T1' }),
    note: async (ctx) => work.writeNote(ctx, { id, ...note }),
    mark: async (ctx) => work.markEntry(ctx, { id, seq: 1, mark: 'pinned', on: true }),
    attach: async (ctx) => addAttachment(ctx, { incidentId: id, name: 'a', content: Buffer.from('a') }),
    linkAlert: async (ctx) => links.linkAlert(ctx, { id, alert: 'a', title: 'A' }),
    unlinkAlert: async (ctx) => links.unlinkAlert(ctx, { id, alert: 'a' }),
    linkChange: async (ctx) => links.linkChange(ctx, { id, ...change }),
    unlinkChange: async (ctx) => links.unlinkChange(ctx, { id, change: 'c1' }),
  };

  it.each(Object.entries(every))('%s is refused to a viewer', async (_, ask) => {
    await expect(ask(as(env, 'vera', ['viewer']))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each(['resolve', 'reopen', 'merge', 'lead', 'transfer', 'review', 'assignRole'])(
    '%s is refused to a responder',
    async (name) => {
      await expect(every[name]?.(as(env, 'rosa'))).rejects.toMatchObject({ code: 'forbidden' });
    },
  );
});
