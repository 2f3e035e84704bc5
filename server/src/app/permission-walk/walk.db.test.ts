import { role } from '@fieldmarshal/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { can, type Ability } from '#identity';
import { as, testEnv } from '#testing';
import { endpointsByAbility } from './endpoint-abilities.ts';
import { inputs } from './inputs.ts';
import { bearer, requestOf, startWalk, textOf, wordsOf, type Request, type Walk } from './rig.ts';
import { allEndpoints, otherRoutes } from './routes.ts';

const bootstrapToken = 'fm_a-token-for-the-walk-over-all-endpoints';
const env = await testEnv({ config: { bootstrapToken } });
const endpoints = allEndpoints(inputs);
const asked = new Map(
  Object.entries(endpointsByAbility).flatMap(([ability, names]) =>
    names.split(/\s+/).map((name): [string, string] => [name, ability]),
  ),
);
const roles = role.options;
/** Whoever asks, by the header they come with. */
const callers = new Map<string, string>();
let walk: Walk;

beforeAll(async () => {
  walk = await startWalk(env);
  callers.set('operator', bootstrapToken);
  for (const each of roles) callers.set(each, await newToken({ roles: [each] }));
  // Two who may one harmless thing each, so that there is somebody to refuse for every endpoint.
  callers.set('nobody', await newToken({ roles: ['admin'], abilities: ['incident.follow'] }));
  callers.set('nobody else', await newToken({ roles: ['admin'], abilities: ['token.own'] }));
});
afterAll(async () => walk.close());

async function newToken(scope: Record<string, unknown>): Promise<string> {
  const payload = { name: 'walk', service: true, ...scope };
  const made = await send({ method: 'POST', url: '/api/v1/tokens', payload }, 'operator');
  return made.json<{ secret: string }>().secret;
}

async function send(request: Request, caller?: string): Promise<LightMyRequestResponse> {
  return walk.send(request, caller === undefined ? {} : bearer(callers.get(caller) ?? ''));
}

describe('the table of endpoints', () => {
  test('names each that the contract has, once, and no other', () => {
    expect([...asked.keys()].toSorted()).toEqual(endpoints.map(({ name }) => name).toSorted());
  });

  test('nobody who does not say who they are gets anything from any of them', async () => {
    for (const endpoint of endpoints)
      expect((await send(requestOf(endpoint))).statusCode, endpoint.name).toBe(401);
  });
});

/** The words of a refusal by the table, and of nothing else: what does not exist has a name in its answer. */
const refusal = /may not do this: it needs|"This does not exist/;

describe.each([...roles, 'nobody', 'nobody else'])('as %s', (caller) => {
  test('every endpoint answers as the table of permissions says', async () => {
    for (const endpoint of endpoints) {
      const ability = asked.get(endpoint.name) ?? '';
      if (ability === 'session' || ability.startsWith('own ')) continue;
      const { statusCode, body } = await send(requestOf(endpoint), caller);
      const seen = `${endpoint.name} (${ability}) as ${caller}: ${statusCode} ${body.slice(0, 300)}`;
      expect(statusCode, seen).toBeLessThan(500);
      if (mayAs(caller, ability)) expect(body, seen).not.toMatch(refusal);
      else expect(body, seen).toMatch(refusal);
    }
  });
});

/** By the table of permissions itself; the two nobodies have one ability each. */
function mayAs(caller: string, ability: string): boolean {
  if (caller === 'nobody') return ability === 'incident.follow';
  if (caller === 'nobody else') return ability === 'token.own';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table's test compares the names
  return can(as(env, caller, [role.parse(caller)]).actor, ability as Ability);
}

describe('what belongs to somebody', () => {
  /** Things of one's own that a path may name, and the field they are in. */
  const things: Readonly<Record<string, string>> = {
    'identity.sessions': 'person',
    'identity.signInWays': 'person',
    'identity.endSession': 'person',
    'identity.endOtherSessions': 'person',
    'identity.disconnect': 'person',
    'identity.removeAuthenticator': 'person',
    'identity.removePasskey': 'person',
    'identity.renamePasskey': 'person',
    'privacy.data': 'person',
    'identity.revokeToken': 'token',
    'contacts.edit': 'method',
    'contacts.remove': 'method',
    'contacts.sendCode': 'method',
    'contacts.verify': 'method',
    'oncall.revokeFeed': 'feed',
  };

  test('is listed here whenever its path names it', () => {
    const own = endpoints.filter(({ name, path }) => {
      const ability = asked.get(name) ?? '';
      return path.includes('{') && /^(own .*|(token|contact)\.own|oncall\.feed)$/.test(ability);
    });
    expect(own.map(({ name }) => name).toSorted()).toEqual(Object.keys(things).toSorted());
  });

  test("looks to others as if it did not exist, whoever's it is", async () => {
    const operate = async (method: string, url: string, payload?: object): Promise<LightMyRequestResponse> =>
      send({ method, url: `/api/v1${url}`, ...(payload ? { payload } : {}) }, 'operator');
    const text = ['mira', 'bo']
      .map(
        (name) => `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { email: ${name}@example.org }
`,
      )
      .join('---\n');
    await operate('POST', '/catalog/apply', { files: [{ path: 'people.yaml', text }] });
    const browsers = { mira: await walk.signIn('mira'), bo: await walk.signIn('bo') };
    const of = async (payload: object, url: string): Promise<Record<string, { id: string }>> =>
      (await walk.send({ method: 'POST', url: `/api/v1${url}`, payload }, browsers.mira)).json<
        Record<string, { id: string }>
      >();
    const { token } = await of({ name: 'own' }, '/tokens');
    const method = await of(
      { method: { channel: 'webhook', url: 'https://example.org/' } },
      '/me/contact-methods',
    );
    const { feed } = await of({ person: 'mira' }, '/feeds');
    const real: Record<string, string> = {
      person: 'mira',
      token: token?.id ?? '',
      method: textOf(method['id'] ?? ''),
      feed: feed?.id ?? '',
    };
    expect(Object.entries(real).filter(([, id]) => id === '')).toEqual([]);
    for (const endpoint of endpoints.filter(({ name }) => name in things)) {
      const kind = things[endpoint.name] ?? '';
      const answers = await Promise.all(
        [real[kind] ?? '', unknownLike(real[kind] ?? '')].map(async (value) => {
          const names = { [kind === 'person' ? 'person' : 'id']: value };
          const answer = await walk.send(requestOf(endpoint, names), browsers.bo);
          return wordsOf(answer, names);
        }),
      );
      expect(answers[0], endpoint.name).toMatch(/^404 /);
      expect(answers[0], endpoint.name).toBe(answers[1]);
    }
  });
});

/** A name of the same form that nobody has. */
function unknownLike(name: string): string {
  return name.replaceAll(/[0-9a-f]/g, '0').replace('mir0', 'nobody');
}

describe('routes outside the contract', () => {
  /** Pages for everybody: they ask for a link, a password, a key of theirs, or nothing. */
  const open = [
    /^\/(sign-in|sign-out|status|p|c|t|calendar|receipts|trace-viewer)(\/|\*|$)/,
    // Behind links that were made for whoever may see it; `scenarios/e2e/artefact-origin` tries them without.
    /^\/artefacts\/(inline|saved|runs)\/:id\//,
    /^\/feedback\/embed(\.js)?$/,
    /^\/api\/openapi\.json$/,
    /^\*$/,
    /\/alertmanager\/-\/(ready|healthy)$/,
  ];
  /** With keys of their own, of integrations, runners and sites. */
  const keyed = /^\/(intake|runner|relay\/v1|scim\/v2)\//;
  const people: Readonly<Record<string, string>> = {
    // Of the contract, and asked before a large body is read.
    '/api/v1/catalog/apply': 'catalog.write',
    '/api/v1/checks/deploy': 'check.write',
    '/api/v1/schedules/:name/import-calendar': 'oncall.override',
    '/api/v1/audit/export': 'audit.read',
    '/api/v1/people/:person/export': 'identity.manage',
    '/api/v1/incidents/:id/attachments': 'incident.attach',
    '/api/v1/incidents/:id/attachments/:attachment': 'incident.read',
    '/api/v1/incidents/:id/review.html': 'incident.read',
    '/api/v1/incidents/:id/review.md': 'incident.read',
    '/api/v1/incidents/:id/review.pdf': 'incident.read',
    '/api/v1/check-bundles/:digest': 'check.write',
    '/api/v1/runs/:id/artefacts/:name': 'check.read',
    '/api/v1/relay/inbox': 'bundle.carry',
    '/api/v1/relay/releases': 'bundle.carry',
    '/api/v1/relay/releases/:sha256/file': 'bundle.carry',
    '/api/v1/relay/bundles/:site/:direction/:sequence/datagrams': 'bundle.carry',
    '/api/v1/relay/bundles/:site/:direction/:sequence/file': 'bundle.carry',
    '/api/v1/relay/datagrams': 'bundle.carry',
    '/api/v1/live': 'incident.read',
    '/badges/checks/:check': 'check.read',
    '/badges/readiness/:product': 'readiness.read',
  };

  test('are for everybody, want a key, or ask for the ability that this says', async () => {
    const routes = otherRoutes(walk.app.printRoutes({ commonPrefix: false }));
    const rest = routes.filter(
      ({ url }) => !open.some((each) => each.test(url)) && !/^(\/api\/v1)?\*$/.test(url),
    );
    expect([...new Set(rest.map(({ url }) => url))].filter((url) => !keyed.test(url)).toSorted()).toEqual(
      Object.keys(people).toSorted(),
    );
    for (const { method, url } of rest) {
      const target = url
        .replace('incidents/:id', 'incidents/INC-999999')
        .replace(':digest', 'a'.repeat(64))
        .replaceAll(/:\w+/g, '1');
      const seen = `${method} ${url}`;
      const { statusCode } = await send({ method, url: target });
      // What senders speak is theirs: some protocols answer 400 where the key in the body is missing.
      expect(keyed.test(url) ? [400, 401, 403, 404, 405, 415] : [401, 403, 404], seen).toContain(statusCode);
      if (keyed.test(url)) continue;
      const refused = await send({ method, url: target }, 'nobody else');
      expect([403, 404], `${seen} ${refused.body}`).toContain(refused.statusCode);
    }
  });
});
