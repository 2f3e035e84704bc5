import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { declareIncident } from '#incidents';
import { asAppError, httpStatus } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { partHeadBytes } from '@fieldmarshal/contract/relay/part';
import { makeDown } from '../down/make-down.ts';
import { addEntry } from '../entries/add-entry.ts';
import { readHeard } from '../entries/read-heard.ts';
import { callWhenDue } from '../jobs.ts';
import { relayPlugin } from '../plugin.ts';
import { readBundles, readSelf } from '../self/read-self.ts';
import { readSite } from '../sites/read-sites.ts';
import { carryUp, enrolled, withCatalog, type Pair } from '../testing/pair.ts';
import { prepareBundle } from '../up/prepare.ts';
import { callHeadquarters } from './call-link.ts';
import { setLink } from './set-link.ts';

interface Linked extends Pair {
  readonly headquarters: TestEnv;
  readonly site: TestEnv;
  readonly url: string;
}

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

/** A site, and its headquarters as a server that answers. */
async function linked(): Promise<Linked> {
  const config = { secretKey: 'a key for tests only', allowPrivateAddresses: true };
  const [headquarters, site] = await Promise.all([
    testEnv({ config }),
    testEnv({ config: { ...config, site: 'field-1' } }),
  ]);
  const pair = await withCatalog({
    headquarters,
    site,
    atHeadquarters: as(headquarters, 'hanna', ['admin']),
    atSite: as(site, 'mira', ['admin']),
  });
  const url = await serve(headquarters);
  return { ...(await enrolled(pair)), url };
}

async function serve(env: TestEnv): Promise<string> {
  const app = fastify({ bodyLimit: 16 * 1024 * 1024 });
  open.push(app);
  app.setErrorHandler(async (error, _request, reply) => {
    const known = asAppError(error);
    return reply.status(known ? httpStatus(known.code) : 500).send({});
  });
  await app.register(async (scope) => relayPlugin(scope, env));
  return app.listen({ host: '127.0.0.1', port: 0 });
}

const everyMinute = { everySeconds: 60, standing: false };

async function resultOf({ atSite }: Pair): Promise<string> {
  return (await readSelf(atSite)).link.result ?? '';
}

test('a site whose link has no rhythm calls nobody', async () => {
  const pair = await linked();
  await callWhenDue(pair.atSite);
  expect((await readSelf(pair.atSite)).link).toMatchObject({
    everySeconds: null,
    triedAt: null,
    standing: null,
  });
});

test('what was approved arrives by itself, once, and what headquarters wrote comes back', async () => {
  const pair = await linked();
  const { atSite, atHeadquarters, site, url } = pair;
  const incident = await declareIncident(atSite, {
    title: 'Maps are blank',
    summary: '',
    severity: 'SEV2',
    drill: false,
  });
  await carryUp(pair);
  await setLink(atSite, { ...everyMinute, url });
  await callWhenDue(atSite);
  expect(await resultOf(pair)).toBe('ok: 1 bundle brought, 0 bundles fetched');
  expect((await readSite(atHeadquarters, { name: 'field-1' })).incidents).toMatchObject([
    { id: incident.id, title: 'Maps are blank' },
  ]);

  await addEntry(atHeadquarters, {
    site: 'field-1',
    incident: incident.id,
    entry: { type: 'note', text: 'We are with you.' },
  });
  await makeDown(atHeadquarters, { name: 'field-1', catalog: false });
  await callWhenDue(atSite);
  expect(await resultOf(pair), 'not before it is time').toContain('0 bundles fetched');
  await site.fastForward(60_000);
  await callWhenDue(atSite);
  expect(await resultOf(pair)).toBe('ok: 0 bundles brought, 1 bundle fetched');
  const { items } = await readBundles(atSite);
  expect(items.filter(({ direction }) => direction === 'down')).toHaveLength(1);
  expect((await readHeard(atSite, { incident: incident.id })).items).toMatchObject([
    { by: 'hanna', type: 'noted', text: 'We are with you.' },
  ]);
  expect((await readHeard(atHeadquarters, { incident: incident.id })).items).toEqual([]);
});

test('what nobody has approved does not leave; a standing approval lets it, and ends with its policy', async () => {
  const pair = await linked();
  const { atSite, url, site } = pair;
  await prepareBundle(atSite);
  await setLink(atSite, { ...everyMinute, url, standing: true });
  await callWhenDue(atSite);
  expect(await resultOf(pair), 'somebody is looking at it').toContain('0 bundles brought');
  await site.databases.pools.web.query(`delete from relay_bundle where state = 'prepared'`);
  await site.fastForward(60_000);
  await callWhenDue(atSite);
  expect(await resultOf(pair)).toContain('1 bundle brought');

  await site.databases.pools.web.query(`update relay_self set standing_policy = 'another 00000000'`);
  await site.fastForward(60_000);
  await callWhenDue(atSite);
  expect(await resultOf(pair)).toContain('0 bundles brought');
});

test('a redaction policy with a fault holds back what is new and nothing else: what was approved leaves, and what is there comes', async () => {
  const pair = await linked();
  const { atSite, url } = pair;
  await setLink(atSite, { ...everyMinute, url, standing: true });
  await carryUp(pair);
  const config = { ...atSite.env.config, redaction: '/nowhere/ours.yaml' };
  const faulty = { ...atSite, env: { ...atSite.env, config } };
  expect(await callHeadquarters(faulty)).toBe(
    'ok: 1 bundle brought, 0 bundles fetched. The redaction policy /nowhere/ours.yaml cannot be read. Nothing leaves without one.',
  );
  expect(await readSelf(faulty)).toMatchObject({
    role: 'site',
    policy: null,
    policyFault: 'The redaction policy /nowhere/ours.yaml cannot be read. Nothing leaves without one.',
  });
  await expect(prepareBundle(faulty)).rejects.toThrow('/nowhere/ours.yaml cannot be read');
  // What was approved of it counts again once it can be read.
  await setLink(faulty, { everySeconds: 3_600, url, standing: true });
  expect((await readSelf(atSite)).link).toMatchObject({ everySeconds: 3_600, standing: { by: 'mira' } });
  await setLink(faulty, { ...everyMinute, url });
  expect((await readSelf(atSite)).link.standing).toBe(null);
  await expect(setLink(faulty, { ...everyMinute, url, standing: true })).rejects.toThrow('cannot be read');
});

test('who approves of a redaction policy approves of the one that they looked at', async () => {
  const { atSite, url } = await linked();
  const { policy } = await readSelf(atSite);
  const seen = { ...everyMinute, url, standing: true };
  await expect(setLink(atSite, { ...seen, policy: 'another 00000000' })).rejects.toThrow(
    `The redaction policy is ${policy} by now.`,
  );
  expect((await readSelf(atSite)).link).toMatchObject({ everySeconds: null, standing: null });
  await setLink(atSite, { ...seen, policy: policy ?? '' });
  expect((await readSelf(atSite)).link.standing).toEqual({ policy, by: 'mira' });
});

test('a line that breaks loses nothing: parts that came are not sent again', async () => {
  const pair = await linked();
  const { atSite, atHeadquarters, url } = pair;
  const partBytes = 500;
  for (let n = 0; n < 12; n += 1)
    await declareIncident(atSite, {
      title: `Maps are blank ${n} ${randomBytes(60).toString('hex')}`,
      summary: '',
      severity: 'SEV3',
      drill: false,
    });
  const parts = Math.ceil((await carryUp(pair)).length / (partBytes - partHeadBytes));
  expect(parts).toBeGreaterThan(3);
  await setLink(atSite, { ...everyMinute, url: 'http://127.0.0.1:1' });
  expect(await callHeadquarters(atSite, partBytes)).toMatch(/cannot be reached/);

  let brought = 0;
  let linesLeft = 2;
  open[0]?.server.on('request', ({ method, socket }: IncomingMessage) => {
    if (method !== 'POST') return;
    if (linesLeft <= 0) socket.destroy();
    else brought += 1;
    linesLeft -= 1;
  });
  await setLink(atSite, { ...everyMinute, url });
  expect(await callHeadquarters(atSite, partBytes)).toMatch(/cannot be reached/);
  expect(brought).toBe(2);
  linesLeft = Number.POSITIVE_INFINITY;
  expect(await callHeadquarters(atSite, partBytes)).toContain('1 bundle brought');
  expect(brought).toBe(parts);
  expect(await callHeadquarters(atSite, partBytes), 'it is there').toContain('0 bundles brought');
  expect((await readSite(atHeadquarters, { name: 'field-1' })).incidents).toHaveLength(12);
});

test('an address that others could listen in on, a wrong server and a link that ended are told', async () => {
  const pair = await linked();
  const { atSite, headquarters, site, url } = pair;
  const strict = {
    ...atSite,
    env: { ...atSite.env, config: { ...atSite.env.config, allowPrivateAddresses: false } },
  };
  await expect(setLink(strict, { ...everyMinute, url })).rejects.toThrow(/https:/);
  await expect(setLink(as(site, 'rita', ['responder']), { ...everyMinute, url })).rejects.toThrow(/may not/);

  const other = fastify();
  open.push(other);
  other.get('/relay/v1/up', async () => 'hello');
  await setLink(atSite, { ...everyMinute, url: await other.listen({ host: '127.0.0.1', port: 0 }) });
  await callWhenDue(atSite);
  expect(await resultOf(pair)).toMatch(/is not a headquarters/);

  await setLink(atSite, { ...everyMinute, url });
  await headquarters.databases.pools.web.query('update relay_site set link_token_hash = null');
  await callWhenDue(atSite);
  expect(await resultOf(pair)).toMatch(/does not know this link/);
});
