import Fastify from 'fastify';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv, type TestEnv } from '#testing';
import { replyToFeedback, setFeedbackState } from './answer-feedback.ts';
import { feedbackPlugin } from './embed-plugin.ts';
import { embedScript } from './embed-script.ts';
import { giveFeedback } from './give-feedback.ts';
import { listFeedback, readFeedback } from './read-feedback.ts';

const long = 'x'.repeat(63);
const catalog = (collect: boolean) => `
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org }
---
kind: Person
metadata: { name: sam }
spec: { displayName: Sam, email: sam@example.org }
---
kind: Team
metadata: { name: sellers }
spec: { members: [sam] }
---
kind: Dashboard
metadata: { name: fieldmarshal }
spec: { collect: ${collect}, tasks: [Find who is on call] }
---
kind: Dashboard
metadata: { name: sales }
spec: { displayName: Sales, collect: true, origins: ['https://grafana.example'], owner: sellers }
---
kind: Person
metadata: { name: ${long} }
spec: { displayName: Long, email: long@example.org }
---
kind: Team
metadata: { name: long-names }
spec: { members: [${long}] }
---
kind: Dashboard
metadata: { name: ${long} }
spec: { collect: true, origins: ['https://grafana.example'], owner: long-names }
---
kind: Dashboard
metadata: { name: silent }
spec: { origins: ['https://grafana.example'] }
`;

let env: TestEnv;
const ada = () => as(env, 'ada', ['viewer']);
const ola = () => as(env, 'ola', ['responder']);
const markup = '<img src=x onerror=alert(1)><script>alert(2)</script> **bold** {answer-link}';
const said = {
  screen: '/oncall',
  release: 'r1',
  task: '',
  found: 'no',
  seconds: null,
  words: '',
  heldSeconds: 0,
} as const;

/** Who was told that somebody wrote about a dashboard of theirs. */
async function toldOwners(): Promise<unknown[]> {
  const { rows } = await sql<{ person: string; text: string }>`
    select message->'data'->>'person' as person, message->>'text' as text from delivery where key like 'feedback-given-%'`.execute(
    env.databases.worker,
  );
  expect(rows.every(({ text }) => text.includes('/feedback?dashboard=sales&state=open'))).toBe(true);
  return rows.map(({ person }) => person);
}

async function apply(collect: boolean): Promise<void> {
  const files = catalog(collect)
    .split('\n---\n')
    .map((each, index) => ({ path: `${index}.yaml`, text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n` }));
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
}

beforeAll(async () => {
  env = await testEnv();
  await apply(false);
});

describe('feedback on this platform', () => {
  it('is off before a file says that it is collected', async () => {
    await expect(giveFeedback(ada(), { ...said, named: false })).rejects.toMatchObject({ code: 'not-found' });
    await apply(true);
    expect(await giveFeedback(ada(), { ...said, named: false })).toEqual({ counted: true });
    expect((await listFeedback(ola(), { limit: 50 })).items).toEqual([]);
  });

  it('keeps no name where none was given, and no time with any answer', async () => {
    await giveFeedback(ada(), { ...said, words: 'Too small', seconds: 45, named: false });
    const [answer] = (await listFeedback(ola(), { limit: 50 })).items;
    expect(answer).toMatchObject({ words: 'Too small', by: null });
    // Its id and its moment have digits of their own.
    expect(JSON.stringify({ ...answer, id: '', at: '' })).not.toMatch(/ada|45/i);
    await expect(replyToFeedback(ola(), { id: answer?.id ?? '', text: 'Hm' })).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('takes markup as the text that it is, and replies once to who gave their name', async () => {
    await giveFeedback(ada(), { ...said, screen: '/incidents/INC-7?x=1', words: markup, named: true });
    const [answer] = (await listFeedback(ola(), { limit: 1 })).items;
    expect(answer).toMatchObject({ words: markup, by: { person: 'ada' }, screen: '/incidents/*' });
    const id = answer?.id ?? '';
    await expect(replyToFeedback(ada(), { id, text: 'Me' })).rejects.toMatchObject({ code: 'forbidden' });
    await replyToFeedback(ola(), { id, text: 'Mended.' });
    await expect(replyToFeedback(ola(), { id, text: 'Again' })).rejects.toMatchObject({ code: 'refused' });
    const { rows } = await sql<{ message: { text: string; html?: string } }>`
      select message from delivery where regarding = ${`feedback-${id}`}`.execute(env.databases.worker);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.message.html).toBeUndefined();
    expect(rows[0]?.message.text).toContain('Mended.');
    expect((await listFeedback(ola(), { limit: 50, state: 'open' })).items).toHaveLength(1);
    expect((await setFeedbackState(ola(), { id, state: 'open' })).state).toBe('open');
  });

  it('tells counts of five and more, by screen, release, task and week', async () => {
    const task = 'Find who is on call';
    for (const seconds of [5, 8, 20, 25]) {
      await giveFeedback(ada(), { ...said, found: 'yes', task, seconds, named: false });
      expect((await readFeedback(ola(), { days: 90 })).tasks).toEqual([]);
    }
    await giveFeedback(ada(), { ...said, found: 'yes', task, seconds: 900, named: false });
    await giveFeedback(ada(), { ...said, found: 'yes', task: 'Ada’s own', named: false });
    const { all, screens, releases, tasks, weeks } = await readFeedback(ola(), { days: 90 });
    expect(tasks).toMatchObject([{ task, yes: 5, timed: 5, medianWithinSeconds: 30 }]);
    expect(all).toMatchObject({ yes: 6, no: 3, timed: 6 });
    expect(screens).toMatchObject([{ dashboard: 'fieldmarshal', screen: '/oncall', yes: 6, no: 2 }]);
    expect(releases).toMatchObject([{ release: 'r1', yes: 6, no: 3 }]);
    expect(weeks).toHaveLength(1);
  });
});

describe('feedback that waited on a device', () => {
  const dayS = 86_400;
  const yes = async (days: number) => (await readFeedback(ola(), { days })).all.yes;
  const all = async () => (await readFeedback(ola(), { days: 90 })).all.partly;

  it('is counted once under its key, however often and however close together it comes', async () => {
    const before = await all();
    const kept = { ...said, found: 'partly', words: 'Once', key: 'a'.repeat(32), named: false } as const;
    await Promise.all([giveFeedback(ada(), kept), giveFeedback(ada(), kept), giveFeedback(ola(), kept)]);
    await giveFeedback(ada(), kept);
    expect(await all()).toBe(before + 1);
    const { items } = await listFeedback(ola(), { limit: 50 });
    expect(items.filter(({ words }) => words === 'Once')).toHaveLength(1);
  });

  it('counts on the day it was given, and says how old what the screen showed was', async () => {
    const before = [await yes(7), await yes(90)];
    await giveFeedback(ada(), {
      ...{ ...said, found: 'yes', words: 'From last month', heldSeconds: 30 * dayS, dataAgeSeconds: 600 },
      named: false,
    });
    expect([await yes(7), await yes(90)]).toEqual([before[0], (before[1] ?? 0) + 1]);
    const { items } = await listFeedback(ola(), { limit: 50 });
    const [last] = items.slice(-1);
    expect(last).toMatchObject({ words: 'From last month', dataAgeSeconds: 600 });
    const waited = Date.parse(items[0]?.at ?? '') - Date.parse(last?.at ?? '');
    expect(Math.round(waited / dayS / 1_000)).toBe(30);
  });

  it('is not lost with its key where the day has had too many', async () => {
    const { rows } = await sql<{ n: string }>`select count(*) as n from feedback_key`.execute(
      env.databases.worker,
    );
    await sql`update feedback_day set found_no = 5000 where dashboard = 'fieldmarshal' and day = (now() at time zone 'utc')::date`.execute(
      env.databases.worker,
    );
    const late = { ...said, key: 'b'.repeat(32), named: false };
    await expect(giveFeedback(ada(), late)).rejects.toMatchObject({ code: 'rate-limited' });
    await env.fastForward(dayS * 1_000);
    expect(await giveFeedback(ada(), { ...late, heldSeconds: 60 })).toEqual({ counted: true });
    const { rows: more } = await sql<{ n: string }>`select count(*) as n from feedback_key`.execute(
      env.databases.worker,
    );
    expect(Number(more[0]?.n)).toBe(Number(rows[0]?.n) + 1);
  });
});

describe('feedback on other dashboards', () => {
  const origin = 'https://grafana.example';

  it('is taken from the pages that the file names, and from no other', async () => {
    const app = Fastify();
    await app.register(async (scope) => feedbackPlugin(scope, env));
    const post = async (dashboard: string, from: string, body: object = { ...said, words: markup }) =>
      app.inject({
        ...{ method: 'POST', url: '/feedback/embed' },
        headers: { origin: from, 'content-type': 'text/plain' },
        payload: JSON.stringify({ dashboard, ...body }),
      });
    const taken = await post('sales', origin);
    expect([taken.statusCode, taken.headers['access-control-allow-origin']]).toEqual([200, origin]);
    expect(taken.headers['access-control-allow-credentials']).toBeUndefined();
    const strangers = [
      post('sales', 'https://evil.example'),
      post('silent', origin),
      post('fieldmarshal', origin),
    ];
    for (const { statusCode, headers } of await Promise.all(strangers)) {
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
    // A page that may ask may read that what it sent is no use.
    const wrong = [{ found: 'maybe' }, { words: 'x'.repeat(2_001) }, { key: 'mine' }, { heldSeconds: -1 }];
    for (const part of wrong) {
      const { statusCode, headers } = await post('sales', origin, { ...said, ...part });
      expect(statusCode, JSON.stringify(part)).toBeGreaterThanOrEqual(400);
      expect(headers['access-control-allow-origin'], JSON.stringify(part)).toBe(origin);
    }
    const { items } = await listFeedback(ola(), { limit: 50, dashboard: 'sales' });
    expect(items).toMatchObject([{ words: markup, by: null }]);
    await post('sales', origin, { ...said, words: 'Once more' });
    expect(await toldOwners()).toEqual(['sam']);
    // However long the names are that the key of the message is made of.
    expect((await post(long, origin, { ...said, words: 'Long' })).statusCode).toBe(200);
    const { rows: longs } = await sql`select from delivery where destination = 'long@example.org'`.execute(
      env.databases.worker,
    );
    expect(longs).toHaveLength(1);
    for (let sent = 3; sent < 60; sent += 1) await post('sales', origin, said);
    expect((await post('sales', origin, said)).statusCode).toBeGreaterThanOrEqual(400);
    await app.close();
  });

  it('is asked for by a script that is whole', () => {
    // oxlint-disable-next-line typescript/no-implied-eval -- it is only compiled
    expect(() => new Function(embedScript)).not.toThrow();
  });
});
