import http from 'node:http';
import { readersOf } from '@fieldmarshal/contract/incidents';
import { beforeAll, describe, expect, it } from 'vitest';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { applyObjects } from '#catalog';
import { declareIncident, getIncident, listEvents } from '#incidents';
import { systemCtx } from '#platform';
import { acknowledgeIncident } from '../../incidents/acknowledge.ts';
import { resolveIncident, setSeverity, setState } from '../../incidents/commands/course.ts';
import { engageTeam, takeRole } from '../../incidents/commands/people.ts';
import { writeNote } from '../../incidents/commands/work.ts';
import { admitReader } from '../../incidents/commands/privacy.ts';
import { answerPage } from '../../oncall/pages/answer-page.ts';
import { pageByHand } from '../../oncall/pages/page-by-hand.ts';
import { summariseIncident } from '../../assist/summary/summarise-incident.ts';
import { answerCause } from '../../localisation/answers/answer-cause.ts';
import { readIncidentCause } from '../../localisation/read/read-cause.ts';
import { as, testEnv, whenOver, type TestEnv } from '../../testing/index.ts';
import { endDrill, pauseDrill, resumeDrill, setDrillSpeed } from './control-drill.ts';
import { resolveInDrill, tellInDrill } from './in-the-seat.ts';
import { readLinksOfRoom, readPanelOfRoom } from './graphs.ts';
import { drillBehind } from '../live/drill-behind.ts';
import { readDrill } from './read-drills.ts';
import { startDrill } from './start-drill.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org, contactMethods: [{ channel: webhook, url: HOOK/mira }] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ola }
spec: { displayName: Ola Berg, email: ola@example.org, roles: [lead], contactMethods: [{ channel: webhook, url: HOOK/ola }] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: tess }
spec: { displayName: Tess, email: tess@example.org, contactMethods: [{ channel: webhook, url: HOOK/tess }] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: files }
spec: { members: [ola] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: { members: [ola] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: uploads }
spec: { owner: files }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: staging }
spec: {}
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: everybody }
spec:
  default: true
  steps: [{ targets: [{ person: ola }], minutes: 5 }]
  fallback: [{ person: ola }]
---
apiVersion: fieldmarshal/v1
kind: Shadow
metadata: { name: tess-beside-mira }
spec: { trainee: tess, person: mira }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: slow-uploads }
spec:
  title: Uploads are slow
  product: uploads
  minutes: 20
  entries:
    - { at: 0, voice: The checks, alerts: { title: Uploads, firing: 3 } }
    - { at: 2, voice: Customer Acme, say: Nothing arrives here. }
    - { when: { team: files }, after: 1, voice: Files on call, team: { team: files, state: acknowledged, note: Looking. } }
    - { when: { state: mitigating }, after: 2, voice: The checks, alerts: { title: Uploads, firing: 0 } }
  solution: { severity: SEV2, cause: uploads, teams: [files], explanation: Roll back. }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: real-errors }
spec:
  title: Uploads fail for real
  minutes: 10
  entries: [{ at: 1, say: It begins. }]
  faults: [{ product: uploads, environment: staging, fault: errors, settings: { rate: 0.5 } }]
  solution: { severity: SEV1, explanation: Switch it off. }
`;

const graphs = `
---
apiVersion: fieldmarshal/v1
kind: MetricsSource
metadata: { name: main }
spec: { url: 'HOOK/prom' }
---
apiVersion: fieldmarshal/v1
kind: MetricsPanel
metadata: { name: errors }
spec: { source: main, query: 'rate(e{p="{{product}}"}[{{interval}}])', leadMinutes: 5 }
---
apiVersion: fieldmarshal/v1
kind: LinkTemplate
metadata: { name: logs }
spec: { url: 'https://logs.example/?from={{fromMs}}&to={{toMs}}', leadMinutes: 10 }
`;

let env: TestEnv;
let text: string;
let mira: ReturnType<typeof as>;
let ola: ReturnType<typeof as>;
const asked: { url: string; body: string }[] = [];
/** What was asked of the metrics server. */
const queried: URLSearchParams[] = [];

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
      if (pathname.startsWith('/prom')) queried.push(searchParams);
      if (request.url?.startsWith('/faults')) asked.push({ url: request.url, body });
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"f-1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  env = await testEnv({
    handlers: domainHandlers,
    reactions,
    config: { faultUrl: `http://127.0.0.1:${port}/faults` },
  });
  text = (catalog + graphs).replaceAll('HOOK', `http://127.0.0.1:${port}`);
  await apply(text);
  mira = as(env, 'mira');
  ola = as(env, 'ola', ['lead']);
});

async function apply(yaml: string): Promise<void> {
  const files = [{ path: 'all.yaml', text: yaml }];
  await applyObjects(systemCtx(env, 'test'), { files, dryRun: false, prune: false });
}

const uploads = { kind: 'product', name: 'uploads' } as const;
const scenario = { scenario: 'slow-uploads', seat: 'trainee', trainee: 'mira', speed: 1 } as const;

async function started(input: Partial<Parameters<typeof startDrill>[1]> = {}) {
  const drill = await startDrill(mira, { ...scenario, ...input });
  await env.drain();
  return drill;
}

async function pass(minutes: number): Promise<void> {
  await env.fastForward(minutes * 60_000);
  await env.drain();
}

async function log(incidentId: string): Promise<string[]> {
  const { items } = await listEvents(mira, { id: incidentId, order: 'oldest', limit: 500 });
  return items.map(({ type, actor }) => `${type} by ${actor.name}`);
}

/** Everything that was ever to leave, as `kind to whom: subject`. */
async function sent(): Promise<{ key: string; message: { subject?: string } }[]> {
  const rows = await env.databases.web
    .selectFrom('delivery')
    .select(['key', 'message'])
    .orderBy('id')
    .execute();
  return rows as { key: string; message: { subject?: string } }[];
}

describe('a drill', () => {
  it('pages its trainee and nobody else, says that it is a drill, and plays what is due at its speed', async () => {
    const { id, incidentId } = await started({ speed: 4 });
    const mails = await sent();
    expect(mails.map(({ message }) => message.subject)).toEqual([
      `[SEV?] ${incidentId} DRILL Uploads are slow`,
    ]);
    const { pages, drill, origin } = await getIncident(mira, { id: incidentId });
    expect(pages.map(({ person }) => person)).toEqual(['mira']);
    expect({ drill, origin }).toEqual({ drill: true, origin: { kind: 'drill', id } });
    const told = await summariseIncident(mira, { id: incidentId });
    expect(told.lines[0]?.text).toContain('DRILL Uploads are slow');
    expect(await log(incidentId)).not.toContain('noted by Customer Acme');
    await pass(0.51);
    expect(await log(incidentId)).toContain('noted by Customer Acme');
    await endDrill(mira, { id });
  });

  it('lets the script answer for teams, and refuses to page them by hand', async () => {
    const before = (await sent()).length;
    const { id, incidentId } = await started();
    await engageTeam(mira, { id: incidentId, team: 'files', reason: 'yours' });
    await engageTeam(mira, { id: incidentId, team: 'maps', reason: 'perhaps' });
    await expect(pageByHand(mira, { id: incidentId, person: 'ola' })).rejects.toThrow('This is a drill');
    await env.drain();
    await pass(1.1);
    const { teams } = await getIncident(mira, { id: incidentId });
    expect(teams.map(({ team, state, note }) => [team, state, note])).toEqual([
      ['files', 'acknowledged', 'Looking.'],
      ['maps', 'acknowledged', 'Nothing of ours looks wrong at the moment.'],
    ]);
    await pass(30);
    const subjects = (await sent()).slice(before).map(({ message }) => message.subject ?? '');
    expect(subjects.filter((subject) => !subject.includes('DRILL'))).toEqual([]);
    const pages = await env.databases.web
      .selectFrom('page')
      .select('person')
      .where('incident_id', '=', incidentId)
      .execute();
    expect(new Set(pages.map(({ person }) => person))).toEqual(new Set(['mira']));
    await endDrill(mira, { id });
  });

  it('is led to its end by the trainee, scored in scenario time, and tells nobody outside', async () => {
    const { id, incidentId } = await started({ speed: 2, mentor: 'ola' });
    await answerPage(mira, { pageId: await pageOf(incidentId), answer: 'acknowledge' });
    await env.drain();
    await setSeverity(mira, { id: incidentId, severity: 'SEV2', reason: '' });
    await engageTeam(mira, { id: incidentId, team: 'files', reason: '' });
    await answerCause(mira, { id: incidentId, answer: 'corrected', cause: uploads, note: 'Its queue.' });
    expect(await readIncidentCause(mira, { id: incidentId })).toMatchObject({
      ...{ state: 'none', verdict: null, answer: { answer: 'corrected', cause: uploads } },
    });
    const before = (await sent()).length;
    await tellInDrill(mira, { id, text: 'We look into it.', title: 'Uploads', audience: 'customers' });
    await tellInDrill(mira, { id, text: 'It is over.', title: 'Uploads', audience: 'customers' });
    await setState(mira, { id: incidentId, state: 'mitigating' });
    await env.drain();
    await pass(2);
    expect((await sent()).length).toBe(before);
    expect((await readDrill(mira, { id })).script).toBeNull();
    expect((await readDrill(ola, { id })).script).toHaveLength(4);
    await expect(resolveInDrill(ola, { id, summary: 'x' })).rejects.toThrow('Only who leads');
    await resolveInDrill(mira, { id, summary: 'Rolled back.' });
    await env.drain();
    const over = await readDrill(mira, { id });
    expect(over).toMatchObject({ state: 'ended', end: 'resolved', solution: { explanation: 'Roll back.' } });
    const got = Object.fromEntries(
      over.result?.marks.map(({ mark, got: what, points }) => [mark, [what, points]]) ?? [],
    );
    const resolvedAfter = String(got['resolve']?.[0]);
    expect(resolvedAfter).toMatch(/^4 min/);
    expect(got).toMatchObject({
      severity: ['SEV2', 1],
      cause: ['uploads', 1],
      teams: ['files', 1],
      told: ['2', 1],
      resolve: [resolvedAfter, 1],
    });
    expect(await traces(incidentId)).toEqual([]);
    const counted = await env.databases.web
      .selectFrom('insight_incident')
      .select('counts')
      .where('incident_id', '=', incidentId)
      .executeTakeFirst();
    expect(counted?.counts ?? false).toBe(false);
  });

  it('waits while something real burns: refused, paused when it begins, and a lead may go on with a reason', async () => {
    const { id } = await started();
    const real = await declareIncident(ola, { title: 'Everything is down', severity: 'SEV1' });
    await env.drain();
    expect(await readDrill(mira, { id })).toMatchObject({
      state: 'paused',
      pausedBecause: `${real.id} is a real SEV1: Everything is down`,
    });
    await expect(startDrill(mira, scenario)).rejects.toThrow(`${real.id} is a real SEV1 and open`);
    await expect(resumeDrill(mira, { id })).rejects.toThrow('drills wait');
    await expect(resumeDrill(mira, { id, override: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await resumeDrill(ola, { id, override: 'Not ours' })).toMatchObject({
      state: 'running',
      overrideReason: 'Not ours',
    });
    await acknowledgeIncident(ola, { id: real.id });
    await resolveIncident(ola, { id: real.id, summary: 'over' });
    await endDrill(mira, { id });
    await env.drain();
  });

  it('stands still while it is paused, and its speed can be changed', async () => {
    const { id, incidentId } = await started();
    await pauseDrill(mira, { id });
    await pass(10);
    expect(await log(incidentId)).not.toContain('noted by Customer Acme');
    await setDrillSpeed(mira, { id, speed: 8 });
    await resumeDrill(mira, { id });
    await pass(0.3);
    expect(await log(incidentId)).toContain('noted by Customer Acme');
    await endDrill(mira, { id });
    await expect(endDrill(mira, { id })).rejects.toThrow('is over');
  });

  it('ends by itself when nobody resolves it, and is refused for what is not there', async () => {
    const { id, incidentId } = await started();
    await pass(41);
    expect(await readDrill(mira, { id })).toMatchObject({ state: 'ended', end: 'time' });
    expect((await getIncident(mira, { id: incidentId })).resolution).toBe('The drill is over.');
    await expect(startDrill(mira, { ...scenario, trainee: 'nobody' })).rejects.toThrow(
      'no Person called "nobody"',
    );
    await expect(startDrill(mira, { ...scenario, scenario: 'none' })).rejects.toThrow(
      'no Scenario called "none"',
    );
    await expect(startDrill(as(env, 'vera', ['viewer']), scenario)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const broken = apply(text.replace('product: uploads\n  minutes', 'product: gone\n  minutes'));
    await expect(broken).rejects.toMatchObject({
      faults: [{ message: 'there is no Product "gone"' }],
    });
  });
});

describe('a recording', () => {
  it('is watched as it was, entry for entry, and is refused while it is not over', async () => {
    const { id } = await declareIncident(ola, { title: 'Maps are empty', product: 'uploads' });
    await env.drain();
    await expect(startDrill(mira, { ...scenario, scenario: undefined, incident: id })).rejects.toThrow(
      'is not over yet',
    );
    await takeRole(ola, { id, role: 'field-marshal' });
    await env.fastForward(60_000);
    await engageTeam(ola, { id, team: 'maps', reason: '' });
    await writeNote(mira, { id, text: 'Tiles are gone', code: null, attachments: [], decision: false });
    await setSeverity(ola, { id, severity: 'SEV2', reason: 'some' });
    await resolveIncident(ola, { id, summary: 'Put back.' });
    await env.drain();
    const pagesBefore = (await sent()).length;
    const was = await listEvents(ola, { id, order: 'oldest', limit: 500 });
    const drill = await startDrill(ola, { incident: id, seat: 'watch', speed: 8 });
    await env.drain();
    await pass(5);
    const is = await listEvents(ola, { id: drill.incidentId, order: 'oldest', limit: 500 });
    const shape = ({ items }: typeof was) =>
      items.slice(1).map(({ type, data, actor }) => ({ type, data, actor }));
    expect(shape(is)).toEqual(shape(was));
    expect((await sent()).length).toBe(pagesBefore);
    expect(await readDrill(ola, { id: drill.id })).toMatchObject({
      state: 'ended',
      end: 'time',
      result: null,
    });
  });
});

describe('the graphs of a room', () => {
  it('are those of the incident that is replayed, up to this moment of it; of a scenario those of now, and so it is said', async () => {
    const was = await declareIncident(ola, { title: 'Uploads fail', product: 'uploads' });
    await env.fastForward(60_000);
    await setSeverity(ola, { id: was.id, severity: 'SEV2', reason: 'some' });
    await env.fastForward(29 * 60_000);
    await resolveIncident(ola, { id: was.id, summary: 'Put back.' });
    await env.drain();
    await env.fastForward(86_400_000);
    const begun = Date.parse(was.declaredAt);
    const drill = await startDrill(mira, { ...scenario, scenario: undefined, incident: was.id, speed: 8 });
    await env.drain();
    await pass(1);
    const panel = await readPanelOfRoom(mira, { id: drill.incidentId, name: 'errors' });
    const [from, to] = [Date.parse(panel.from) - begun, Date.parse(panel.to) - begun];
    expect(from).toBe(-5 * 60_000);
    // Eight minutes of scenario time, and what the test itself took.
    expect(to / 60_000).toBeGreaterThanOrEqual(8);
    expect(to / 60_000).toBeLessThan(40);
    expect(queried.at(-1)?.get('query')).toBe('rate(e{p="uploads"}[60s])');
    expect(Number(queried.at(-1)?.get('start'))).toBeLessThan(begun / 1_000);
    // What happened in the room lies on the axis of then.
    expect(panel.marks[0]?.text).toBe('Declared');
    expect(Date.parse(panel.marks[0]?.at ?? '') - begun).toBeLessThan(60_000);
    const links = await readLinksOfRoom(mira, { id: drill.incidentId });
    expect(links.replays).toBe(was.id);
    expect(links.links[0]?.url).toContain(`from=${begun - 600_000}&`);
    await endDrill(mira, { id: drill.id });

    const written = await started();
    expect((await readLinksOfRoom(mira, { id: written.incidentId })).replays).toBeNull();
    const now = await readPanelOfRoom(mira, { id: written.incidentId, name: 'errors' });
    expect(Date.parse(now.to)).toBeGreaterThan(begun + 86_400_000);
    await endDrill(mira, { id: written.id });
    expect((await readLinksOfRoom(mira, { id: was.id })).replays).toBeNull();
  });
});

describe('a recording of a private incident', () => {
  it('is played into a room that is as private, for people who may see what it was', async () => {
    const { id } = await declareIncident(ola, { title: 'A person is at risk', private: true });
    await writeNote(ola, { id, text: 'It is Jo.', code: null, attachments: [], decision: false });
    await resolveIncident(ola, { id, summary: 'Jo is safe.' });
    await env.drain();
    const asked = { incident: id, seat: 'trainee', trainee: 'tess', mentor: 'mira', speed: 1 } as const;
    await expect(startDrill(ola, asked)).rejects.toMatchObject({ faults: [{ path: 'trainee' }] });
    await admitReader(ola, { id, person: 'tess' });
    await expect(startDrill(ola, asked)).rejects.toMatchObject({ faults: [{ path: 'mentor' }] });
    await admitReader(ola, { id, person: 'mira' });
    const drill = await startDrill(ola, asked);
    await env.drain();
    const room = await getIncident(ola, { id: drill.incidentId });
    expect(room.private).toBe(true);
    expect([...readersOf(room)].toSorted()).toEqual(['mira', 'ola', 'tess']);
    await endDrill(ola, { id: drill.id });
    await env.drain();
  });
});

describe('a drill in a restricted environment', () => {
  it('is refused for who has no clearance: they would be paged for a room that they cannot open', async () => {
    const spec = text.slice(text.indexOf('spec:', text.indexOf('slow-uploads')));
    await apply(`apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: vault }
spec: { restricted: true }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: in-the-vault }
${spec.slice(0, spec.indexOf('---')).replace('product: uploads', 'product: uploads\n  environment: vault')}`);
    const asked = { ...scenario, scenario: 'in-the-vault' };
    await expect(startDrill(mira, asked)).rejects.toMatchObject({
      faults: [{ path: 'trainee', message: 'mira has no clearance for vault, where it takes place' }],
    });
  });
});

describe('a live drill', () => {
  it('is a lead’s to start, switches the fault on and off, and takes in what alerts come of it', async () => {
    const live = { scenario: 'real-errors', seat: 'trainee', trainee: 'mira', speed: 1 } as const;
    await expect(startDrill(mira, live)).rejects.toMatchObject({ code: 'forbidden' });
    const { id, incidentId } = await startDrill(ola, live);
    await env.drain();
    expect(asked).toEqual([
      { url: '/faults', body: '{"rate":0.5,"product":"uploads","environment":"staging","fault":"errors"}' },
    ]);
    const there = { product: 'uploads', environment: 'staging' };
    expect(await drillBehind(mira, there)).toEqual({ incidentId, isRunning: true });
    expect(await drillBehind(mira, { product: 'uploads', environment: 'prod' })).toBeNull();
    await endDrill(ola, { id });
    await env.drain();
    expect(asked.at(-1)?.url).toBe('/faults/f-1/off');
    expect(await drillBehind(mira, there)).toEqual({ incidentId, isRunning: false });
    await env.fastForward(5 * 60_000);
    expect(await drillBehind(mira, there)).toBeNull();
  });
});

async function pageOf(incidentId: string): Promise<string> {
  const { id } = await env.databases.web
    .selectFrom('page')
    .select('id')
    .where('incident_id', '=', incidentId)
    .executeTakeFirstOrThrow();
  return id;
}

const learnt = [
  'rca_flag',
  'similar_document',
  'cause_case',
  'cause_due',
  'notice',
  "(select * from communication where state <> 'draft' and state <> 'discarded')",
] as const;

/** What was learnt from it, or told outside, by table. */
async function traces(incidentId: string): Promise<string[]> {
  const found = await Promise.all(
    learnt.map(async (table) => {
      const { rows } = await env.databases.pools.web.query(`select from ${table} t where t::text like $1`, [
        `%${incidentId}%`,
      ]);
      return rows.length === 0 ? [] : [table];
    }),
  );
  return found.flat();
}
