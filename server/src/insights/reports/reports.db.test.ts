import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident } from '#incidents';
import { systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { rollIncidents } from '../roll-up/roll-up.ts';
import { endReport, leaveReport, listReports, makeReport } from './manage-reports.ts';
import { sendReports, tryReport } from './send-reports.ts';

const catalog = `
kind: Hub
metadata: { name: amer }
spec: { timeZone: America/Denver }
---
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, hub: amer }
---
kind: Person
metadata: { name: bo }
spec: { displayName: Bo, email: bo@example.org, timeZone: Etc/UTC }
---
kind: Person
metadata: { name: cy }
spec: { email: cy@example.org, timeZone: Etc/UTC, roles: [] }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada] }
---
kind: Product
metadata: { name: search }
spec: { owner: crew }
---
kind: Environment
metadata: { name: vault }
spec: { restricted: true, products: [{ product: search }] }
`;

const hour = 3_600_000;
let env: TestEnv;
const lead = () => as(env, 'lena', ['lead']);
const bo = () => as(env, 'bo', ['viewer']);

interface Mail {
  readonly destination: string;
  readonly subject: string;
  readonly text: string;
}

async function mails(): Promise<Mail[]> {
  const { rows } = await sql<Mail>`
    select destination, message ->> 'subject' as subject, message ->> 'text' as text from delivery where key like 'RP-%' order by id`.execute(
    env.databases.worker,
  );
  return [...rows];
}

/** To the next Monday, at this hour in UTC. */
async function monday(at: number): Promise<void> {
  const now = env.clock.now();
  const days = (8 - now.getUTCDay()) % 7 || 7;
  const then = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, at, 5);
  await env.fastForward(then - now.getTime());
}

beforeAll(async () => {
  env = await testEnv();
  const files = catalog
    .split('\n---\n')
    .map((each, index) => ({ path: `${index}.yaml`, text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n` }));
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
  await monday(0);
  await declareIncident(as(env, 'root', ['admin']), { title: 'Slow', product: 'search' });
  await declareIncident(as(env, 'root', ['admin']), {
    ...{ title: 'Hidden', product: 'search', environment: 'vault' },
  });
  await rollIncidents(systemCtx(env, 'test'));
});

describe('a report', () => {
  const asked = { part: 'overview', filter: { product: 'search' }, every: 'week' } as const;

  it('is made by leads, for people of the catalog', async () => {
    await expect(makeReport(bo(), { ...asked, people: ['bo'] })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(makeReport(lead(), { ...asked, people: ['bo', 'nobody'] })).rejects.toMatchObject({
      faults: [{ path: 'people.1' }],
    });
    await makeReport(lead(), { ...asked, people: ['ada', 'bo'] });
    expect((await listReports(bo())).items).toMatchObject([{ people: ['ada', 'bo'], lastSentTo: null }]);
    expect((await listReports(as(env, 'eve', ['viewer']))).items).toEqual([]);
  });

  it('leaves on Monday at 7 where each person is, once, of the week before, with what they themselves may see', async () => {
    await monday(8);
    await sendReports(systemCtx(env, 'test'));
    await sendReports(systemCtx(env, 'test'));
    expect((await mails()).map(({ destination }) => destination)).toEqual(['bo@example.org']);
    await env.fastForward(7 * hour);
    await sendReports(systemCtx(env, 'test'));
    const [first, second] = await mails();
    expect(second?.destination).toBe('ada@example.org');
    expect(first?.subject).toMatch(
      /^Insights of the week: Incidents, \d{4}-\d{2}-\d{2} to \d{4}-\d{2}-\d{2}/,
    );
    expect(first?.text).toContain('Only product search.');
    expect(first?.text).toContain('In the period: 1 (before: 0)');
    expect(first?.text).toMatch(/\/insights\?from=.*&to=.*&product=search/);
  });

  it('is tried by who looks at it, left by who gets it, and ended by leads', async () => {
    const id = (await listReports(bo())).items[0]?.id ?? '';
    await tryReport(bo(), { id });
    expect((await mails()).map(({ destination }) => destination)).toEqual([
      ...['bo@example.org', 'ada@example.org', 'bo@example.org'],
    ]);
    await leaveReport(bo(), { id });
    expect((await listReports(lead())).items).toMatchObject([{ people: ['ada'] }]);
    await expect(leaveReport(bo(), { id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(endReport(bo(), { id })).rejects.toMatchObject({ code: 'forbidden' });
    await endReport(lead(), { id });
    expect((await listReports(lead())).items).toEqual([]);
  });

  it('that cannot be composed holds up no other, and goes to nobody who may read no numbers', async () => {
    const sound = await makeReport(lead(), { ...asked, people: ['cy', 'bo'] });
    // Composed before it, since it is newer.
    const broken = await makeReport(lead(), { ...asked, people: ['bo'] });
    await sql`update insight_report set filter = 'null' where id = ${broken.id}`.execute(
      env.databases.worker,
    );
    const before = (await mails()).length;
    await monday(8);
    await sendReports(systemCtx(env, 'test'));
    expect((await mails()).slice(before).map(({ destination }) => destination)).toEqual(['bo@example.org']);
    const { items } = await listReports(lead());
    expect(items.find(({ id }) => id === sound.id)?.lastSentTo).not.toBeNull();
    expect(items.find(({ id }) => id === broken.id)?.lastSentTo).toBeNull();
  });
});
