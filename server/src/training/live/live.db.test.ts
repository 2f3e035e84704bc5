import http from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { sql } from 'kysely';
import { listIncidents, resolveIncident } from '#incidents';
import { systemCtx, withoutSight, withSight } from '#platform';
import { listAlerts } from '#signals';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { listNotices } from '../../app/watch/notices.ts';
import { intakeKey, intakeRig, type IntakeRig } from '../../signals/rig.ts';
import { as, testEnv, whenOver, type TestEnv } from '../../testing/index.ts';
import { countDays } from '../../insights/roll-up/roll-up.ts';
import { endDrill, pauseDrill, resumeDrill } from '../drills/control-drill.ts';
import { readDrill } from '../drills/read-drills.ts';
import { startDrill } from '../drills/start-drill.ts';

const catalog = `
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org }
---
kind: Person
metadata: { name: cleared }
spec: { displayName: Clea Red, email: clea@example.org, clearances: [vault] }
---
kind: Team
metadata: { name: files }
spec: { members: [mira] }
---
kind: Product
metadata: { name: uploads }
spec: { owner: files }
---
kind: Product
metadata: { name: printing }
spec: { owner: files }
---
kind: Environment
metadata: { name: vault }
spec: { restricted: true }
---
kind: Environment
metadata: { name: staging }
spec: {}
---
kind: Route
metadata: { name: together }
spec: { priority: 1, matchers: ['together="yes"'], groupBy: [environment] }
---
kind: Route
metadata: { name: all }
spec: { groupBy: [alertname] }
---
kind: Scenario
metadata: { name: in-the-vault }
spec:
  title: Uploads fail in the vault
  environment: vault
  minutes: 60
  entries: [{ at: 1, say: It begins. }]
  faults: [{ product: uploads, environment: vault, fault: errors }]
  solution: { severity: SEV1, explanation: Switch it off. }
---
kind: Scenario
metadata: { name: told-elsewhere }
spec:
  title: Uploads fail somewhere
  environment: staging
  minutes: 60
  entries: [{ at: 1, say: It begins. }]
  faults: [{ product: uploads, environment: vault, fault: errors }]
  solution: { severity: SEV1, explanation: Switch it off. }
---
kind: Scenario
metadata: { name: real-errors }
spec:
  title: Uploads fail for real
  minutes: 60
  entries: [{ at: 1, say: It begins. }]
  faults: [{ product: uploads, environment: staging, fault: errors }]
  solution: { severity: SEV1, explanation: Switch it off. }
`;

interface Asked {
  readonly url: string;
  readonly key: string | undefined;
}

const minuteMs = 60_000;
const asked: Asked[] = [];
/** What the switch answers. */
let answers = { status: 201, body: '{"id":"f-1"}' };
let env: TestEnv;
let rig: IntakeRig;
let ola: ReturnType<typeof as>;

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      const key = request.headers['idempotency-key'];
      asked.push({ url: request.url ?? '', key: typeof key === 'string' ? key : undefined });
      response.writeHead(answers.status, { 'content-type': 'application/json' }).end(answers.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  env = await testEnv({
    handlers: domainHandlers,
    reactions,
    config: { faultUrl: `http://127.0.0.1:${port}/faults`, bootstrapIntakeKey: intakeKey },
  });
  rig = await intakeRig(env);
  const files = catalog
    .split('\n---\n')
    .map((each, index) => ({ path: `${index}.yaml`, text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n` }));
  await applyObjects(systemCtx(env, 'test'), { files, dryRun: false, prune: false });
  ola = as(env, 'ola', ['lead']);
});

const works = { status: 201, body: '{"id":"f-1"}' };
const isDown = { status: 503, body: '' };

async function pass(ms: number): Promise<void> {
  await env.fastForward(ms);
  await env.drain();
}

async function started(): Promise<string> {
  const live = { scenario: 'real-errors', seat: 'trainee', trainee: 'mira', speed: 1 } as const;
  const { id } = await startDrill(ola, live);
  await env.drain();
  return id;
}

/** What stands on Now about faults, those that are over last. */
async function notices(): Promise<string[]> {
  const { items } = await listNotices(ola);
  return items
    .filter(({ key }) => key.startsWith('drill-fault '))
    .map(({ text, endedAt }) => (endedAt === null ? text : 'over'));
}

describe('the real fault of a live drill', () => {
  it('is switched off for as long as it takes, and everybody is told while it is left on', async () => {
    const id = await started();
    answers = isDown;
    await endDrill(ola, { id });
    await env.drain();
    expect(asked.at(-1)?.url).toBe('/faults/f-1/off');
    expect((await readDrill(ola, { id })).faultTrouble).toBe('The fault switch answered 503.');
    expect(await notices()).toEqual([
      `A real fault of the drill ${id} (Uploads fail for real) is still on: errors of uploads in staging. The fault switch answered 503.`,
    ]);
    const before = asked.length;
    await pass(31_000);
    await pass(31_000);
    expect(asked.slice(before).map(({ url }) => url)).toEqual(['/faults/f-1/off', '/faults/f-1/off']);
    answers = works;
    await pass(31_000);
    expect((await readDrill(ola, { id })).faultTrouble).toBeNull();
    expect(await notices()).toEqual(['over']);
    const after = asked.length;
    await pass(10 * minuteMs);
    expect(asked.length).toBe(after);
  });

  it('is asked for again under the same key until it is on, and under another once it was off', async () => {
    const from = asked.length;
    answers = isDown;
    const id = await started();
    expect((await readDrill(ola, { id })).faultTrouble).toBe('The fault switch answered 503.');
    answers = works;
    await pass(31_000);
    await pauseDrill(ola, { id });
    await env.drain();
    await resumeDrill(ola, { id });
    await env.drain();
    const [first, again, off, back] = asked.slice(from);
    expect([first?.url, again?.url, off?.url, back?.url]).toEqual([
      ...['/faults', '/faults', '/faults/f-1/off', '/faults'],
    ]);
    expect(first?.key).toMatch(/^DR-/);
    expect(again?.key).toBe(first?.key);
    expect(back?.key).not.toBe(first?.key);
    expect(await notices()).toEqual(['over']);
    await endDrill(ola, { id });
    await pass(10 * minuteMs);
  });
});

const instant = (at: number): string => new Date(at).toISOString();
async function fire(alertname: string, labels: object, from: number, to: number): Promise<void> {
  const alert = { labels: { alertname, ...labels }, startsAt: instant(from), endsAt: instant(to) };
  await rig.post('/alertmanager/api/v2/alerts', [alert]);
  await env.drain();
}
/** The real ones. */
const incidents = async (): Promise<string[]> =>
  (await listIncidents(ola, { sort: 'newest', limit: 50 })).items
    .filter(({ drill }) => !drill)
    .map(({ title }) => title)
    .toSorted();
const there = { product: 'uploads', environment: 'staging' };

describe('alerts right after a live drill', () => {
  it('page nobody at once, and open an incident where they still fire when the drill cannot be it', async () => {
    const id = await started();
    await endDrill(ola, { id });
    await env.drain();
    await env.fastForward(minuteMs);
    const now = env.clock.now().getTime();
    await fire('Lagging', there, now, now + 60 * minuteMs);
    await fire('Lasting', there, now, now + 60 * minuteMs);
    await fire('Elsewhere', { ...there, environment: 'prod' }, now, now + 60 * minuteMs);
    expect(await incidents()).toEqual(['uploads: Elsewhere']);
    await pass(2.5 * minuteMs);
    await fire('Lagging', there, now, now + 2 * minuteMs);
    await pass(2 * minuteMs);
    expect(await incidents()).toEqual(['uploads: Elsewhere']);
    await pass(minuteMs);
    expect(await incidents()).toEqual(['uploads in staging: Lasting', 'uploads: Elsewhere']);
    await pass(10 * minuteMs);
    expect(await incidents()).toEqual(['uploads in staging: Lasting', 'uploads: Elsewhere']);
    // The group that waited and was over took nothing more: what comes next is told.
    const later = env.clock.now().getTime();
    await fire('Lagging', there, later, later + 60 * minuteMs);
    expect(await incidents()).toContain('uploads in staging: Lagging');
  });

  it('page at once where something joins them that cannot come of the drill', async () => {
    const id = await started();
    await endDrill(ola, { id });
    await env.drain();
    const before = await incidents();
    const now = env.clock.now().getTime();
    const together = { ...there, together: 'yes' };
    await fire('Waiting', together, now, now + 60 * minuteMs);
    await pass(31_000);
    expect(await incidents()).toEqual(before);
    await fire('Joined', { ...together, product: 'printing' }, now, now + 60 * minuteMs);
    await pass(31_000);
    expect(await incidents()).toHaveLength(before.length + 1);
    await fire('Joined', { ...together, product: 'printing' }, now, now + 1);
    await fire('Waiting', together, now, now + 1);
    for (const { id: open } of (await listIncidents(ola, { sort: 'newest', limit: 50, open: true })).items)
      await resolveIncident(ola, { id: open, summary: 'Over.' });
    await pass(10 * minuteMs);
  });

  it('are nobody’s practice where it was paused long ago: nobody would look after them in its room', async () => {
    const id = await started();
    await pauseDrill(ola, { id });
    await env.drain();
    await env.fastForward(6 * minuteMs);
    const now = env.clock.now().getTime();
    await fire('Forgotten', there, now, now + 60 * minuteMs);
    expect(await incidents()).toContain('uploads in staging: Forgotten');
    await endDrill(ola, { id });
  });
});

describe('alerts during a live drill', () => {
  const together = { ...there, together: 'yes' };
  const roomOf = async (title: string): Promise<string | null> => {
    const { items } = await listAlerts(ola, { state: 'all', q: title, limit: 5 });
    return items[0]?.incidentId ?? null;
  };

  it('come into its room, but for what cannot come of its fault: that opens an incident of its own, though a route puts both together', async () => {
    const id = await started();
    const room = (await readDrill(ola, { id })).incidentId;
    const before = await incidents();
    const now = env.clock.now().getTime();
    await fire('Practised', together, now, now + 600 * minuteMs);
    expect(await roomOf('Practised')).toBe(room);
    expect(await incidents()).toEqual(before);
    for (const [alertname, more] of [
      ['Burning', { product: 'printing' }],
      ['Nameless', { product: '' }],
    ] as const) {
      await fire(alertname, { ...together, ...more }, now, now + 600 * minuteMs);
      await pass(3_000);
      expect(await roomOf(alertname), alertname).not.toBe(room);
      expect(await roomOf(alertname), alertname).not.toBeNull();
    }
    expect(await incidents()).toHaveLength(before.length + 1);
    expect(await roomOf('Practised')).toBe(room);
    // What the fault did, and goes on doing after the end, was something else.
    await endDrill(ola, { id });
    await pass(minuteMs);
    expect(await roomOf('Practised')).toBe(room);
    await pass(4.5 * minuteMs);
    expect(await roomOf('Practised')).not.toBe(room);
    expect(await roomOf('Practised')).not.toBeNull();
  });

  it('are counted in no rule’s noise', async () => {
    const id = await started();
    const now = env.clock.now().getTime();
    await fire('OfTheDrill', there, now, now + minuteMs);
    await fire('OfNoDrill', { ...there, product: 'printing' }, now, now + minuteMs);
    await countDays(systemCtx(env, 'test'));
    const { rows } = await sql<{ rule: string }>`
      select rule from insight_rule_day where rule like 'Of%Drill'`.execute(env.databases.worker);
    expect(rows).toEqual([{ rule: 'OfNoDrill' }]);
    await endDrill(ola, { id });
    await pass(10 * minuteMs);
  });
});

describe('a live drill where not everybody may look', () => {
  it('is in a room that is as hidden, else it is refused', async () => {
    const live = { seat: 'trainee', trainee: 'cleared', speed: 1 } as const;
    await expect(startDrill(ola, { ...live, scenario: 'told-elsewhere' })).rejects.toMatchObject({
      faults: [{ path: 'scenario', message: expect.stringContaining('its fault is in vault') as string }],
    });
    answers = works;
    const { id } = await startDrill(ola, { ...live, scenario: 'in-the-vault' });
    await env.drain();
    answers = isDown;
    await endDrill(ola, { id });
    await env.drain();
    const key = `drill-fault ${id}`;
    const told = async (hidden: readonly string[]): Promise<boolean> => {
      const { actor } = ola;
      const read = async () => (await listNotices(ola)).items.some((notice) => notice.key === key);
      return withSight(actor, { person: 'ola', hiddenEnvironments: hidden, scope: null }, read);
    };
    expect([await told([]), await told(['vault'])]).toEqual([true, false]);
    withoutSight(ola.actor);
    answers = works;
    await pass(31_000);
  });
});
