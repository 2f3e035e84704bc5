import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { answerLinks, answerPage, stopEscalations, type KnownNow } from '../index.ts';
import { makeOverride } from '../overrides/make-override.ts';
import { pageByHand } from '../pages/page-by-hand.ts';
import { listPages } from '../pages/read-pages.ts';
import { pagingWorld, type PagingWorld } from '../testing/paging-world.ts';

const apps: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

interface Answering {
  readonly world: PagingWorld;
  get(path: string): Promise<LightMyRequestResponse>;
  post(path: string, form: string): Promise<LightMyRequestResponse>;
}

/** ada was just paged for INC-1; `link` of the world's first message. */
const nothingNew: KnownNow = async () => [];

async function paged(knownNow = nothingNew): Promise<Answering> {
  const world = await pagingWorld();
  await world.start();
  await world.env.drain();
  const app = fastify();
  apps.push(app);
  await app.register(async (scope) => answerLinks(knownNow)(scope, world.env));
  return {
    world,
    get: async (path) => app.inject({ method: 'GET', url: path }),
    post: async (path, payload) =>
      app.inject({
        method: 'POST',
        url: path,
        payload,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  };
}

function pathOf({ world }: Answering, person: string): string {
  return new URL(world.answerUrl(person)).pathname;
}

async function statusOf({ world }: Answering): Promise<string[]> {
  const rows = await world.env.databases.web
    .selectFrom('escalation')
    .select('status')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.status);
}

describe('the link of a page', () => {
  test('shows what it is about, small, without scripts, in both themes', async () => {
    const site = await paged();
    const response = await site.get(pathOf(site, 'ada'));
    expect(response.statusCode).toBe(200);
    expect(response.body).toMatch(/SEV1.*INC-1/s);
    expect(response.body).toContain('Checkout fails');
    expect(response.body).toContain('ACKNOWLEDGE');
    expect(response.body).toContain('Cannot take it');
    expect(response.body).toMatch(/Goes to BO and 1 more in (4m 5\d|5m 0) ?s/);
    expect(response.body).not.toContain('<script');
    expect(response.body).toContain('prefers-color-scheme:dark');
    expect(Buffer.byteLength(response.body)).toBeLessThan(10 * 1024);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('names who comes next as the pager will: by overrides made beside the rules, and by turns', async () => {
    const site = await paged();
    const { world } = site;
    await world.apply(
      `apiVersion: fieldmarshal/v1\nkind: EscalationPolicy\nmetadata: { name: turns }\nspec: { steps: [{ targets: [{ person: zed }] }, { targets: [{ schedule: deserted }, { team: edge, roundRobin: true }] }] }\n`,
    );
    await world.start({ policy: 'turns', incidentId: 'INC-2' });
    await world.env.drain();
    const goesTo = async (): Promise<string | undefined> =>
      /Goes to (.*?) in /.exec((await site.get(pathOf(site, 'zed'))).body)?.[1];
    expect(await goesTo()).toBe('BO');
    await world.env.databases.web
      .insertInto('page_turn')
      .values({ group_name: 'team:edge', person: 'bo', turn: 1 })
      .execute();
    expect(await goesTo()).toBe('CY');
    const now = world.env.clock.now().getTime();
    await makeOverride(world.as('ada'), {
      name: 'deserted',
      kind: 'take',
      user: 'ada',
      start: new Date(now).toISOString(),
      end: new Date(now + 3_600_000).toISOString(),
      why: 'somebody must be',
    });
    expect(await goesTo()).toBe('ADA and 1 more');
  });

  test('shows what is known now, and can be answered where that cannot be read', async () => {
    const site = await paged(async (_, incidentId) => [
      { label: 'Likely cause', value: `Search, of ${incidentId} & <b>` },
    ]);
    const { body } = await site.get(pathOf(site, 'ada'));
    expect(body).toContain('<dt>Likely cause</dt><dd>Search, of INC-1 &amp; &lt;b&gt;</dd>');
    const broken = await paged(async () => Promise.reject(new Error('storage is away')));
    const response = await broken.get(pathOf(broken, 'ada'));
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('ACKNOWLEDGE');
  });

  test('opened by a mail scanner, any number of times and by HEAD, acknowledges nothing', async () => {
    const site = await paged();
    const path = pathOf(site, 'ada');
    await Promise.all([site.get(path), site.get(path), site.get(`${path}?answer=acknowledge`)]);
    expect(await statusOf(site)).toEqual(['paging']);
  });

  test('acknowledges by POST, and then shows who did', async () => {
    const site = await paged();
    const path = pathOf(site, 'ada');
    const response = await site.post(path, 'answer=acknowledge');
    expect([response.statusCode, response.headers.location]).toEqual([303, path]);
    expect(await statusOf(site)).toEqual(['acknowledged']);
    const after = await site.get(path);
    expect(after.body).toContain('Acknowledged by ADA');
    expect(after.body).not.toContain('ACKNOWLEDGE');
    await site.world.pass(60);
    expect(site.world.people()).toEqual(['ada']);
  });

  test('says "cannot take it", and lets the person change their mind', async () => {
    const site = await paged();
    const path = pathOf(site, 'ada');
    await site.post(path, 'answer=cannot');
    await site.world.env.drain();
    expect(site.world.people()).toEqual(['ada', 'bo', 'cy']);
    expect((await site.get(path)).body).toContain('Take it after all');
    await site.post(path, 'answer=acknowledge');
    expect(await statusOf(site)).toEqual(['acknowledged']);
  });

  test('shows the winner to whoever was slower', async () => {
    const site = await paged();
    await site.world.pass(5.1);
    await site.post(pathOf(site, 'bo'), 'answer=acknowledge');
    const late = await site.post(pathOf(site, 'cy'), 'answer=acknowledge');
    expect(late.statusCode).toBe(303);
    expect((await site.get(pathOf(site, 'cy'))).body).toContain('Acknowledged by BO');
  });

  test('acknowledges also where the person was asked a second time after nobody had answered', async () => {
    const site = await paged();
    const { world } = site;
    const ask = async () => pageByHand(world.as('ada'), { id: 'INC-1', person: 'zed' });
    await ask();
    for (let walked = 0; walked < 6; walked += 1) await world.pass(30);
    await ask();
    await world.env.drain();
    const response = await site.post(pathOf(site, 'zed'), 'answer=acknowledge');
    expect(response.statusCode).toBe(303);
    expect((await statusOf(site)).toSorted()).toEqual(['acknowledged', 'acknowledged', 'stopped']);
    expect((await site.get(pathOf(site, 'zed'))).body).toContain('Acknowledged by ZED');
  });

  test('lists everything open, and acknowledges what was listed and nothing that came later', async () => {
    const site = await paged();
    const { world } = site;
    await world.start({ incidentId: 'INC-2', title: 'Maps <b>fail</b>' });
    await world.env.drain();
    const { body } = await site.get(pathOf(site, 'ada'));
    expect(body).toContain('Acknowledge all 2');
    expect(body).toContain('Maps &lt;b&gt;fail&lt;/b&gt;');
    const listed = [...body.matchAll(/name="page" value="([^"]+)"/g)].map((match) => `page=${match[1]}`);
    await world.start({ incidentId: 'INC-3' });
    await site.post(pathOf(site, 'ada'), `answer=acknowledge-all&${listed.join('&')}`);
    const { items } = await listPages(world.as('ada'), { limit: 50, person: 'ada', state: 'open' });
    expect(items.map(({ incidentId }) => incidentId)).toEqual(['INC-3']);
  });

  test("answers nobody else's pages", async () => {
    const site = await paged();
    await site.world.pass(5.1);
    const { items } = await listPages(site.world.as('ada'), { limit: 50, person: 'bo' });
    await site.post(pathOf(site, 'ada'), `answer=acknowledge-all&page=${items[0]?.id ?? ''}`);
    expect(await statusOf(site)).toEqual(['paging']);
  });

  test('says why no answer is needed any more, and after a week nothing', async () => {
    const site = await paged();
    const path = pathOf(site, 'ada');
    await stopEscalations(site.world.system(), { incidentId: 'INC-1', why: 'INC-1 was resolved by Mira' });
    const over = await site.get(path);
    expect(over.body).toContain('INC-1 was resolved by Mira');
    expect(over.body).not.toContain('<form');
    await site.post(path, 'answer=acknowledge');
    expect(await statusOf(site)).toEqual(['stopped']);
    await site.world.env.fastForward(8 * 86_400_000);
    expect((await site.get(path)).statusCode).toBe(404);
  });

  test.each(['/p/x', `/p/${'A'.repeat(43)}`, '/p/%00', `/p/${'../'.repeat(5)}etc`])(
    'that is not one (%s) is not found, by GET and by POST',
    async (path) => {
      const site = await paged();
      expect((await site.get(path)).statusCode).toBe(404);
      expect((await site.post(path, 'answer=acknowledge')).statusCode).toBe(404);
    },
  );

  test('takes no answer it does not know, and no large one', async () => {
    const site = await paged();
    const path = pathOf(site, 'ada');
    const wrong = await site.post(path, 'answer=perhaps');
    expect(wrong.statusCode).toBeGreaterThanOrEqual(400);
    const large = await site.post(path, `answer=acknowledge&x=${'x'.repeat(20_000)}`);
    expect(large.statusCode).toBe(413);
    expect(await statusOf(site)).toEqual(['paging']);
  });

  test('is nowhere in the database', async () => {
    const site = await paged();
    const token = pathOf(site, 'ada').slice('/p/'.length);
    for (const table of [
      'page',
      'page_ring',
      'delivery',
      'delivery_attempt',
      'escalation',
      'fact',
      'timer',
    ] as const) {
      const rows = await site.world.env.databases.web.selectFrom(table).selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(token);
    }
    await answerPage(site.world.as('ada'), {
      pageId: (await listPages(site.world.as('ada'), { limit: 1 })).items[0]?.id ?? '',
      answer: 'acknowledge',
    });
    const audit = await site.world.env.databases.web.selectFrom('audit').selectAll().execute();
    expect(JSON.stringify(audit)).not.toContain(token);
  });
});
