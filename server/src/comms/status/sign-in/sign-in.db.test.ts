import fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryHandlers, sendMessages } from '#delivery';
import { expireCatalog } from '#catalog';
import { inTransaction, systemCtx } from '#platform';
import { testEnv, type TestEnv } from '#testing';
import { seedHouse } from '../../rig.ts';
import { rebuildStatus } from '../board.ts';
import { publicId } from '../load-facts.ts';
import { statusPlugin } from '../plugin.ts';

const mails: { to: string; text: string }[] = [];
let smtp: SMTPServer;
let env: TestEnv;
let app: FastifyInstance;
let data: string;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        // Long lines are broken with "=" in the encoding of mails.
        const text = Buffer.concat(chunks).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text });
        done();
      });
    },
  });
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  data = await mkdtemp(join(tmpdir(), 'fm-status-'));
  env = await testEnv({
    handlers: deliveryHandlers,
    config: { data, smtpUrl: `smtp://127.0.0.1:${port}`, publicUrl: 'https://fm.kestrel.example' },
  });
  await seedHouse(env);
  await sql`insert into communication (audience, application, language, stage, state, title, body, on_page, starts_at, content_hash, drafted_at, changed_at)
    values ('customers', 'hearth', 'en', 'investigating', 'draft', 'A problem', 'Only for customers.', false, now(), 'h', now(), now())`.execute(
    env.databases.web,
  );
  await sql`insert into communication_approval select id, 'mira', 'Mira', 'h', now(), null from communication`.execute(
    env.databases.web,
  );
  await sql`update communication set state = 'sent', sent_at = now()`.execute(env.databases.web);
  await rebuildStatus(env);
  app = fastify();
  await app.register(async (scope) => statusPlugin(scope, env));
});
afterAll(async () => {
  await app.close();
  await new Promise<void>((done) => smtp.close(() => done()));
  await rm(data, { recursive: true, force: true });
});

const get = async (url: string, cookie = '') => app.inject({ method: 'GET', url, headers: { cookie } });
const post = async (url: string, form: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    payload: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

async function asks(email: string) {
  const before = mails.length;
  const page = await post('/status/sign-in', { email });
  await env.drain();
  return { page, came: mails.slice(before) };
}

function linkIn(text: string | undefined): string {
  const [, path] = /https:\/\/fm\.kestrel\.example(\/status\/sign-in\/\S+)/.exec(text ?? '') ?? [];
  return path ?? expect.fail(`no link in ${text ?? 'no mail'}`);
}

describe('the page of a customer', () => {
  let cookie = '';

  test('is shown to nobody who did not sign in, nor by a cookie that somebody made up', async () => {
    for (const each of [
      '',
      'fm_status=x',
      `fm_status=${'a'.repeat(12)}.${'b'.repeat(22)}.zzzzzz.${'c'.repeat(43)}`,
    ]) {
      const page = await get('/status/mine', each);
      expect([page.statusCode, page.headers.location]).toEqual([303, '/status/sign-in']);
      expect(page.body).not.toContain('Only for customers');
    }
  });

  test('is signed in to by a link that is mailed to a contact, and only by pressing its button', async () => {
    const { page, came } = await asks(' Desk@Acme.example ');
    expect(page.body).toContain('Look into your mail');
    expect(came.map(({ to }) => to)).toEqual(['desk@acme.example']);
    const link = linkIn(came[0]?.text);
    expect(link).not.toMatch(/acme|desk/i);
    const looked = await get(link);
    expect(looked.headers['set-cookie']).toBeUndefined();
    expect(looked.body).toContain('Yes, sign in');
    const pressed = await post(link);
    expect([pressed.statusCode, pressed.headers.location]).toEqual([303, '/status/mine']);
    expect(pressed.headers['set-cookie']).toMatch(
      /^fm_status=\S+; Path=\/status\/mine; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
    );
    [cookie = ''] = String(pressed.headers['set-cookie']).split(';');
    const mine = await get('/status/mine', cookie);
    expect(mine.statusCode).toBe(200);
    expect(mine.body).toContain('Only for customers.');
    expect(mine.body).toContain('href="/status/mine/account"');
    expect(mine.headers['cache-control']).toBe('no-store');
    expect((await get('/status/mine/api/v2/summary.json', cookie)).json()).toMatchObject({ page: {} });
    expect((await get('/status/mine/nothing', cookie)).statusCode).toBe(404);
    const account = (await get('/status/mine/account', cookie)).body;
    const [, part = ''] = /href="(\/status\/mine\/app\/\w+)">Hearthway</.exec(account) ?? [];
    const one = await get(part, cookie);
    expect([one.statusCode, one.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(one.body).toContain('Only for customers.');
    expect(one.body).toContain(`href="${part}/history"`);
    expect((await get(`${part}/api/v2/summary.json`, cookie)).json()).toMatchObject({
      components: [{ name: 'Hearthway' }, { name: 'Open a case' }],
    });
    expect((await get(part)).statusCode).toBe(303);
    expect((await get(`/status/mine/app/${publicId('application', 'shadowtool')}`, cookie)).statusCode).toBe(
      404,
    );
    const forged = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;
    expect((await get('/status/mine', forged)).statusCode).toBe(303);
    expect((await get('/status', cookie)).body).not.toContain('Only for customers.');
  });

  test('does not say whose addresses are known, and sends nobody two mails in a quarter of an hour', async () => {
    const unknown = await asks('stranger@example.org');
    expect(unknown.came).toEqual([]);
    const again = await asks('desk@acme.example');
    expect(again.came).toEqual([]);
    expect(again.page.body).toBe(unknown.page.body);
    expect((await post('/status/sign-in', { email: 'a@b.example\nBcc: c@d.example' })).statusCode).toBe(400);
    await env.fastForward(14 * 60_000);
    expect((await asks('desk@acme.example')).came).toEqual([]);
    await env.fastForward(61_000);
    expect((await asks('desk@acme.example')).came).toHaveLength(1);
  });

  test('is not opened by a link that is over or was changed', async () => {
    await env.fastForward(15 * 60_000);
    const { came } = await asks('tisch@berg.example');
    const link = linkIn(came[0]?.text);
    expect((await get(link)).statusCode).toBe(200);
    const [customer, email, until = '', mac] = link.split('/').at(-1)?.split('.') ?? [];
    const longer = (Number.parseInt(until, 36) + 3_600).toString(36);
    expect((await post(`/status/sign-in/${[customer, email, longer, mac].join('.')}`)).statusCode).toBe(404);
    await env.fastForward(31 * 60_000);
    const late = await post(link);
    expect([late.statusCode, late.headers['set-cookie']]).toEqual([404, undefined]);
  });

  test('is closed by signing out, and once the catalog names the address no more', async () => {
    const out = await post('/status/mine/account');
    expect(out.headers['set-cookie']).toMatch(/^fm_status=; Path=\/status\/mine; Max-Age=0;/);
    expect((await get('/status/mine/account', cookie)).body).toContain('Sign out');
    await sql`update catalog_object set spec = jsonb_set(spec, '{contacts}', '[]') where kind = 'Customer' and name = 'acme'`.execute(
      env.databases.web,
    );
    await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
    expireCatalog(env.databases);
    await rebuildStatus(env);
    expect((await get('/status/mine', cookie)).statusCode).toBe(303);
  });

  test('is kept for thirty days', async () => {
    await env.fastForward(31 * 60_000);
    const { came } = await asks('tisch@berg.example');
    const pressed = await post(linkIn(came[0]?.text));
    const [kept = ''] = String(pressed.headers['set-cookie']).split(';');
    expect((await get('/status/mine', kept)).statusCode).toBe(200);
    await env.fastForward(30 * 86_400_000 + 1_000);
    expect((await get('/status/mine', kept)).statusCode).toBe(303);
  });
});

test('a link of another kind opens nothing', async () => {
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    sendMessages(tx, [
      {
        key: 'other-kind',
        channel: 'email',
        destination: 'desk@acme.example',
        message: { subject: 'Confirm', text: '{answer-link}' },
        regarding: 'test',
        answerLinkFor: 'SC-7',
      },
    ]),
  );
  await env.drain();
  const [, token = ''] = /\/status\/confirm\/(\S+)/.exec(mails.at(-1)?.text ?? '') ?? [];
  expect(token).not.toBe('');
  expect((await post(`/status/sign-in/${token}`)).statusCode).toBe(404);
});
