import { beforeAll, describe, expect, it } from 'vitest';
import { systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { resolveIncident } from './commands/course.ts';
import { declareIncident } from './declare.ts';
import { getIncident, listEvents } from './read.ts';
import { factsAbout, seedCatalog } from './testing/room.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
  await seedCatalog(env);
});

describe('declaring', () => {
  it('gives numbers in order and tells the other domains everything they need', async () => {
    const mira = as(env, 'mira', ['field-marshal']);
    const one = await declareIncident(mira, {
      title: 'Uploads fail',
      severity: 'SEV2',
      product: 'uploads',
      teams: ['files'],
      drill: true,
      takeLead: true,
    });
    const two = await declareIncident(mira, { title: 'Maps are blank' });
    expect(Number(two.id.slice(4))).toBe(Number(one.id.slice(4)) + 1);
    expect(one.roles).toMatchObject([{ role: 'field-marshal', person: 'mira' }]);
    expect(await factsAbout(env, one.id)).toEqual([
      {
        type: 'incident.declared',
        data: {
          incidentId: one.id,
          title: 'Uploads fail',
          summary: '',
          severity: 'SEV2',
          drill: true,
          product: 'uploads',
          environment: null,
          escalationPolicy: null,
          origin: null,
          by: 'mira',
        },
      },
      {
        type: 'incident.team-engaged',
        data: {
          incidentId: one.id,
          title: 'Uploads fail',
          severity: 'SEV2',
          drill: true,
          team: 'files',
          reason: '',
          by: 'mira',
        },
      },
    ]);
  });

  it('refuses what the catalog does not have, naming the field, and declares nothing', async () => {
    const before = await count();
    const asked = declareIncident(as(env, 'mira'), {
      title: 'x',
      product: 'nothing',
      teams: ['files', 'none'],
    });
    await expect(asked).rejects.toMatchObject({
      code: 'invalid',
      faults: [{ path: 'product' }, { path: 'teams[1]' }],
    });
    expect(await count()).toBe(before);
  });

  it('is refused to a viewer, and leading to a responder', async () => {
    const viewer = declareIncident(as(env, 'vera', ['viewer']), { title: 'x' });
    await expect(viewer).rejects.toMatchObject({ code: 'forbidden' });
    const lead = declareIncident(as(env, 'mira'), { title: 'x', takeLead: true });
    await expect(lead).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('declaring from an alert group', () => {
  const origin = { kind: 'alert-group', id: 'g1' } as const;

  it('happens once, however often and by how many at once it is asked for', async () => {
    const ctx = systemCtx(env, 'declare-from-alerts');
    const input = { title: 'ErrorRateHigh', origin, alertCount: 3, product: 'not-in-the-catalog' };
    const answers = await Promise.all(Array.from({ length: 8 }, async () => declareIncident(ctx, input)));
    expect(new Set(answers.map((incident) => incident.id)).size).toBe(1);
    const again = await declareIncident(ctx, { ...input, title: 'Another title' });
    expect(again.title).toBe('ErrorRateHigh');
    expect(again.alertGroups).toEqual([{ group: 'g1', title: 'ErrorRateHigh', firing: 3, total: 3 }]);
    const facts = await factsAbout(env, again.id);
    expect(facts.map((fact) => fact.type)).toEqual(['incident.declared']);
  });

  it('answers with the same incident also after it is over', async () => {
    const ctx = systemCtx(env, 'declare-from-alerts');
    const { id } = await declareIncident(ctx, { title: 'x', origin });
    await resolveIncident(ctx, { id, summary: '' });
    expect(await declareIncident(ctx, { title: 'x', origin })).toMatchObject({ id, state: 'resolved' });
  });

  it('takes a title that PostgreSQL cannot keep as it is', async () => {
    const ctx = systemCtx(env, 'declare-from-alerts');
    const title = `disk\0full \uD800${'x'.repeat(300)}`;
    const made = await declareIncident(ctx, { title, origin: { kind: 'alert-group', id: 'g2' } });
    expect(made.title.startsWith('disk\u{FFFD}full \u{FFFD}xxx')).toBe(true);
    expect(await getIncident(ctx, { id: made.id })).toEqual(made);
    const { items } = await listEvents(ctx, { id: made.id, order: 'oldest', limit: 10 });
    expect(items[0]?.data).toMatchObject({ title: made.title });
  });
});

async function count(): Promise<number> {
  const rows = await env.databases.web.selectFrom('incident').select('id').execute();
  return rows.length;
}
