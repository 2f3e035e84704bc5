import { randomUUID } from 'node:crypto';
import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident, executeCommand, listIncidents } from '#incidents';
import { readImpact, wantAssessment } from '#impact';
import { inTransaction, systemCtx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { as, testEnv, type TestEnv } from '#testing';
import { acceptSeverity, addRow, decideRows, declineSeverity, sayDataLoss } from '../impact/decide.ts';
import { readImpactPage } from '../impact/read/read-impact.ts';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions/index.ts';

const catalog = `
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, roles: [lead] }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada] }
---
kind: Product
metadata: { name: search }
spec: { owner: crew }
---
kind: Product
metadata: { name: files }
spec: { owner: crew }
---
kind: Application
metadata: { name: hearth }
spec: { displayName: Hearth, publicName: Hearth for families, products: [search, files] }
---
kind: Workflow
metadata: { name: find }
spec: { displayName: Find a person, application: hearth, criticality: 1, steps: [{ name: look, products: [search] }] }
---
kind: Workflow
metadata: { name: upload }
spec: { displayName: Upload, application: hearth, steps: [{ name: send, products: [files] }] }
---
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: search, version: '4' }, { product: files }] }
---
kind: Environment
metadata: { name: ship }
spec: { connection: disconnected, products: [{ product: search, version: '4' }] }
---
kind: Customer
metadata: { name: acme }
spec: { displayName: Acme, uses: [{ application: hearth, environments: [eu], usersPerHour: 120 }] }
---
kind: Check
metadata: { name: find-check }
spec: { displayName: Finding works, workflow: find, products: [search], probe: { type: http, url: 'https://eu.example/' }, environments: [{ environment: eu }] }
---
kind: Route
metadata: { name: all }
spec: { groupBy: [environment] }
`;

let env: TestEnv;
const mira = () => as(env, 'mira', ['field-marshal']);

async function apply(text: string): Promise<void> {
  const files = text.split('\n---\n').map((each, index) => ({
    path: `${index}.yaml`,
    text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
  }));
  await applyObjects(as(env, 'lead', ['admin']), { files, dryRun: false, prune: false });
  await env.drain();
}

async function cell(state: 'failing' | 'ok'): Promise<void> {
  await sql`
    insert into check_cell (check_name, environment, every_ms, paused, state, since, reason, run_id, products, last_run_at, last_passed_at)
    values ('find-check', 'eu', 60000, false, ${state}, now(), 'no answer', ${randomUUID()}, '{search}', now(), now())
    on conflict (check_name, environment) do update set state = excluded.state, since = excluded.since, reason = excluded.reason, run_id = excluded.run_id,
      last_run_at = excluded.last_run_at, last_passed_at = excluded.last_passed_at`.execute(
    env.databases.web,
  );
}

/** An alert as a check raises it; what follows has happened when this returns. */
async function alert(action: 'fire' | 'resolve', key = 'find-check'): Promise<void> {
  const raise = await raiser(env);
  const labels = { alertname: 'CheckFailing', product: 'search', environment: 'eu', key };
  await inFreshTransaction(systemCtx(env, 'test'), async (tx) =>
    raise(tx, [{ action, key, title: 'Finding fails', labels, annotations: {}, link: null }]),
  );
  await env.fastForward(2_500);
  await env.drain();
}

async function newest(): Promise<string> {
  const { items } = await listIncidents(mira(), { sort: 'newest', limit: 1 });
  return items[0]?.id ?? '';
}

function rowOf(rows: readonly ImpactRow[], key: string): ImpactRow | undefined {
  return rows.find(({ kind, name }) => `${kind} ${name}` === key);
}

async function logOf(id: string, type: string) {
  const { rows } = await sql<{ actor: { name: string }; data: unknown }>`
    select actor, data from incident_event where incident_id = ${id} and type = ${type} order by seq`.execute(
    env.databases.web,
  );
  return rows;
}

beforeAll(async () => {
  env = await testEnv({ reactions, handlers: domainHandlers });
  await apply(catalog);
});

describe('an incident that alerts open', () => {
  test('knows at once what is hit, by which evidence, and what is cut off; afterwards what recovered', async () => {
    await cell('failing');
    await alert('fire');
    const id = await newest();
    const record = await readImpact(mira(), { id });
    expect(record).toMatchObject({ version: 1, closed: false, firstDecidedAt: null });
    expect(rowOf(record.rows, 'workflow find')).toMatchObject({
      state: 'down',
      standing: 'likely',
      observed: true,
      evidence: [{ kind: 'check', says: 'Finding works fails in eu: no answer' }, { kind: 'alert' }],
    });
    expect(rowOf(record.rows, 'application hearth')?.publicName).toBe('Hearth for families');
    expect(rowOf(record.rows, 'environment ship')).toMatchObject({ state: 'unknown', confidence: null });
    expect(record.totals).toMatchObject({
      workflows: { hit: 1, toConfirm: 1, of: 2 },
      customers: { hit: 1, of: 1 },
      unknownEnvironments: 1,
      usersPerHour: 120,
    });
    const first = await readImpactPage(mira(), { id, limit: 2 });
    expect(first).toMatchObject({ totals: record.totals, nextCursor: '2' });
    const rest = await readImpactPage(mira(), { id, limit: 100, cursor: first.nextCursor ?? '' });
    expect(rest.nextCursor).toBeNull();
    const keys = (rows: readonly ImpactRow[]) => rows.map(({ kind, name }) => `${kind} ${name}`).toSorted();
    expect(keys([...first.rows, ...rest.rows])).toEqual(keys(record.rows));
    expect(await logOf(id, 'impact-assessed')).toMatchObject([
      { data: { assessment: 1, summary: '1 workflow, 1 application, 1 environment, 1 customer' } },
    ]);

    await env.fastForward(60_000);
    await cell('ok');
    await alert('resolve');
    const after = await readImpact(mira(), { id });
    expect(rowOf(after.rows, 'workflow find')?.until).not.toBeNull();
    expect(after.totals).toMatchObject({ workflows: { hit: 0, over: 1 }, usersPerHour: null });
    expect(after.totals.userMinutesLost).toBeGreaterThan(100);
    expect(after.totals.userMinutesLost).toBeLessThan(160);
    // That it is better may turn back yet; the log hears of it a little later.
    expect(await logOf(id, 'impact-assessed')).toHaveLength(1);
    await env.fastForward(61_000);
    await env.drain();
    const [, later] = await logOf(id, 'impact-assessed');
    expect(JSON.stringify(later?.data)).toMatch(
      /"name": ?"find"[^}]*"now": ?"over"|"now": ?"over"[^}]*"name": ?"find"/u,
    );
  });
});

describe('people', () => {
  async function declared(): Promise<string> {
    const { id } = await declareIncident(mira(), {
      title: 'Finding is down',
      product: 'search',
      environment: 'eu',
    });
    await env.drain();
    return id;
  }

  test('confirm, reject, add and take back rows; the log has who and why, and undo leaves what was before', async () => {
    const id = await declared();
    const rows = [{ kind: 'workflow', name: 'find' }] as const;
    const confirmed = await decideRows(mira(), { id, decision: 'confirm', rows, reason: 'I tried it' });
    expect(rowOf(confirmed.rows, 'workflow find')).toMatchObject({
      standing: 'confirmed',
      decision: { what: 'confirmed', by: 'mira', reason: 'I tried it' },
    });
    expect(confirmed.firstDecidedAt).not.toBeNull();
    const added = { id, kind: 'workflow', name: 'upload', state: 'slow', reason: '' } as const;
    expect(rowOf((await addRow(mira(), added)).rows, 'workflow upload')).toMatchObject({
      standing: 'confirmed',
      state: 'slow',
      decision: { what: 'added' },
    });
    const rejected = await decideRows(mira(), { id, decision: 'reject', rows, reason: 'my mistake' });
    expect(rowOf(rejected.rows, 'workflow find')?.standing).toBe('rejected');
    await env.drain();
    const cleared = await decideRows(mira(), { id, decision: 'clear', rows, reason: '' });
    expect(rowOf(cleared.rows, 'workflow find')).toMatchObject({ standing: 'possible', decision: null });
    expect((await logOf(id, 'impact-decided')).map(({ actor }) => actor.name)).toEqual(Array(4).fill('mira'));
  });

  test('take back the very entry that an answer names, and not what they did after it', async () => {
    const id = await declared();
    const rows = [{ kind: 'workflow', name: 'find' }] as const;
    const undo = async (seq: number | null) => executeCommand(mira(), id, { type: 'undo', seq });
    const first = await decideRows(mira(), { id, decision: 'confirm', rows, reason: '' });
    const second = await sayDataLoss(mira(), { id, lost: true });
    expect(first.undo).toBeLessThan(second.undo ?? 0);
    await expect(undo(first.undo)).rejects.toMatchObject({ code: 'refused' });
    await undo(second.undo);
    const after = await readImpactPage(mira(), { id, limit: 100 });
    expect(after).toMatchObject({ dataLoss: null, undo: null });
    expect(rowOf(after.rows, 'workflow find')?.decision).toMatchObject({ what: 'confirmed' });
  });

  test('cannot decide about what is not listed, add what is not in the catalog, or do either as a viewer', async () => {
    const id = await declared();
    const decide = {
      id,
      decision: 'confirm',
      rows: [{ kind: 'customer', name: 'nobody' }],
      reason: '',
    } as const;
    await expect(decideRows(mira(), decide)).rejects.toMatchObject({ code: 'refused' });
    const add = { id, kind: 'customer', name: 'nobody', state: 'down', reason: '' } as const;
    await expect(addRow(mira(), add)).rejects.toMatchObject({ code: 'invalid' });
    await expect(addRow(as(env, 'vic', ['viewer']), { ...add, name: 'acme' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await logOf(id, 'impact-decided')).toEqual([]);
  });
});

describe('what is learnt', () => {
  test('of the catalog shows in every open incident', async () => {
    const { id } = await declareIncident(mira(), { title: 'x', product: 'search', environment: 'eu' });
    await env.drain();
    await apply(`kind: Customer
metadata: { name: late }
spec: { uses: [{ application: hearth }] }`);
    await env.fastForward(1_000);
    await env.drain();
    expect(rowOf((await readImpact(mira(), { id })).rows, 'customer late')).toBeDefined();
  });

  test('is looked for again by itself every ten seconds where a check watches, else rarely', async () => {
    const dueInS = async (product: string): Promise<number> => {
      const { id } = await declareIncident(mira(), { title: 'Odd', product, environment: 'eu' });
      await env.drain();
      const { rows } = await sql<{ s: number }>`
        select extract(epoch from due_at - now())::float8 as s from timer where key = ${`impact ${id}`}`.execute(
        env.databases.web,
      );
      return Math.round((rows[0]?.s ?? 0) / 10) * 10;
    };
    await cell('ok');
    expect(await dueInS('search')).toBe(10);
    expect(await dueInS('files')).toBe(600);
  });

  test('in a flood is looked at together, and nothing of it is lost', async () => {
    const { id } = await declareIncident(mira(), { title: 'flood', product: 'search', environment: 'eu' });
    await env.drain();
    const run = async () =>
      await env.databases.web
        .selectFrom('impact')
        .select(['run', 'wanted_at'])
        .where('incident_id', '=', id)
        .executeTakeFirstOrThrow();
    const settle = async () => {
      for (let step = 0; step < 3; step += 1) {
        await env.fastForward(1_000);
        await env.drain();
      }
    };
    await settle();
    const before = await run();
    const ctx = systemCtx(env, 'test');
    await Promise.all(Array.from({ length: 20 }, async () => wantAssessment(ctx, { incidentId: id })));
    await settle();
    expect(await run()).toEqual({ run: before.run + 1, wanted_at: null });
    await inTransaction(ctx, async () => wantAssessment(ctx, { incidentId: id }));
    expect((await run()).wanted_at).not.toBeNull();
  });
});

describe('what nobody does', () => {
  test('is reminded of at five minutes and again, loudly, and no more once somebody has looked', async () => {
    const { id } = await declareIncident(mira(), { title: 'late', product: 'search', environment: 'eu' });
    await env.drain();
    await env.fastForward(5 * 60_000 + 1_000);
    await env.drain();
    expect(await logOf(id, 'impact-late')).toMatchObject([{ data: { minutes: 5 } }]);
    const { rows } = await sql<{ message: { subject: string } }>`
      select message from delivery where message->>'subject' like ${`${id}: nobody has%`}`.execute(
      env.databases.web,
    );
    expect(rows.map(({ message }) => message.subject)).toEqual([
      `${id}: nobody has confirmed the impact for 5 min`,
    ]);
    const seen = [{ kind: 'environment', name: 'eu' }] as const;
    await decideRows(mira(), { id, decision: 'confirm', rows: seen, reason: '' });
    await env.fastForward(6 * 60_000);
    await env.drain();
    expect(await logOf(id, 'impact-late')).toHaveLength(1);
  });
});

describe('a severity', () => {
  test('is proposed with its reason, set by one answer, and not proposed again once it was declined', async () => {
    const { id } = await declareIncident(mira(), {
      title: 'search is down',
      product: 'search',
      environment: 'eu',
    });
    await env.drain();
    expect((await readImpact(mira(), { id })).proposal).toBeNull();
    const rows = [{ kind: 'workflow', name: 'find' }] as const;
    await decideRows(mira(), { id, decision: 'confirm', rows, reason: '' });
    await env.fastForward(1_000);
    await env.drain();
    const { proposal } = await readImpact(mira(), { id });
    expect(proposal).toMatchObject({ severity: 'SEV2', rule: 'mission-critical and down' });
    expect(await logOf(id, 'severity-proposed')).toMatchObject([{ data: { severity: 'SEV2' } }]);
    expect((await acceptSeverity(mira(), { id })).proposal).toBeNull();
    expect(await logOf(id, 'severity-changed')).toMatchObject([
      { data: { to: 'SEV2', reason: `as proposed: ${proposal?.reason}` } },
    ]);
    await expect(acceptSeverity(mira(), { id })).rejects.toMatchObject({ code: 'refused' });

    await apply(`kind: SeverityRules
metadata: { name: ours }
spec: { rules: [{ name: any outage, severity: SEV1, when: { states: [down] } }] }`);
    await env.fastForward(1_000);
    await env.drain();
    expect((await readImpact(mira(), { id })).proposal).toMatchObject({
      severity: 'SEV1',
      rule: 'any outage',
    });
    expect((await declineSeverity(mira(), { id, reason: 'a drill' })).proposal).toBeNull();
    await env.fastForward(20_000);
    await env.drain();
    expect(await logOf(id, 'severity-proposed')).toHaveLength(2);
  });

  test('that is worse is proposed at once; a milder one waits until the worse has stood for a minute', async () => {
    const tabled = async (severity: string) =>
      apply(`kind: SeverityRules
metadata: { name: ours }
spec: { rules: [{ name: any outage, severity: ${severity}, when: { states: [down] } }] }`);
    await tabled('SEV3');
    const { id } = await declareIncident(mira(), {
      title: 'files are down',
      product: 'files',
      environment: 'eu',
    });
    await env.drain();
    const rows = [{ kind: 'workflow', name: 'upload' }] as const;
    await decideRows(mira(), { id, decision: 'confirm', rows, reason: '' });
    const told = async () => {
      await env.fastForward(1_000);
      await env.drain();
      const events = await logOf(id, 'severity-proposed');
      const { proposal } = await readImpact(mira(), { id });
      return [proposal?.severity, events.length];
    };
    expect(await told()).toEqual(['SEV3', 1]);
    await tabled('SEV1');
    expect(await told()).toEqual(['SEV1', 2]);
    await tabled('SEV2');
    expect(await told()).toEqual(['SEV1', 2]);
    await env.fastForward(60_000);
    expect(await told()).toEqual(['SEV2', 3]);
    // What the incident has already may be milder, too.
    await executeCommand(mira(), id, { type: 'set-severity', severity: 'SEV3', reason: 'for now' });
    await tabled('SEV1');
    expect(await told()).toEqual(['SEV1', 4]);
    await tabled('SEV3');
    expect(await told()).toEqual(['SEV1', 4]);
    await env.fastForward(60_000);
    expect(await told()).toEqual([undefined, 4]);
  });
});
