import { describe, expect, test } from 'vitest';
import { answerPage, acknowledgeEscalations } from './index.ts';
import { listPages } from './pages/read-pages.ts';
import { readShadows } from './roster/read-shadows.ts';
import { pagingWorld, type PagingWorld } from './testing/paging-world.ts';

/** tea learns beside whoever is on call by `rota` (ada), ted beside bo of the second step. */
const trainees = `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: tea }
spec: { displayName: Tea, email: tea@example.org, contactMethods: [{ channel: webhook, url: HOOK/tea }, { channel: webhook, url: HOOK/tea-second }] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ted }
spec: { displayName: Ted, email: ted@example.org, contactMethods: [{ channel: webhook, url: HOOK/ted }] }
---
apiVersion: fieldmarshal/v1
kind: Shadow
metadata: { name: tea-on-rota }
spec: { trainee: tea, schedule: rota }
---
apiVersion: fieldmarshal/v1
kind: Shadow
metadata: { name: ted-with-bo }
spec: { trainee: ted, person: bo }
`;

async function shadowed(): Promise<PagingWorld> {
  const world = await pagingWorld();
  await world.apply(trainees);
  return world;
}

async function pageOf(world: PagingWorld, person: string) {
  const { items } = await listPages(world.as('ada'), { limit: 50, person });
  return items[0] ?? expect.fail(`${person} has no page`);
}

async function answer(world: PagingWorld, person: string, given: 'acknowledge' | 'cannot' = 'acknowledge') {
  return answerPage(world.as(person), { pageId: (await pageOf(world, person)).id, answer: given });
}

describe('a shadow', () => {
  test('is paged beside whom they shadow, and told so', async () => {
    const world = await shadowed();
    await world.start();
    await world.pass(0);
    expect(world.people()).toEqual(['ada', 'tea']);
    const message = world.rang.find(({ person }) => person === 'tea')?.body.data;
    expect(message).toMatchObject({ shadow: true, why: 'shadow of ADA', team: null });
    expect(await pageOf(world, 'tea')).toMatchObject({
      state: 'open',
      shadow: { person: 'ada', displayName: 'ADA', leads: false },
    });
    expect((await pageOf(world, 'ada')).shadow).toBe(null);
  });

  test('who follows stops nothing: the next step rings when it would have', async () => {
    const world = await shadowed();
    await world.start();
    await world.pass(0);
    expect(await answer(world, 'tea')).toEqual({ outcome: 'following', by: null });
    await world.pass(4.9);
    expect(world.people()).toEqual(['ada', 'tea']);
    await world.pass(0.2);
    expect(world.people()).toEqual(['ada', 'bo', 'cy', 'tea', 'ted']);
    expect(await answer(world, 'tea')).toEqual({ outcome: 'following', by: null });
  });

  test('who cannot follow hastens nothing, and is left in peace', async () => {
    const world = await shadowed();
    await world.start();
    await world.pass(0);
    expect((await answer(world, 'tea', 'cannot')).outcome).toBe('declined');
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'tea']);
    await world.pass(5.1);
    expect(world.people()).toEqual(['ada', 'bo', 'cy', 'tea', 'ted']);
  });

  test('answers for nobody, and nobody for them', async () => {
    const world = await shadowed();
    await world.start();
    await world.pass(0);
    const ofAda = (await pageOf(world, 'ada')).id;
    const asTea = answerPage(world.as('tea'), { pageId: ofAda, answer: 'acknowledge' });
    await expect(asTea).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('You shadow here') as unknown,
    });
    const ofTea = (await pageOf(world, 'tea')).id;
    const asAda = answerPage(world.as('ada'), { pageId: ofTea, answer: 'acknowledge' });
    await expect(asAda).rejects.toMatchObject({ code: 'refused' });
    await acknowledgeEscalations(world.system(), {
      incidentId: 'INC-1',
      why: 'Tea is on it',
      byPerson: 'tea',
    });
    await world.pass(5.1);
    expect(world.people()).toContain('bo');
  });

  test('may still follow what whom they shadow has taken', async () => {
    const world = await shadowed();
    await world.start();
    await world.pass(0);
    await answer(world, 'ada');
    expect((await pageOf(world, 'tea')).state).toBe('closed');
    expect((await answer(world, 'tea')).outcome).toBe('following');
  });

  test('whom a later step asks for themselves answers as everybody does', async () => {
    const world = await shadowed();
    await world.apply(`apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: edge }
spec: { members: [bo, tea], escalationPolicy: main }`);
    await world.start();
    await world.pass(0);
    const first = (await pageOf(world, 'tea')).id;
    await world.pass(5.1);
    const { items } = await listPages(world.as('ada'), { limit: 50, person: 'tea' });
    expect(items.map(({ id, state, shadow }) => [id === first, state, shadow === null])).toEqual([
      [false, 'open', true],
      [true, 'closed', false],
    ]);
    expect((await answer(world, 'tea')).outcome).toBe('acknowledged');
    await world.pass(30);
    expect(world.people()).not.toContain('zed');
  });

  test('whose message fails is rung by their next way, and nobody else for it', async () => {
    const world = await shadowed();
    world.answerWith('tea', 410);
    await world.start();
    await world.pass(0);
    expect(world.people()).toEqual(['ada', 'tea-second']);
  });

  test('alone makes a step nobody’s', async () => {
    const world = await shadowed();
    world.answerWith('ada', 410);
    world.answerWith('ada-second', 410);
    await world.start();
    await world.pass(0);
    // ada cannot be reached, so the step goes on though tea was.
    expect(world.people()).toEqual(['bo', 'cy', 'tea', 'ted']);
  });
});

describe('the shadows of the catalog', () => {
  test('hold in their time, beside whoever is on', async () => {
    const world = await shadowed();
    await world.apply(`apiVersion: fieldmarshal/v1
kind: Shadow
metadata: { name: ted-with-bo }
spec: { trainee: ted, person: bo, from: '2020-01-01T00:00:00Z', until: '2021-01-01T00:00:00Z' }`);
    const { items } = await readShadows(world.as('bo'));
    expect(items).toMatchObject([
      { name: 'tea-on-rota', isActive: true, beside: [{ person: 'ada' }], editable: false },
      { name: 'ted-with-bo', isActive: false, beside: [] },
    ]);
  });

  test.each([
    ['themselves', '{ trainee: bo, person: bo }', /nobody shadows themselves/],
    ['nobody', '{ trainee: bo }', /either a person or a schedule/],
    ['both', '{ trainee: bo, person: ada, schedule: rota }', /either a person or a schedule/],
    ['somebody unknown', '{ trainee: bo, person: nessie }', /there is no Person "nessie"/],
    [
      'backwards',
      "{ trainee: bo, person: ada, from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }",
      /must be after from/,
    ],
  ])('are refused beside %s', async (_, spec, sentence) => {
    const world = await shadowed();
    const bad = `apiVersion: fieldmarshal/v1\nkind: Shadow\nmetadata: { name: bad }\nspec: ${spec}`;
    await expect(world.apply(bad)).rejects.toMatchObject({
      faults: [{ message: expect.stringMatching(sentence) as unknown }],
    });
  });
});
