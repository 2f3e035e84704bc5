import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellImpactLate } from '#oncall';
import { inTransaction, systemCtx } from '#platform';
import { testEnv } from '#testing';
import { liveGuard, liveWordless } from '../sight/live-guard.ts';
import { rollIncidents } from '../../insights/roll-up/roll-up.ts';
import { openGroup } from '../../localisation/store/case-store.ts';
import { domainHandlers } from '../domains.ts';
import { reactions } from '../reactions/index.ts';
import { inputs } from './inputs.ts';
import { bearer, here, requestOf, startWalk, wordsOf, type Headers, type Walk } from './rig.ts';
import { allEndpoints, type Endpoint } from './routes.ts';

const bootstrapToken = 'fm_a-token-for-the-walk-over-hidden-incidents';
/** In every text of the hidden incidents and in no other. */
const canary = 'quokka';
const env = await testEnv({ config: { bootstrapToken }, reactions, handlers: domainHandlers });
const endpoints = allEndpoints(inputs);
const operator = bearer(bootstrapToken);
let walk: Walk;
let mira: Headers;
let bo: Headers;
let rae: Headers;
/** Hidden from bo: one is private, one is in an environment he has no clearance for. */
let secret: readonly string[] = [];

const person = (name: string, more: string): string => `apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ${name} }
spec: { email: ${name}@example.org${more} }
`;
const catalog = [
  person('mira', ', roles: [admin], clearances: [gov-2]'),
  person('bo', ', roles: [admin]'),
  person('rae', ', roles: [responder], clearances: [gov-2], scope: { teams: [gateway] }'),
  person('fred', ', roles: [field-marshal], clearances: [gov-2], scope: { teams: [gateway] }'),
  'apiVersion: fieldmarshal/v1\nkind: Environment\nmetadata: { name: gov-2 }\nspec: { restricted: true }\n',
  'apiVersion: fieldmarshal/v1\nkind: Environment\nmetadata: { name: eu-prod }\nspec: {}\n',
  ...['files', 'gateway'].map(
    (name) =>
      `apiVersion: fieldmarshal/v1\nkind: Team\nmetadata: { name: ${name} }\nspec: { members: [mira${name === 'gateway' ? ', rae' : ''}] }\n` +
      `---\napiVersion: fieldmarshal/v1\nkind: Product\nmetadata: { name: ${name} }\nspec: { owner: ${name} }\n`,
  ),
  `apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: default }
spec: { default: true, steps: [{ targets: [{ person: bo }, { person: mira }], minutes: 5 }], repeat: 0, fallback: [{ person: bo }] }
`,
  'apiVersion: fieldmarshal/v1\nkind: EscalationPolicy\nmetadata: { name: quiet }\nspec: { steps: [{ targets: [{ person: mira }], minutes: 5 }] }\n',
].join('---\n');

beforeAll(async () => {
  walk = await startWalk(env);
  const files = [{ path: 'catalog.yaml', text: catalog }];
  const applied = await post('/catalog/apply', { files }, operator);
  if (applied.status !== 200) throw new Error(JSON.stringify(applied.body));
  [mira, bo, rae] = await Promise.all([walk.signIn('mira'), walk.signIn('bo'), walk.signIn('rae')]);
  const hidden = [
    { private: true, environment: 'eu-prod', escalationPolicy: 'quiet' },
    { private: false, environment: 'gov-2' },
  ];
  secret = await Promise.all(hidden.map(async (about) => declare({ ...about, product: 'files' })));
  for (const id of secret) {
    await post(`/incidents/${id}/notes`, { text: `The ${canary} note` });
    await post(`/incidents/${id}/tasks`, { title: `The ${canary} task` });
    await post(`/incidents/${id}/actions`, { title: `The ${canary} action` });
    await post(`/incidents/${id}/follow`, {});
    // To all leads who may hear of it, under a key that names it.
    await tellImpactLate(systemCtx(env, 'test'), {
      ...{ incidentId: id, title: `The ${canary} incident`, drill: false, minutes: 15, time: 1 },
      fieldMarshal: null,
    });
  }
  await env.drain();
});
afterAll(async () => walk.close());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function post(path: string, payload: object, headers: Headers = mira): Promise<Answer> {
  const answer = await walk.send({ method: 'POST', url: `/api/v1${path}`, payload }, headers);
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

async function declare(about: object): Promise<string> {
  const made = await post('/incidents', { title: `The ${canary} incident`, summary: canary, ...about });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  return String(made.body['id']);
}

async function read(url: string, headers: Headers): Promise<string> {
  return (await walk.send({ method: 'GET', url: `/api/v1${url}` }, headers)).body;
}

async function itemsOf(url: string, headers: Headers): Promise<readonly { readonly id: string }[]> {
  const answer = await walk.send({ method: 'GET', url: `/api/v1${url}` }, headers);
  return answer.json<{ items: { id: string }[] }>().items;
}

/** A file as browsers send it; the status of the answer. */
async function attach(id: string, headers: Headers): Promise<number> {
  const part = 'content-disposition: form-data; name="file"; filename="seen.txt"';
  const answer = await walk.app.inject({
    method: 'POST',
    url: `/api/v1/incidents/${id}/attachments`,
    headers: { ...here, ...headers, 'content-type': 'multipart/form-data; boundary=edge' },
    payload: `--edge\r\n${part}\r\n\r\nSeen\r\n--edge--\r\n`,
  });
  return answer.statusCode;
}

const reads = endpoints.filter(({ method }) => method === 'GET');
const ofIncident = (endpoint: Endpoint): boolean => endpoint.path.startsWith('/incidents/{id}');

describe('an incident that somebody may not see', () => {
  test('is in no answer of any endpoint, and in many of those to who may see it', async () => {
    const shownTo = async (headers: Headers): Promise<string[]> => {
      const found: string[] = [];
      for (const endpoint of reads) {
        const { url } = requestOf(endpoint);
        const { body } = await walk.send({ method: 'GET', url }, headers);
        if (body.includes(canary) || secret.some((id) => new RegExp(`${id}\\b`).test(body)))
          found.push(endpoint.name);
      }
      return found;
    };
    expect(await shownTo(bo)).toEqual([]);
    expect((await shownTo(mira)).length).toBeGreaterThan(8);
  });

  test('is not counted in what is shown as numbers', async () => {
    const counts = async (headers: Headers): Promise<number> => (await itemsOf('/incidents', headers)).length;
    expect([await counts(bo), await counts(mira)]).toEqual([0, 2]);
    expect(await read(`/incidents?q=${canary}`, bo)).toBe('{"items":[],"nextCursor":null}');
  });

  test('is in no number of insights, also right after somebody was told who may see it', async () => {
    await rollIncidents(systemCtx(env, 'test'));
    const counted = async (headers: Headers): Promise<unknown> =>
      (await walk.send({ method: 'GET', url: '/api/v1/insights' }, headers)).json<{ incidents: number }>()
        .incidents;
    expect([await counted(mira), await counted(bo), await counted(mira)]).toEqual([2, 0, 2]);
    expect(await read('/insights/incidents?behind=incidents', bo)).not.toContain(canary);
  });

  test('answers to every request like one that does not exist', async () => {
    for (const endpoint of endpoints.filter(ofIncident)) {
      const [hidden, unknown] = await Promise.all(
        [secret[0] ?? '', 'INC-987654'].map(async (id) =>
          wordsOf(await walk.send(requestOf(endpoint, { id }), bo), { id }),
        ),
      );
      expect(hidden, endpoint.name).toBe(unknown);
      expect(hidden, endpoint.name).not.toContain(canary);
    }
  });

  test('its pages, messages, attachments and audit rows are not there either', async () => {
    const pages = await itemsOf('/pages', mira);
    expect(pages.length).toBeGreaterThan(0);
    for (const { id } of pages) expect(await read(`/pages/${id}`, bo)).toContain('not-found');
    for (const id of secret) {
      expect(await read(`/audit?subject=${id}`, bo)).toContain('"items":[]');
      expect(await read(`/audit?subject=${id}`, mira)).not.toContain('"items":[]');
    }
    const messages = await itemsOf('/communications', mira);
    expect(messages.length).toBeGreaterThan(0);
    for (const endpoint of endpoints.filter(({ path }) => path.startsWith('/communications/{id}'))) {
      const [hidden, unknown] = await Promise.all(
        [messages[0]?.id ?? '', 'COM-987654'].map(async (id) =>
          wordsOf(await walk.send(requestOf(endpoint, { id }), bo), { id }),
        ),
      );
      expect(hidden, endpoint.name).toBe(unknown);
    }
    const named = (id: string) =>
      [
        ['/communications/approve', { messages: [{ id, hash: 'x' }] }],
        ['/communications/undo', { ids: [id] }],
        ['/communications/correct', { messages: [{ id, title: 'x', text: 'x' }] }],
      ] as const;
    for (const [path, body] of named(messages[0]?.id ?? ''))
      expect(await post(path, body, bo), path).toMatchObject({ status: 404 });
    for (const file of ['review.html', 'review.md']) {
      const path = (id: string) => `/incidents/${id}/${file}`;
      expect(await read(path(secret[0] ?? ''), bo)).toContain('not-found');
      expect(await read(path(secret[0] ?? ''), mira)).toContain('Review of');
    }
    const pdf = `/incidents/${secret[0] ?? ''}/review.pdf`;
    expect(await read(pdf, bo)).toContain('not-found');
    expect(await read(pdf, mira)).toMatch(/^%PDF-1\.7/);
    expect(await read('/audit/export', bo)).not.toContain(canary);
    expect(await read('/audit/export', mira)).toContain(canary);
    for (const way of ['data', 'export']) {
      const given = await read(`/people/mira/${way}`, bo);
      expect(given).toContain('mira@example.org');
      for (const word of [canary, ...secret]) expect(given, `${way} ${word}`).not.toContain(word);
      expect(await read(`/people/mira/${way}`, mira)).toContain(canary);
    }
    // The chain is verified whole, whoever asks.
    expect(await read('/audit/verification', bo)).toContain('"broken":null');
  });

  test.each(['review.md', 'review.html'])(
    'its %s is not there either however the address is written',
    async (file) => {
      for (const id of secret)
        for (const place of ['%61pi/v1/incidents', 'api/%761/incidents', 'api/v1/%69ncidents']) {
          const [seen, unseen] = await Promise.all(
            [mira, bo].map(async (headers) =>
              walk.send({ method: 'GET', url: `/${place}/${id}/${file}` }, headers),
            ),
          );
          expect(seen?.body, place).toContain(canary);
          expect(unseen?.statusCode, place).toBe(404);
        }
      const exported = await walk.send({ method: 'GET', url: '/%61pi/v1/audit/export' }, bo);
      expect(exported.statusCode).toBe(200);
      expect(exported.body).not.toContain(canary);
    },
  );

  test('what is said of checks that fail there is in no audit row either, also when the group is deleted', async () => {
    const id = await inTransaction(systemCtx(env, 'test'), async (tx) =>
      openGroup(tx, { environment: 'gov-2', since: tx.now, checks: [`${canary}-check`] }),
    );
    const said = { answer: 'corrected', cause: { kind: 'product', name: 'files' }, note: canary };
    const [hidden, unknown] = [id, 987_654].map((group) => `/causes/failing/${group}/answer`);
    expect((await post(hidden ?? '', said)).status).toBe(200);
    expect((await post(hidden ?? '', said, bo)).status).toBe((await post(unknown ?? '', said, bo)).status);
    const rows = async (headers: Headers): Promise<boolean> => {
      const list = await read(`/audit?subject=failing-group/${id}`, headers);
      const found = list.includes(canary);
      expect((await read('/audit/export', headers)).includes(`failing-group/${id}`)).toBe(found);
      return found;
    };
    expect([await rows(bo), await rows(mira)]).toEqual([false, true]);
    await sql`delete from cause_answer where case_id = ${id}`.execute(env.databases.worker);
    await sql`delete from cause_case where id = ${id}`.execute(env.databases.worker);
    expect([await rows(bo), await rows(mira)]).toEqual([false, true]);
  });

  test('what they are put down to is told in short to those alone who see them', async () => {
    const said = { answer: 'corrected', cause: { kind: 'product', name: 'files' } };
    for (const id of secret) expect((await post(`/incidents/${id}/cause/answer`, said)).status).toBe(200);
    const told = async (headers: Headers): Promise<string> =>
      read(`/causes?${secret.map((id) => `incident=${id}`).join('&')}`, headers);
    expect(JSON.parse(await told(bo))).toEqual({ items: [] });
    for (const id of secret) expect(await told(mira)).toContain(id);
  });

  test('keeps nobody else from working, and the audit chain whole', async () => {
    await post(`/incidents/${secret[0] ?? ''}/notes`, { text: 'The last row of the audit log' });
    expect((await post('/incidents', { title: 'Something else' }, bo)).status).toBe(200);
    expect(await read('/audit/verification', mira)).toContain('"broken":null');
  });

  test('pages nobody who may not see it, and tells nobody', async () => {
    const told = await env.databases.worker
      .selectFrom('delivery')
      .select(['destination', 'incident_id'])
      .where('incident_id', '=', secret[1] ?? '')
      .execute();
    expect(new Set(told.map(({ destination }) => destination))).toEqual(new Set(['mira@example.org']));
  });

  test('is silent for them in live updates', async () => {
    const guard = liveGuard(env);
    const hiddenFrom = await guard([...secret, 'INC-987654']);
    const actor = (name: string) =>
      ({ kind: 'person', person: name, displayName: name, roles: ['admin'] }) as const;
    expect(hiddenFrom?.(actor('bo'))).toEqual(new Set(secret));
    expect(hiddenFrom?.(actor('mira'))).toEqual(new Set());
    expect(await guard(['INC-987654'])).toBeNull();
  });

  test('is there for somebody who is let in, until they are let out', async () => {
    const [own = ''] = secret;
    expect((await post(`/incidents/${own}/readers`, { person: 'bo' }, bo)).status).toBe(404);
    expect((await post(`/incidents/${own}/readers`, { person: 'bo' })).status).toBe(200);
    expect(await read(`/incidents/${own}`, bo)).toContain(canary);
    expect((await post(`/incidents/${own}/readers/bo/remove`, {})).status).toBe(200);
    expect(await read(`/incidents/${own}`, bo)).not.toContain(canary);
  });
});

describe('what happens in a restricted environment', () => {
  const word = 'wombat';
  let before: readonly string[];

  beforeAll(async () => {
    const key = (await post('/integrations', { name: 'gov', kind: 'alertmanager' }, operator)).body['key'];
    const labels = { alertname: word, severity: 'critical', environment: 'gov-2', product: 'files' };
    const alert = { labels, annotations: { summary: `The ${word} alert` } };
    const sent = await walk.app.inject({
      ...{ method: 'POST', url: `/intake/k/${String(key)}/alertmanager/api/v2/alerts`, payload: [alert] },
    });
    if (sent.statusCode !== 200) throw new Error(sent.body);
    await post('/changes', { summary: `The ${word} change`, product: 'files', environment: 'gov-2' });
    await post('/heartbeats', {
      ...{ name: `The ${word} heartbeat`, intervalS: 60, labels: { environment: 'gov-2' } },
    });
    const [startsAt, endsAt] = [1, 2].map((hours) =>
      new Date(env.clock.now().getTime() + hours * 3_600_000).toISOString(),
    );
    const works = { title: `The ${word} works`, environments: ['gov-2'], startsAt, endsAt };
    await post('/maintenance-windows', works);
    const matchers = ['environment=gov-2', 'alertname=other'];
    await post('/silences', { matchers, comment: `The ${word} silence`, endsAt });
    const { worker } = env.databases.pools;
    const run = 'a0000000-0000-4000-8000-000000000001';
    await worker.query(`insert into relay_site (name, environments, state, created_at, created_by)
      values ('${word}-site', '{gov-2}', 'invited', now(), 'test')`);
    await worker.query(`insert into check_cell (check_name, environment, every_ms, paused, state, since, reason, run_id)
      values ('${word}-check', 'gov-2', 60000, false, 'failing', now(), 'The ${word} reason', '${run}')`);
    await env.drain();
    before = (await itemsOf('/alerts', mira)).map(({ id }) => id);
  });

  test('is in no answer of any endpoint, and in several of those to who has the clearance', async () => {
    const shownTo = async (headers: Headers): Promise<string[]> => {
      const found: string[] = [];
      for (const endpoint of reads) {
        const { body } = await walk.send({ method: 'GET', url: requestOf(endpoint).url }, headers);
        if (body.includes(word)) found.push(endpoint.name);
      }
      return found;
    };
    expect(await shownTo(bo)).toEqual([]);
    expect(await shownTo(mira)).toEqual(
      expect.arrayContaining([
        ...['signals.alerts', 'signals.changes', 'signals.groups', 'signals.silences', 'signals.heartbeats'],
        ...['signals.maintenanceWindows', 'identity.audit'],
      ]),
    );
  });

  test('answers like what does not exist', async () => {
    expect(before).toHaveLength(1);
    for (const endpoint of endpoints.filter(({ path }) => path.startsWith('/alerts/{id}'))) {
      const [hidden, unknown] = await Promise.all(
        [before[0] ?? '', '98765432'].map(async (id) =>
          wordsOf(await walk.send(requestOf(endpoint, { id }), bo), { id }),
        ),
      );
      expect(hidden, endpoint.name).toBe(unknown);
    }
  });

  test.each(['/silences?state=all', '/maintenance-windows?state=all', '/heartbeats'])(
    'what is planned, silenced or missed there (%s) is changed by nobody else',
    async (list) => {
      const [made] = await itemsOf(list, mira);
      const [kind = ''] = list.split('?');
      for (const endpoint of endpoints.filter(({ path }) => path.startsWith(`${kind}/{id}`))) {
        const [hidden, unknown] = await Promise.all(
          [made?.id ?? '', '00000000-0000-4000-8000-000000000000'].map(async (id) =>
            wordsOf(await walk.send(requestOf(endpoint, { id }), bo), { id }),
          ),
        );
        expect(hidden, endpoint.name).toBe(unknown);
      }
    },
  );

  test('is in no badge', async () => {
    const text = [
      'kind: Application\nmetadata: { name: desk }\nspec: {}',
      'kind: Workflow\nmetadata: { name: use }\nspec: { application: desk, criticality: 1, steps: [{ name: use, products: [files] }] }',
      `kind: Check\nmetadata: { name: ${word}-check }\nspec: { workflow: use, products: [files], probe: { type: tcp, host: h.example, port: 443 }, environments: [{ environment: gov-2 }] }`,
    ]
      .map((object) => `apiVersion: fieldmarshal/v1\n${object}\n`)
      .join('---\n');
    expect((await post('/catalog/apply', { files: [{ path: 'check.yaml', text }] }, operator)).status).toBe(
      200,
    );
    const badge = async (headers: Headers): Promise<string> =>
      (await walk.send({ method: 'GET', url: `/badges/checks/${word}-check?environment=gov-2` }, headers))
        .body;
    expect(await badge(mira)).toContain('failing');
    expect(await badge(bo)).toContain('no data');
  });

  test('is not named in live updates to who may not see it', async () => {
    const isWordless = await liveWordless(env)();
    const actor = (name: string) =>
      ({ kind: 'person', person: name, displayName: name, roles: ['admin'] }) as const;
    expect([isWordless?.(actor('bo')), isWordless?.(actor('mira'))]).toEqual([true, false]);
  });
});

describe('a responder of one team', () => {
  test('sees the incidents of others and works on those of the team only', async () => {
    const [, other = ''] = secret;
    const own = await declare({ environment: 'gov-2', product: 'gateway' });
    expect(await read(`/incidents/${other}`, rae)).toContain(canary);
    const refused = await post(`/incidents/${other}/notes`, { text: 'Mine?' }, rae);
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await post(`/incidents/${other}/impact/data-loss`, { lost: false }, rae)).status).toBe(403);
    expect((await post(`/incidents/${own}/notes`, { text: 'Mine.' }, rae)).status).toBe(200);
    expect([await attach(other, rae), await attach(own, rae)]).toEqual([403, 201]);
  });

  test('merges nothing into what is of others, and approves no message of theirs, on the page for it either', async () => {
    const fred = await walk.signIn('fred');
    const [, other = ''] = secret;
    const own = await declare({ environment: 'gov-2', product: 'gateway' });
    expect((await post(`/incidents/${own}/merge`, { into: other }, fred)).status).toBe(403);
    const { items } = JSON.parse(await read('/communications', mira)) as {
      items: { id: string; incidentId: string | null }[];
    };
    const message = items.find(({ incidentId }) => incidentId === other)?.id ?? 'none';
    for (const what of ['do=undo', 'hash=x']) {
      const headers = { ...here, ...fred, 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await walk.app.inject({ method: 'POST', url: `/c/${message}`, headers, payload: what });
      expect([answer.statusCode, answer.body], what).toEqual([
        403,
        expect.stringContaining('of other teams or environments than yours'),
      ]);
    }
    for (const [path, body] of [
      ['/communications/approve', { messages: [{ id: message, hash: 'x' }] }],
      ['/communications/undo', { ids: [message] }],
      ['/communications/correct', { messages: [{ id: message, title: 'x', text: 'x' }] }],
    ] as const)
      expect(await post(path, body, fred), path).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('works where they were given a task', async () => {
    const [, other = ''] = secret;
    await post(`/incidents/${other}/tasks`, { title: 'Look', assignee: 'rae' });
    expect((await post(`/incidents/${other}/notes`, { text: 'I look.' }, rae)).status).toBe(200);
  });

  test('silences, acknowledges and resolves what is of the team, and what belongs to an incident that is theirs', async () => {
    const key = (await post('/integrations', { name: 'gateway', kind: 'alertmanager' }, operator)).body[
      'key'
    ];
    const alerts = ['files', 'gateway'].map((product) => ({
      labels: { alertname: `scope-${product}`, environment: 'eu-prod', product },
    }));
    await walk.app.inject({
      ...{ method: 'POST', url: `/intake/k/${String(key)}/alertmanager/api/v2/alerts`, payload: alerts },
    });
    await env.drain();
    const idOf = async (name: string): Promise<string> =>
      (await itemsOf(`/alerts?q=scope-${name}`, mira))[0]?.id ?? 'none';
    const [other, own] = [await idOf('files'), await idOf('gateway')];
    for (const act of ['acknowledge', 'silence', 'resolve']) {
      const input = act === 'silence' ? { minutes: 5, comment: 'Known' } : {};
      expect((await post(`/alerts/${other}/${act}`, input, rae)).status, act).toBe(403);
      expect((await post(`/alerts/${own}/${act}`, input, rae)).status, act).toBe(200);
    }
    const { incidentId } = JSON.parse(await read(`/alerts/${other}`, mira)) as { incidentId: string };
    await post(`/incidents/${incidentId}/tasks`, { title: 'Look', assignee: 'rae' });
    expect((await post(`/alerts/${other}/resolve`, {}, rae)).status).toBe(200);
    const endsAt = new Date(env.clock.now().getTime() + 3_600_000).toISOString();
    const silence = async (...matchers: string[]): Promise<Answer> =>
      post('/silences', { matchers, comment: 'Known', endsAt }, rae);
    const files = await post('/silences', { matchers: ['product=files'], comment: 'Theirs', endsAt });
    for (const wide of [
      ['alertname=x'],
      ['product=files'],
      ['product=~gateway|files'],
      ['product!=files', 'alertname=x'],
    ])
      expect((await silence(...wide)).status, wide.join()).toBe(403);
    expect((await silence('product=gateway', 'alertname=~x.*')).status).toBe(200);
    expect((await post(`/silences/${String(files.body['id'])}/end`, {}, rae)).status).toBe(403);
  });
});
