import { beforeAll, describe, expect, it } from 'vitest';
import { AppError, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { acknowledgeIncident } from './acknowledge.ts';
import { resolveIncident } from './commands/course.ts';
import { listEvents } from './read.ts';
import { declared, factsAbout } from './testing/room.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
});

describe('acknowledging', () => {
  it('ends triage, and stores event, fact and audit together', async () => {
    const mira = as(env, 'mira');
    const { id } = await declared(mira);
    const incident = await acknowledgeIncident(mira, { id });
    expect(incident).toMatchObject({ state: 'investigating', seq: 2 });
    expect(incident.acknowledgedAt).not.toBeNull();
    const { items } = await listEvents(mira, { id, order: 'oldest', limit: 10 });
    expect(items.map(({ seq, type, actor }) => [seq, type, actor.id])).toEqual([
      [1, 'declared', 'mira'],
      [2, 'acknowledged', 'mira'],
    ]);
    const facts = await factsAbout(env, id);
    expect(facts.map((fact) => fact.type)).toEqual(['incident.declared', 'incident.acknowledged']);
    const audited = await env.databases.web
      .selectFrom('audit')
      .select('action')
      .where('subject', '=', id)
      .orderBy('seq')
      .execute();
    expect(audited.map((row) => row.action)).toEqual(['incident.declared', 'incident.acknowledged']);
  });

  it('stores nothing the second time, and tells nobody again', async () => {
    const { id } = await declared(as(env, 'mira'));
    await acknowledgeIncident(as(env, 'mira'), { id });
    const again = await acknowledgeIncident(as(env, 'ola'), { id });
    expect(again.seq).toBe(2);
    expect(await factsAbout(env, id)).toHaveLength(2);
  });

  it('is refused to a viewer before anything is looked up', async () => {
    const { id } = await declared(as(env, 'mira'));
    const viewer = as(env, 'vera', ['viewer']);
    await expect(acknowledgeIncident(viewer, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(acknowledgeIncident(viewer, { id: 'INC-999' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is not-found for an incident that does not exist', async () => {
    const asked = acknowledgeIncident(as(env, 'mira'), { id: 'INC-999' });
    await expect(asked).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused with a sentence once the incident is resolved', async () => {
    const { id } = await declared(as(env, 'mira'));
    await resolveIncident(systemCtx(env, 'test', 'web'), { id, summary: '' });
    const asked = acknowledgeIncident(as(env, 'mira'), { id });
    await expect(asked).rejects.toThrow(AppError);
    await expect(acknowledgeIncident(as(env, 'mira'), { id })).rejects.toMatchObject({
      code: 'refused',
      publicMessage: `${id} is resolved; reopen it first, or write a note.`,
    });
  });
});
