import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { inTransaction, startLiveHub } from '#platform';
import { as, testEnv } from '#testing';
import { disableAccount } from '../accounts/disable.ts';
import { ensureAccount } from '../accounts/ensure.ts';
import { invite } from '../accounts/invite.ts';
import { Browser } from '../pages/browser.ts';
import { identityPlugin } from '../pages/plugin.ts';
import { createToken, revokeToken } from '../tokens/manage.ts';
import { authenticate } from './authenticate.ts';
import { endedActors } from './ended-actors.ts';

const host = '127.0.0.1:4600';

/** A server with the sign-in pages and a live stream, three people signed in, and a token. */
async function rig() {
  const env = await testEnv({});
  const root = as(env, 'root', ['admin']);
  const people = ['mira', 'noor', 'omar'];
  await inTransaction(root, async (tx) => {
    for (const person of ['root', ...people])
      await ensureAccount(tx, { person, email: null, displayName: person, roles: ['responder'] });
  });
  const hub = startLiveHub(env, { over: endedActors(env) });
  const app = fastify({ forceCloseConnections: true });
  await app.register(async (scope) => identityPlugin(scope, env));
  app.get('/live', async (request_, reply) => {
    const actor = await authenticate(env, request_);
    reply.hijack();
    hub.attach(reply.raw, actor ?? undefined);
  });
  await app.listen({ port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const browsers = new Map<string, Browser>();
  for (const person of people) {
    const browser = new Browser(app, `http://${host}`);
    await browser.post(new URL((await invite(root, { person })).link).pathname, {});
    browsers.set(person, browser);
  }
  const { secret, token } = await createToken(root, {
    name: 'watcher',
    roles: ['viewer'],
    ...{ expiresInDays: 1, service: true },
  });
  const listen = async (headers: Record<string, string>): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      request({ port, path: '/live', headers: { host, ...headers } }, (response) =>
        resolve(response.resume()),
      )
        .on('error', reject)
        .end();
    });
  const cookieOf = (person: string): Record<string, string> => ({
    cookie: [...(browsers.get(person)?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  return { root, app, hub, browsers, token, listen, cookieOf, bearer: { authorization: `Bearer ${secret}` } };
}

test('a live stream ends with the session or token it was opened by, and the others go on', async () => {
  const { root, app, hub, browsers, token, listen, cookieOf, bearer } = await rig();
  const streams = {
    leaves: await listen(cookieOf('mira')),
    isShut: await listen(cookieOf('noor')),
    stays: await listen(cookieOf('omar')),
    program: await listen(bearer),
  };
  await hub.beat();
  expect(hub.watchers).toBe(4);

  await browsers.get('mira')?.post('/sign-out', {});
  await disableAccount(root, { person: 'noor' });
  await revokeToken(root, { id: token.id });
  const ended = Promise.all(
    [streams.leaves, streams.isShut, streams.program].map(
      async (stream) => new Promise((resolve) => stream.once('end', resolve)),
    ),
  );
  await hub.beat();
  await ended;
  expect(streams.stays.complete).toBe(false);
  await hub.close();
  await app.close();
});
