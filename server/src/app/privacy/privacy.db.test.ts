import { sql } from 'kysely';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testEnv } from '#testing';
import { domainHandlers } from '../domains.ts';
import { reactions } from '../reactions/index.ts';
import { bearer, startWalk, type Headers, type Walk } from '../permission-walk/rig.ts';
import { keptTables } from './tables.ts';

const bootstrapToken = 'fm_a-token-for-the-test-of-privacy';
const env = await testEnv({ config: { bootstrapToken }, reactions, handlers: domainHandlers });
/** Words that stand nowhere but where this person is meant. */
const [person, name, email] = ['quokka', 'Quokka Canary', 'quokka.canary@relief.example'];
let walk: Walk;
let browser: Headers;
let incident = '';

async function ask(
  method: string,
  url: string,
  { payload, as = bearer(bootstrapToken) }: { payload?: object; as?: Headers } = {},
): Promise<LightMyRequestResponse> {
  return walk.send({ method, url: `/api/v1${url}`, ...(payload ? { payload } : {}) }, as);
}

async function done(...request: Parameters<typeof ask>): Promise<LightMyRequestResponse> {
  const answer = await ask(...request);
  expect(answer.statusCode, `${request[1]} ${answer.body}`).toBeLessThan(300);
  return answer;
}

const put = async (kind: string, of: string, spec: object) =>
  done('PUT', `/catalog/${kind}/${of}`, { payload: { spec } });
const erase = async (confirm = person) => ask('POST', `/people/${person}/erasure`, { payload: { confirm } });
const verdict = async () =>
  (await done('GET', '/audit/verification')).json<{ broken: unknown; erased: number }>();

const said = (of: string): string => `Signed: ${of}\n@quokka, ${email}, of the quokkas`;

async function attach(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const payload = new FormData();
  payload.set('file', new File([content], name));
  await done('POST', `/incidents/${incident}/attachments`, { payload, as: browser });
}

const byLength = (a: unknown, b: unknown): number => String(a).length - String(b).length;

/** Every table in which one of the words stands, with how often. */
async function mentions(): Promise<string[]> {
  const tables = [
    ...(await keptTables(env.databases.web)).map(({ table }) => table),
    'audit',
    'audit_erasure',
    'audit_stream',
    'person_erasure',
  ];
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(table)} t where to_jsonb(t)::text ~* 'quokka|canary'`.execute(
      env.databases.web,
    );
    if ((rows[0]?.n ?? 0) > 0) found.push(`${table} ${rows[0]?.n}`);
  }
  return found;
}

beforeAll(async () => {
  walk = await startWalk(env);
  const contactMethods = [{ channel: 'webhook', url: 'https://quokka.example/canary' }];
  await put('Person', person, { email, displayName: name, roles: ['field-marshal'], contactMethods });
  await put('Person', 'ola', { email: 'ola@relief.example', displayName: 'Ola', roles: ['responder'] });
  browser = await walk.signIn(person);
  await done('POST', '/tokens', { payload: { name: `token of ${name}` }, as: browser });
  await done('POST', '/me/contact-methods', {
    payload: { method: { channel: 'webhook', url: 'https://quokka.example/own' } },
    as: browser,
  });
  const declared = await done('POST', '/incidents', {
    payload: { title: 'Maps are blank', takeLead: true, private: true },
    as: browser,
  });
  incident = declared.json<{ id: string }>().id;
  await done('POST', `/incidents/${incident}/notes`, {
    payload: { text: `Ask Quokka Canary, ${email}, not the quokkas.` },
    as: browser,
  });
  await done('POST', `/incidents/${incident}/follow`, { as: browser });
  // Two that differ by the person alone, one in other letters, and one that cannot be looked into.
  await attach('quokka-canary.txt', said('Quokka Canary'));
  await attach('Quokka Canary.txt', said('Canary, Quokka'));
  await attach('quokka_desk.txt', 'Quokka Canary');
  await attach('desk.png', Uint8Array.from(Buffer.from('89504e470d0a1a0a', 'hex')));
});
afterAll(async () => walk.close());

test('everything about a person is given to them and to who manages identity, without what opens anything, and that is recorded', async () => {
  const stranger = await walk.signIn('ola');
  expect((await ask('GET', `/people/${person}/data`, { as: stranger })).statusCode).toBe(404);
  const own = await done('GET', `/people/${person}/data`, { as: browser });
  const { items } = own.json<{ items: { kept: string; rows: object[] }[] }>();
  const kept = items.map((item) => item.kept);
  expect(kept).toEqual(
    expect.arrayContaining([
      'account',
      'api_token',
      'audit',
      'catalog_object',
      'contact_method',
      'incident_event',
      'session',
    ]),
  );
  expect(own.body).toContain(email);
  expect(own.body).not.toMatch(/token_hash|password_hash|argon2/);
  const recorded = await done('GET', '/audit?action=person.exported');
  expect(recorded.json()).toMatchObject({
    items: [{ subject: `Person/${person}`, actor: `person:${person}` }],
  });
});

test('however much there is about a person is given out, each row once, with an end that says so', async () => {
  await sql`insert into shift_record (schedule, from_at, to_at, people)
    select 'canary', at, at + interval '1 hour', ${JSON.stringify([person])}::jsonb
    from generate_series('2020-01-01'::timestamptz, '2020-01-01'::timestamptz + interval '6100 hours', interval '1 hour') at`.execute(
    env.databases.web,
  );
  const stranger = await walk.signIn('ola');
  expect((await ask('GET', `/people/${person}/export`, { as: stranger })).statusCode).toBe(404);
  expect((await ask('GET', '/people/nobody/export')).statusCode).toBe(404);
  const all = await done('GET', `/people/${person}/export`, { as: browser });
  const [head, ...lines] = all.body.trim().split('\n');
  expect(JSON.parse(head ?? '')).toMatchObject({ person });
  const end = lines.pop();
  expect(JSON.parse(end ?? '')).toEqual({ end: true, rows: lines.length });
  const shifts = lines.filter((line) => line.includes('"kept":"shift_record"'));
  expect([shifts.length, new Set(shifts).size]).toEqual([6_101, 6_101]);
  for (const kept of ['account', 'audit', 'incident_event', 'session', 'contact_method'])
    expect(
      lines.some((line) => line.startsWith(`{"kept":"${kept}"`)),
      kept,
    ).toBe(true);
  expect(all.body).not.toMatch(/token_hash|password_hash|argon2|fm_place/);
  const bounded = await done('GET', `/people/${person}/data`, { as: browser });
  const { items } = bounded.json<{ items: { kept: string; rows: object[]; truncated: boolean }[] }>();
  expect(items.find(({ kept }) => kept === 'shift_record')).toMatchObject({ truncated: true });
  await sql`delete from shift_record`.execute(env.databases.web);
});

test('somebody on call, or named by the catalog, is not erased, and the answer says why', async () => {
  await put('Schedule', 'watch', {
    timezone: 'Etc/UTC',
    layers: [
      {
        name: 'base',
        start: '2020-01-01T00:00:00Z',
        handoff: { type: 'weekly', length: 1 },
        participants: [person],
      },
    ],
  });
  const plan = await done('GET', `/people/${person}/erasure`);
  const { hindrances } = plan.json<{ hindrances: string[] }>();
  expect(plan.json()).toMatchObject({ attachments: { uploaded: 4, closed: 1, named: 3, isAll: true } });
  expect(hindrances.join('\n')).toMatch(/is on call for watch until .*Put somebody else on first/);
  expect(hindrances.join('\n')).toMatch(/is named by Schedule watch/);
  const refused = await erase();
  expect(refused.statusCode).toBe(422);
  expect(refused.json<{ detail: string }>().detail).toContain('on call for watch');
  await done('DELETE', '/catalog/Schedule/watch');
  expect((await ask('POST', '/people/nobody/erasure', { payload: { confirm: '' } })).statusCode).toBe(404);
  expect((await ask('GET', '/people/nobody/data')).statusCode).toBe(404);
  // Whoever may still sign in keeps it closed.
  expect((await done('GET', '/locked-incidents')).json()).toEqual({ items: [] });
  expect((await erase('quoka')).json()).toMatchObject({ code: 'invalid', errors: [{ path: 'confirm' }] });
});

test('an erasure that fails changes nothing but that they are shut out, says why, and goes on by itself', async () => {
  const { rows: answers } = await sql<{ n: number }>`select count(*)::int as n from idempotency`.execute(
    env.databases.worker,
  );
  // As a crash in the middle: everything before it in the transaction is undone.
  await sql`create function pg_temp_stop() returns trigger language plpgsql as $$ begin raise exception 'stopped'; end $$`.execute(
    env.databases.worker,
  );
  await sql`create trigger stop before update on incident_event for each row execute function pg_temp_stop()`.execute(
    env.databases.worker,
  );
  const begun = (await done('POST', `/people/${person}/erasure`, { payload: { confirm: person } })).json<{
    pseudonym: string;
  }>();
  expect(begun).toMatchObject({ doneAt: null, failure: '', rows: null, auditRows: null });
  expect((await ask('GET', '/me', { as: browser })).statusCode).toBe(401);
  expect((await ask('GET', `/catalog/Person/${person}`)).statusCode).toBe(404);
  await env.drain();
  for (const asked of [person, begun.pseudonym])
    expect((await done('GET', `/people/${asked}/erasure`)).json(), asked).toMatchObject({
      displayName: name,
      hindrances: [],
      erasure: { pseudonym: begun.pseudonym, doneAt: null, failure: 'stopped' },
    });
  const { rows } = await sql<{ email: string }>`select email from account where person = ${person}`.execute(
    env.databases.worker,
  );
  expect(rows).toEqual([{ email }]);
  // Asked again, it is the same one.
  expect((await erase()).json()).toMatchObject({ pseudonym: begun.pseudonym });
  expect((await erase('whatever')).json()).toMatchObject({ pseudonym: begun.pseudonym });
  await sql`drop trigger stop on incident_event`.execute(env.databases.worker);
  await sql`drop function pg_temp_stop()`.execute(env.databases.worker);
  const { rows: now } = await sql<{ n: number }>`select count(*)::int as n from idempotency`.execute(
    env.databases.worker,
  );
  expect(now).toEqual(answers);
});

test('an erased person stands nowhere; a pseudonym says the same of all they did, and the chain of the audit is whole', async () => {
  const { pseudonym } = (await erase()).json<{ pseudonym: string }>();
  expect(pseudonym).toMatch(/^erased-[0-9a-f]{8}$/);
  await env.fastForward(60_000);
  await env.drain();
  const answer = await done('GET', `/people/${pseudonym}/erasure`);
  const { erasure } = answer.json<{
    erasure: { tables: number; tablesDone: number; rows: number; auditRows: number; doneAt: string };
  }>();
  const { auditRows, tables } = erasure;
  expect(erasure).toMatchObject({ failure: '', tablesDone: tables });
  expect(erasure.doneAt).toMatch(/Z$/);
  expect(erasure.rows).toBeGreaterThan(5);
  expect((await ask('GET', `/people/${person}/erasure`)).statusCode).toBe(404);
  const again = await ask('POST', `/people/${pseudonym}/erasure`, { payload: { confirm: pseudonym } });
  expect(again.json()).toEqual(erasure);
  // The word in the note that means nobody stays.
  expect(await mentions()).toEqual(['incident_event 1', 'audit 1']);
  const { rows: files } = await sql<{ name: string; text: string; fits: boolean; by: string }>`
    select name, convert_from(content, 'LATIN1') as text, sha256 = encode(sha256(content), 'hex') and bytes = length(content) as fits,
      uploaded_by as by from attachment where content_type like 'text/%' order by uploaded_at, id`.execute(
    env.databases.worker,
  );
  const label = `Erased person ${pseudonym.slice(7)}`;
  expect(files.every(({ fits, by }) => fits && by === `person:${pseudonym}`)).toBe(true);
  // Both stay, though they are the same now.
  expect(files.map((file) => file.name).toSorted(byLength)).toEqual([
    `${pseudonym}_desk.txt`,
    `${label}.txt`,
    expect.stringMatching(/^[0-9a-f]{8} Erased person [0-9a-f]{8}\.txt$/),
  ]);
  const text = `Signed: ${label}\n@${pseudonym}, erased, of the quokkas`;
  expect(files.map((file) => file.text).toSorted(byLength)).toEqual([label, text, text]);
  const { rows: sent } = await sql<{ channel: string; destination: string; state: string }>`
    select channel, destination, state from delivery`.execute(env.databases.worker);
  expect(sent).toEqual([{ channel: 'webhook', destination: 'erased', state: 'cancelled' }]);
  expect(await verdict()).toMatchObject({ broken: null, erased: auditRows });
  expect((await ask('GET', '/me', { as: browser })).statusCode).toBe(401);
  const rows = (await done('GET', `/audit?actor=person:${pseudonym}`)).json<{
    items: { action: string }[];
  }>();
  expect(rows.items.map(({ action }) => action)).toContain('token.created');
  const { rows: events } = await sql<{ actor: object; text: string | null }>`
    select actor, data ->> 'text' as text from incident_event where incident_id = ${incident}`.execute(
    env.databases.worker,
  );
  expect(events[0]?.actor).toMatchObject({ kind: 'person', person: pseudonym });
  expect(events.find(({ text }) => text !== null)?.text).toMatch(
    /^Ask Erased person [0-9a-f]{8}, erased, not the quokkas\.$/,
  );
  const { rows: readers } = await sql<{ readers: string[] }>`
    select readers from incident where id = ${incident}`.execute(env.databases.worker);
  expect(readers[0]?.readers).toEqual([pseudonym]);
});

test('a private incident that nobody is left to see is opened by an administrator with a reason, for them alone, and all administrators hear of it', async () => {
  for (const admin of ['ada', 'eve'])
    await put('Person', admin, {
      ...{ email: `${admin}@relief.example`, displayName: admin, roles: ['admin'] },
      contactMethods: [{ channel: 'webhook', url: `https://${admin}.example/` }],
    });
  const [ada, eve, ola] = [await walk.signIn('ada'), await walk.signIn('eve'), await walk.signIn('ola')];
  const listed = await done('GET', '/locked-incidents', { as: ada });
  expect(listed.json<{ items: object[] }>().items).toHaveLength(1);
  expect(listed.json()).toMatchObject({ items: [{ id: incident, isOpen: true }] });
  const open = async (as: Headers | undefined, reason: string) =>
    ask('POST', `/locked-incidents/${incident}/opening`, { payload: { reason }, ...(as ? { as } : {}) });
  const reason = 'Its lead has left, and maps are still blank.';
  expect((await open(undefined, reason)).json()).toMatchObject({ code: 'forbidden' });
  expect((await open(ola, reason)).statusCode).toBe(403);
  expect((await open(ada, ' because ')).statusCode).toBe(400);
  expect((await ask('GET', `/incidents/${incident}`, { as: ada })).statusCode).toBe(404);
  expect((await open(ada, reason)).statusCode).toBe(200);
  await done('GET', `/incidents/${incident}`, { as: ada });
  await done('GET', `/incidents/${incident}`, { as: ada });
  const seen = await done('GET', `/incidents/${incident}/events`, { as: ada });
  expect(seen.body).toContain(`Reason: ${reason}`);
  expect((await ask('GET', `/incidents/${incident}`, { as: eve })).statusCode).toBe(404);
  // Now that somebody can let others in it is like any other one.
  expect((await open(eve, reason)).statusCode).toBe(404);
  expect((await done('GET', '/locked-incidents', { as: eve })).json()).toEqual({ items: [] });
  expect((await done('GET', '/audit?action=incident.unlocked', { as: eve })).json()).toMatchObject({
    items: [{ actor: 'person:ada', subject: 'Person/ada', after: { incident, reason } }],
  });
  // Reading it is recorded, too, once an hour for each who does.
  const readings = await done('GET', '/audit?action=incident.private-read', { as: ada });
  expect(readings.json()).toMatchObject({ items: [{ actor: 'person:ada', subject: incident }] });
  await env.drain();
  const { rows } = await sql<{ to: string }>`
    select destination as to from delivery where message::text like ${`%${reason}%`} order by 1`.execute(
    env.databases.worker,
  );
  expect(rows.map(({ to }) => to)).toEqual(['https://ada.example/', 'https://eve.example/']);
});

test.each([
  [
    'a row changed under cover of an erasure',
    `update audit set after = '{"other": true}' where seq = (select max(seq) from audit_erasure)`,
  ],
  [
    'an erasure that nobody recorded',
    `insert into audit_erasure select seq, 999999, sha256('a'), sha256('a') from audit where action = 'token.created' limit 1`,
  ],
  [
    'a recorded erasure with another row added',
    `insert into audit_erasure
     select a.seq, e.erased_in, sha256('a'), sha256('a') from audit a, audit_erasure e
     where not exists (select from audit_erasure o where o.seq = a.seq) limit 1`,
  ],
])('%s is found', async (_what, tampering) => {
  const client = await env.databases.pools.worker.connect();
  try {
    await client.query(`begin; set local fieldmarshal.audit_change = 'erase'; ${tampering}; commit`);
  } finally {
    client.release(true);
  }
  expect((await verdict()).broken).not.toBeNull();
  await sql`delete from audit_erasure where before_hash = sha256('a')`.execute(env.databases.web);
});
