import { describe, expect, test } from 'vitest';
import { answerPage, noteActivity, takeSeverity } from './index.ts';
import { listPages } from './pages/read-pages.ts';
import { pagingWorld, type PagingWorld } from './testing/paging-world.ts';

async function worldWith(policy: string): Promise<PagingWorld> {
  const world = await pagingWorld();
  await world.apply(
    `apiVersion: fieldmarshal/v1\nkind: EscalationPolicy\nmetadata: { name: special }\nspec: ${policy}\n`,
  );
  return world;
}

async function begin(
  world: PagingWorld,
  incidentId: string,
  severity: 'SEV1' | 'SEV3' = 'SEV1',
): Promise<string> {
  const id = await world.start({ policy: 'special', incidentId, severity });
  await world.env.drain();
  return id;
}

async function factCount(world: PagingWorld, type: string): Promise<number> {
  const rows = await world.env.databases.web
    .selectFrom('fact')
    .select('id')
    .where('type', '=', type)
    .execute();
  return rows.length;
}

describe('a round-robin step', () => {
  const turns = '{ steps: [{ targets: [{ team: edge, roundRobin: true }], minutes: 5 }], repeat: 0 }';

  test('passes its turn on over incidents, whichever process starts them', async () => {
    const world = await worldWith(turns);
    for (const incident of ['INC-1', 'INC-2', 'INC-3']) await begin(world, incident);
    expect(world.rang.map(({ person }) => person)).toEqual(['bo', 'cy', 'bo']);
  });

  test('gives two incidents of one moment to two people', async () => {
    const world = await worldWith(turns);
    await Promise.all(
      ['INC-1', 'INC-2'].map(async (incidentId) => world.start({ policy: 'special', incidentId })),
    );
    await world.env.drain();
    expect(world.people()).toEqual(['bo', 'cy']);
  });

  test('takes no turn for an incident that is paged already', async () => {
    const world = await worldWith(turns);
    for (const incident of ['INC-1', 'INC-1', 'INC-2']) await begin(world, incident);
    expect(world.people()).toEqual(['bo', 'cy']);
  });
});

describe('a raised severity', () => {
  const bySeverity = `{ steps: [{ targets: [{ person: ada }], minutes: 5 }], repeat: 0,
    variants: [{ name: grave, when: { severities: [SEV1] }, steps: [{ targets: [{ person: zed }], minutes: 5 }] }] }`;

  test('begins anew with those of the variant for it, once however often it is told', async () => {
    const world = await worldWith(bySeverity);
    await begin(world, 'INC-1', 'SEV3');
    expect(world.people()).toEqual(['ada']);
    for (let times = 0; times < 2; times += 1) {
      await takeSeverity(world.system(), { incidentId: 'INC-1', severity: 'SEV1' });
      await world.env.drain();
    }
    expect(world.people()).toEqual(['ada', 'zed']);
    expect(world.rang.at(-1)?.body.data['subject']).toMatch(/^\[SEV1\] INC-1/);
  });

  test('pages nobody where the incident was acknowledged', async () => {
    const world = await worldWith(bySeverity);
    await begin(world, 'INC-1', 'SEV3');
    await acknowledge(world, 'ada');
    await takeSeverity(world.system(), { incidentId: 'INC-1', severity: 'SEV1' });
    await world.pass(60);
    expect(world.people()).toEqual(['ada']);
  });
});

async function acknowledge(world: PagingWorld, person: string): Promise<void> {
  const { items } = await listPages(world.as(person), { limit: 1, person });
  await answerPage(world.as(person), { pageId: items[0]?.id ?? '', answer: 'acknowledge' });
}

describe('an acknowledged incident', () => {
  const watched = '{ steps: [{ targets: [{ person: ada }], minutes: 5 }], ackTimeoutMinutes: 30 }';

  test('on which nobody does anything is paged again, and says so', async () => {
    const world = await worldWith(watched);
    await begin(world, 'INC-1');
    await acknowledge(world, 'ada');
    await world.pass(29.9);
    expect(world.people()).toEqual(['ada']);
    await world.pass(0.2);
    expect(world.people()).toEqual(['ada', 'ada']);
    expect(await factCount(world, 'page.stalled')).toBe(1);
  });

  test('on which somebody does something waits as long again', async () => {
    const world = await worldWith(watched);
    await begin(world, 'INC-1');
    await acknowledge(world, 'ada');
    await world.pass(29);
    await noteActivity(world.system(), { incidentId: 'INC-1' });
    await world.pass(29.9);
    expect(world.people()).toEqual(['ada']);
    await world.pass(0.2);
    expect(world.people()).toEqual(['ada', 'ada']);
  });
});
