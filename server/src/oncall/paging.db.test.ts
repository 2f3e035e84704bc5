import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  acknowledgeEscalations,
  answerInChannel,
  answerPage,
  pagingHealth,
  stopEscalations,
} from './index.ts';
import { pageByHand } from './pages/page-by-hand.ts';
import { listPages, readPage } from './pages/read-pages.ts';
import { sweep } from './escalations/run-step.ts';
import { pagingWorld, type PagingWorld } from './testing/paging-world.ts';
import { onCallNow } from './roster/who-is-on-call.ts';

async function pageOf(world: PagingWorld, person: string): Promise<string> {
  const { items } = await listPages(world.as('ada'), { limit: 50, person });
  return items[0]?.id ?? 'none';
}

async function facts(world: PagingWorld): Promise<string[]> {
  const rows = await world.env.databases.web
    .selectFrom('fact')
    .select(['type', 'data'])
    .orderBy('id')
    .execute();
  return rows.filter((row) => row.type.startsWith('page.')).map((row) => row.type);
}

async function progress(world: PagingWorld): Promise<string[]> {
  const { rows } = await sql<{ outcome: string }>`
    select data->>'outcome' as outcome from fact where type = 'page.progressed' order by id`.execute(
    world.env.databases.web,
  );
  return rows.map(({ outcome }) => outcome);
}

async function status(world: PagingWorld, id: string): Promise<string | undefined> {
  const row = await world.env.databases.web
    .selectFrom('escalation')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.status;
}

async function statuses(world: PagingWorld, ids: readonly string[]): Promise<(string | undefined)[]> {
  return Promise.all(ids.map(async (id) => status(world, id)));
}

test('pages to a person may leave together; a SEV1 never waits, and machines get each by itself', async () => {
  const world = await pagingWorld();
  const both = '[{ channel: email, address: ada@example.org }, { channel: webhook, url: HOOK/ada }]';
  await world.apply(`apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { email: ada@example.org, contactMethods: ${both}, notificationRules: [{ ring: [{ channel: email }, { channel: webhook }] }] }`);
  const severities = { 'INC-1': 'SEV1', 'INC-2': 'SEV2', 'INC-3': null } as const;
  for (const [incidentId, severity] of Object.entries(severities))
    await world.start({ incidentId, severity });
  const { items } = await listPages(world.as('ada'), { limit: 50, person: 'ada' });
  expect(items).toHaveLength(3);
  const rows = await world.env.databases.web
    .selectFrom('delivery')
    .select(['incident_id as incident', 'channel', 'bundle'])
    .orderBy('incident_id')
    .orderBy('channel')
    .execute();
  expect(rows.map(({ incident, channel, bundle }) => [incident, channel, bundle])).toEqual([
    ['INC-1', 'email', 'lead'],
    ['INC-1', 'webhook', null],
    ['INC-2', 'email', 'wait'],
    ['INC-2', 'webhook', null],
    ['INC-3', 'email', 'lead'],
    ['INC-3', 'webhook', null],
  ]);
});

describe('paging', () => {
  test('rings who is on call, then the team, then the fallback, and then says loudly that nobody answered', async () => {
    const world = await pagingWorld();
    const id = await world.start();
    await world.pass(0);
    expect(world.people()).toEqual(['ada']);
    await world.pass(4.9);
    expect(world.people()).toEqual(['ada']);
    await world.pass(0.2);
    expect(world.people()).toEqual(['ada', 'bo', 'cy']);
    await world.pass(5);
    expect(world.people()).toEqual(['ada', 'bo', 'cy', 'zed']);
    await world.pass(10);
    expect(await status(world, id)).toBe('exhausted');
    expect((await facts(world)).filter((type) => type === 'page.exhausted')).toHaveLength(2);
    for (let walked = 0; walked < 6; walked += 1) await world.pass(30);
    expect(world.people()).toHaveLength(4);
  });

  test('does not let a title turn the link around', async () => {
    const world = await pagingWorld();
    await world.start({ title: 'Pay\u202e fails', reason: '\u2067somebody' });
    const row = await world.env.databases.web.selectFrom('delivery').select('message').executeTakeFirst();
    expect(row?.message).toMatchObject({ subject: '[SEV1] INC-1 Pay fails', data: { reason: 'somebody' } });
    expect(JSON.stringify(row?.message)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  test('rings once however often it is started, and by the policy as it was', async () => {
    const world = await pagingWorld();
    const first = await world.start();
    await world.env.drain();
    await world.apply(`apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: zed }], minutes: 1 }] }`);
    expect(await world.start()).toBe(first);
    await world.pass(5.1);
    expect(world.people()).toEqual(['ada', 'bo', 'cy']);
  });

  test('goes past a schedule with nobody at once', async () => {
    const world = await pagingWorld();
    await world.start({ policy: 'empty' });
    await world.env.drain();
    expect(world.people()).toEqual(['bo']);
  });

  test('goes past somebody who left while it ran', async () => {
    const world = await pagingWorld();
    await world.apply(`apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: zed }], minutes: 5 }, { targets: [{ schedule: rota }], minutes: 5 }, { targets: [{ person: bo }], minutes: 5 }] }`);
    await world.start();
    await world.env.drain();
    await world.apply(`apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: rota }
spec: { timezone: Europe/London }`);
    await world.pass(5.1);
    expect(world.people()).toEqual(['bo', 'zed']);
  });

  test('without any policy says so at once', async () => {
    const world = await pagingWorld();
    await world.apply(`apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { steps: [{ targets: [{ person: zed }] }] }`);
    const id = await world.start({ policy: null });
    expect(await status(world, id)).toBe('exhausted');
    expect(await facts(world)).toEqual(['page.exhausted']);
  });

  test('marks a page that left long after it was due', async () => {
    const world = await pagingWorld();
    await world.start();
    await world.pass(25);
    expect(world.rang[0]?.body.data['subject']).toMatch(/^\[Late 25 min\] \[SEV1\] INC-1/);
    expect(world.rang[0]?.body.data['text']).toContain('LATE: this was due 25 min ago');
  });

  test('finds an overdue step whose timer was lost', async () => {
    const world = await pagingWorld();
    await world.start();
    await world.env.drain();
    await world.env.databases.web.deleteFrom('timer').where('key', 'like', 'escalation:%').execute();
    await world.pass(6);
    expect(world.people()).toEqual(['ada']);
    await sweep(world.system());
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'bo', 'cy']);
  });

  test('sends once when two workers look at the same moment', async () => {
    const world = await pagingWorld();
    await world.start();
    await Promise.all([world.env.drain(), world.env.drain()]);
    await world.env.fastForward(5.1 * 60_000);
    await Promise.all([world.env.drain(), world.env.drain()]);
    expect(world.people()).toEqual(['ada', 'bo', 'cy']);
  });

  test('pages a person once for an incident that two escalations ask about, and one answer ends both', async () => {
    const world = await pagingWorld();
    const whole = await world.start();
    const team = await world.start({ team: 'edge', policy: null });
    await world.env.drain();
    expect(world.people()).toEqual(['ada']);
    await answerPage(world.as('ada'), { pageId: await pageOf(world, 'ada'), answer: 'acknowledge' });
    expect([await status(world, whole), await status(world, team)]).toEqual(['acknowledged', 'acknowledged']);
  });
});

describe('a message that cannot be delivered', () => {
  test('goes by the next contact method at once', async () => {
    const world = await pagingWorld();
    world.answerWith('ada', 410);
    await world.start();
    await world.env.drain();
    expect(world.people()).toEqual(['ada-second']);
    const page = await readPage(world.as('ada'), { id: await pageOf(world, 'ada') });
    expect(page.rings.map(({ outcome }) => outcome)).toEqual(['failed', 'sent']);
  });

  test('by no method goes on to the next step at once', async () => {
    const world = await pagingWorld();
    world.answerWith('ada', 410);
    world.answerWith('ada-second', 404);
    await world.start();
    await world.env.drain();
    expect(world.people()).toEqual(['bo', 'cy']);
    const { schedules } = await onCallNow(world.as('ada'), {});
    const rota = schedules.find(({ schedule }) => schedule === 'rota');
    expect(rota?.people[0]).toMatchObject({ person: 'ada', reachability: { state: 'not reached' } });
  });

  test('for now is tried again under the same id, tells so, and does not hold up the escalation', async () => {
    const world = await pagingWorld();
    world.answerWith('ada', 503);
    await world.start();
    await world.env.drain();
    await world.pass(5.1);
    expect(world.people()).toEqual(['bo', 'cy']);
    world.answerWith('ada', 204);
    await world.pass(1);
    expect(world.people()).toContain('ada');
    const page = await readPage(world.as('ada'), { id: await pageOf(world, 'ada') });
    const tries = page.rings[0]?.tries.map(({ outcome }) => outcome);
    expect(tries?.at(0)).toBe('failed');
    expect(tries?.at(-1)).toBe('sent');
    expect(await facts(world)).toContain('page.progressed');
  });

  test('that was cut off by a crash is called unknown and sent again under the same id', async () => {
    const world = await pagingWorld();
    await world.start();
    // What a process leaves behind that was killed while it was sending.
    await world.env.databases.web.updateTable('delivery').set({ state: 'sending', attempts: 1 }).execute();
    const { id, key } = await world.env.databases.web
      .selectFrom('delivery')
      .select(['id', 'key'])
      .executeTakeFirstOrThrow();
    await world.env.databases.web
      .insertInto('delivery_attempt')
      .values({ delivery_id: id, attempt: 1, started_at: new Date(), permanent: false, detail: '' })
      .execute();
    await world.env.drain();
    expect(world.rang.map((each) => each.id)).toEqual([key]);
    const page = await readPage(world.as('ada'), { id: await pageOf(world, 'ada') });
    expect(page.rings[0]?.tries.map(({ outcome }) => outcome)).toEqual(['unknown', 'sent']);
    expect(await progress(world)).toEqual(['unknown', 'sent']);
  });
});

describe('an answer', () => {
  test('between two steps ends it: nobody else is rung', async () => {
    const world = await pagingWorld();
    const id = await world.start();
    await world.env.drain();
    const pageId = await pageOf(world, 'ada');
    expect(await answerPage(world.as('ada'), { pageId, answer: 'acknowledge' })).toEqual({
      outcome: 'acknowledged',
      by: 'ada',
    });
    await world.pass(60);
    expect(world.people()).toEqual(['ada']);
    expect(await status(world, id)).toBe('acknowledged');
    expect(await facts(world)).toContain('page.answered');
  });

  test('before the message left drops it with a note', async () => {
    const world = await pagingWorld();
    await world.start();
    await answerPage(world.as('bo'), { pageId: await pageOf(world, 'ada'), answer: 'acknowledge' });
    await world.pass(1);
    expect(world.people()).toEqual([]);
    const rows = await world.env.databases.web.selectFrom('delivery').select(['state', 'detail']).execute();
    expect(rows).toEqual([{ state: 'cancelled', detail: 'Dropped: Acknowledged by bo' }]);
  });

  test('"cannot take it" rings the next at once, and only the paged person can say it', async () => {
    const world = await pagingWorld();
    await world.start();
    await world.env.drain();
    const pageId = await pageOf(world, 'ada');
    await expect(answerPage(world.as('bo'), { pageId, answer: 'cannot' })).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await answerPage(world.as('ada'), { pageId, answer: 'cannot' })).toEqual({
      outcome: 'declined',
      by: null,
    });
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'bo', 'cy']);
  });

  test('has one winner, and the other is told its name', async () => {
    const world = await pagingWorld();
    await world.start();
    await world.pass(0);
    await world.pass(5.1);
    const [bo, cy] = [await pageOf(world, 'bo'), await pageOf(world, 'cy')];
    const answers = await Promise.all([
      answerPage(world.as('bo'), { pageId: bo, answer: 'acknowledge' }),
      answerPage(world.as('cy'), { pageId: cy, answer: 'acknowledge' }),
    ]);
    const winner = answers.find(({ outcome }) => outcome === 'acknowledged')?.by;
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['acknowledged', 'already-acknowledged']);
    expect(answers.map(({ by }) => by)).toEqual([winner, winner]);
    expect((await facts(world)).filter((type) => type === 'page.answered')).toHaveLength(1);
  });

  test('races with the step that is due: whoever is first, nobody is rung after the answer', async () => {
    const world = await pagingWorld();
    await world.start();
    await world.env.drain();
    const pageId = await pageOf(world, 'ada');
    await world.env.fastForward(5.1 * 60_000);
    const [answer] = await Promise.all([
      answerPage(world.as('ada'), { pageId, answer: 'acknowledge' }),
      world.env.drain(),
    ]);
    expect(answer.outcome).toBe('acknowledged');
    const before = world.people().length;
    await world.pass(120);
    expect(world.people()).toHaveLength(before);
  });

  test('needs a role, and a page that exists', async () => {
    const world = await pagingWorld();
    await world.start();
    const viewer = {
      ...world.as('ada'),
      actor: { kind: 'person', person: 'ada', displayName: 'ada', roles: ['viewer'] },
    } as const;
    const pageId = await pageOf(world, 'ada');
    await expect(answerPage(viewer, { pageId, answer: 'acknowledge' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      answerPage(world.as('ada'), { pageId: 'PG-x', answer: 'acknowledge' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('stopping', () => {
  test('ends every escalation of the incident, closes its pages, and lets it be started anew', async () => {
    const world = await pagingWorld();
    const id = await world.start();
    await world.env.drain();
    await stopEscalations(world.system(), { incidentId: 'INC-1', why: 'INC-1 was resolved' });
    await world.pass(60);
    expect(world.people()).toEqual(['ada']);
    expect(await readPage(world.as('ada'), { id: await pageOf(world, 'ada') })).toMatchObject({
      state: 'closed',
      endedWhy: 'INC-1 was resolved',
    });
    expect(await world.start()).not.toBe(id);
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'ada']);
  });
});

describe('paging by hand', () => {
  test('rings a person or a team, once while it runs', async () => {
    const world = await pagingWorld();
    await world.start();
    const ctx = world.as('ada');
    const first = await pageByHand(ctx, { id: 'INC-1', person: 'zed', reason: 'knows the maps' });
    expect(await pageByHand(ctx, { id: 'INC-1', person: 'zed' })).toEqual({ ...first, alreadyPaging: true });
    await world.env.drain();
    expect(world.people()).toEqual(['ada', 'zed']);
    const zed = world.rang.find(({ person }) => person === 'zed');
    expect(zed?.body.data).toMatchObject({ title: 'Checkout fails', reason: 'ada: knows the maps' });
  });

  describe('once more, where nobody had answered', () => {
    /** The escalations that asked zed, one after another, and zed's page, which both asked by. */
    async function askedTwice() {
      const world = await pagingWorld();
      await world.start();
      const ask = async () =>
        (await pageByHand(world.as('ada'), { id: 'INC-1', person: 'zed' })).escalationId;
      const first = await ask();
      for (let walked = 0; walked < 6; walked += 1) await world.pass(30);
      const asked = [first, await ask()];
      return { world, pageId: await pageOf(world, 'zed'), statuses: async () => statuses(world, asked) };
    }

    test('is answered by the page of both: the last asking is acknowledged, the one before is over', async () => {
      const { world, pageId, statuses } = await askedTwice();
      expect(await statuses()).toEqual(['exhausted', 'paging']);
      const answered = await answerPage(world.as('zed'), { pageId, answer: 'acknowledge' });
      expect(answered).toEqual({ outcome: 'acknowledged', by: 'zed' });
      expect(await statuses()).toEqual(['stopped', 'acknowledged']);
    });

    test('is answered in the room the same way', async () => {
      const { world, statuses } = await askedTwice();
      await acknowledgeEscalations(world.system(), {
        incidentId: 'INC-1',
        why: 'Ada is on it',
        byPerson: null,
      });
      expect(await statuses()).toEqual(['stopped', 'acknowledged']);
    });

    test('is answered in the channel the same way', async () => {
      const { world, pageId, statuses } = await askedTwice();
      await answerInChannel(world.system(), { regarding: pageId, answer: 'acknowledge' });
      expect(await statuses()).toEqual(['stopped', 'acknowledged']);
    });

    test('is answered by a page that only the first asking sent: its people are rung no more', async () => {
      const world = await pagingWorld();
      await world.start();
      const ask = async () => (await pageByHand(world.as('ada'), { id: 'INC-1', team: 'edge' })).escalationId;
      const first = await ask();
      for (let walked = 0; walked < 6; walked += 1) await world.pass(30);
      const asked = [first, await ask()];
      await world.env.drain();
      expect(await statuses(world, asked)).toEqual(['exhausted', 'paging']);
      const before = world.people().length;
      await answerPage(world.as('bo'), { pageId: await pageOf(world, 'bo'), answer: 'acknowledge' });
      expect(await statuses(world, asked)).toEqual(['stopped', 'acknowledged']);
      await world.pass(60);
      expect(world.people()).toHaveLength(before);
    });
  });

  test('refuses who and what does not exist', async () => {
    const world = await pagingWorld();
    const ctx = world.as('ada');
    await expect(pageByHand(ctx, { id: 'INC-1', person: 'nobody' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(pageByHand(ctx, { id: 'INC-9', person: 'zed' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

test('health counts what is due and has not left', async () => {
  const world = await pagingWorld();
  world.answerWith('ada', 503);
  world.answerWith('ada-second', 503);
  await world.start();
  await world.pass(0.2);
  expect(await pagingHealth(world.env)).toMatchObject({ dueUnsent: 1, openEscalations: 1 });
});
