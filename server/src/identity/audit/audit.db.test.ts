import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { AuditFilter } from '@fieldmarshal/contract/identity';
import { inTransaction, systemCtx, withSight, type Ctx } from '#platform';
import { as, testEnv } from '#testing';
import { audit } from './append.ts';
import { exportAudit } from './export.ts';
import { listAudit } from './read.ts';
import { loadAudit } from './store.ts';
import { verifyAuditLines } from './verify-lines.ts';
import { readVerification, verifyAudit } from './verify.ts';

async function record(ctx: Ctx, subject: string, after?: unknown): Promise<void> {
  await inTransaction(ctx, async (tx) => audit(tx, { action: 'incident.noted', subject, after }));
}

const lead = ['lead'] as const;

test('rows of one and of several transactions form one chain that checks out', async () => {
  const env = await testEnv();
  await inTransaction(as(env, 'mira'), async (tx) => {
    audit(tx, { action: 'incident.declared', subject: 'INC-1', after: { title: 'Maps are blank' } });
    audit(tx, { action: 'incident.noted', subject: 'INC-1', before: null, after: ['a', 1.5, { b: null }] });
  });
  await record(as(env, 'ola'), 'INC-2', { text: 'NUL \0, half \uD800, wide 🌧' });
  const rows = await loadAudit(env.databases.web, { filter: {}, before: null, limit: 10 });
  expect(rows.map((row) => [row.seq, row.actor, row.subject])).toEqual([
    [3, 'person:ola', 'INC-2'],
    [2, 'person:mira', 'INC-1'],
    [1, 'person:mira', 'INC-1'],
  ]);
  expect(await verifyAudit(env.databases.web)).toMatchObject({
    entries: 3,
    headHash: rows[0]?.hash.toString('hex'),
    broken: null,
  });
});

test('a change that is rolled back leaves no row and no hole', async () => {
  const env = await testEnv();
  await record(as(env, 'mira'), 'INC-1');
  const failing = inTransaction(as(env, 'mira'), async (tx) => {
    audit(tx, { action: 'incident.noted', subject: 'INC-2' });
    tx.atCommit(() => sql`select 1 / 0`);
  });
  await expect(failing).rejects.toThrow('division by zero');
  await record(as(env, 'mira'), 'INC-3');
  expect(await verifyAudit(env.databases.web)).toMatchObject({ entries: 2, broken: null });
});

test('many writers at once make one chain without a hole', async () => {
  const env = await testEnv();
  await Promise.all(
    Array.from({ length: 60 }, async (_, n) => record(as(env, `p${n % 7}`), `INC-${n}`, { n })),
  );
  expect(await verifyAudit(env.databases.web)).toMatchObject({ entries: 60, broken: null });
});

test('rows cannot be changed, removed or emptied out', async () => {
  const env = await testEnv();
  await record(as(env, 'mira'), 'INC-1');
  const db = env.databases.web;
  await expect(sql`update audit set subject = 'INC-9'`.execute(db)).rejects.toThrow('append-only');
  await expect(sql`delete from audit`.execute(db)).rejects.toThrow('append-only');
  await expect(sql`truncate audit`.execute(db)).rejects.toThrow('append-only');
});

test.each([
  ['subject', `update audit set subject = 'INC-9' where seq = 3`, 3],
  ['after', `update audit set after = '{"n": 99}' where seq = 3`, 3],
  ['after to nothing', `update audit set after = null where seq = 3`, 3],
  ['before', `update audit set before = '1' where seq = 3`, 3],
  ['time', `update audit set at = at + interval '1 millisecond' where seq = 3`, 3],
  ['actor', `update audit set actor = 'person:ola' where seq = 3`, 3],
  ['the name of the actor', `update audit set actor_name = 'Ola' where seq = 3`, 3],
  ['action', `update audit set action = 'incident.resolved' where seq = 3`, 3],
  ['request', `update audit set request_id = 'other' where seq = 3`, 3],
  ['hash', `update audit set hash = sha256('x') where seq = 3`, 3],
  ['a row taken out', `delete from audit where seq = 3`, 4],
  ['the first row taken out', `delete from audit where seq = 1`, 2],
  [
    'two rows swapped',
    `update audit set seq = case seq when 3 then -4 else -3 end where seq in (3, 4); update audit set seq = -seq where seq < 0`,
    3,
  ],
])('the check names the first row that does not fit: %s', async (_what, tampering, seq) => {
  const env = await testEnv();
  for (let n = 1; n <= 5; n += 1) await record(as(env, 'mira'), `INC-${n}`, { n });
  expect((await verifyAudit(env.databases.web)).broken).toBeNull();
  await env.databases.pools.web.query(`alter table audit disable trigger user; ${tampering}`);
  expect((await verifyAudit(env.databases.web)).broken).toMatchObject({ seq });
});

test('what is too large for a row is kept as its size and hash', async () => {
  const env = await testEnv();
  await record(as(env, 'mira'), 'INC-1', { text: 'x'.repeat(100_000) });
  const { items } = await listAudit(as(env, 'lena', lead), { limit: 1 });
  expect(items[0]?.after).toMatchObject({ leftOut: 'too large for the audit log', length: 100_011 });
});

test('the list is filtered and read page by page, while rows are added', async () => {
  const env = await testEnv();
  for (let n = 1; n <= 5; n += 1) await record(as(env, n % 2 ? 'mira' : 'ola'), `INC-${n}`);
  const ctx = as(env, 'lena', lead);
  const first = await listAudit(ctx, { limit: 2 });
  await record(as(env, 'mira'), 'INC-6');
  const second = await listAudit(ctx, { limit: 2, cursor: first.nextCursor ?? '' });
  const third = await listAudit(ctx, { limit: 2, cursor: second.nextCursor ?? '' });
  const seen = [first, second, third].map((page) => page.items.map((item) => item.subject));
  expect(seen).toEqual([['INC-5', 'INC-4'], ['INC-3', 'INC-2'], ['INC-1']]);
  expect(third.nextCursor).toBeNull();

  const found = async (filter: object): Promise<number> =>
    (await listAudit(ctx, { limit: 50, ...filter })).items.length;
  expect(await found({ actor: 'person:ola' })).toBe(2);
  expect(await found({ subject: 'INC-3' })).toBe(1);
  expect(await found({ action: 'incident.noted' })).toBe(6);
  expect(await found({ action: 'incident.*' })).toBe(6);
  expect(await found({ action: 'incident' })).toBe(0);
  expect(await found({ action: '%.*' })).toBe(0);
  const at = first.items[0]?.at ?? '';
  expect(await found({ to: '2020-01-01T00:00:00.000Z' })).toBe(0);
  expect(await found({ from: at })).toBeGreaterThan(0);
  await expect(found({ cursor: 'x' })).rejects.toThrow('cursor');
});

test('the export has every row once, as JSON lines', async () => {
  const env = await testEnv();
  await inTransaction(as(env, 'mira'), async (tx) => {
    for (let n = 1; n <= 1_201; n += 1) audit(tx, { action: 'incident.noted', subject: `INC-${n}` });
  });
  const lines = await exported(as(env, 'lena', lead));
  expect(lines).toHaveLength(1_202);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ seq: 1_201, subject: 'INC-1201' });
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ end: true, complete: true, rows: 1_201 });
  const filtered = await exported(as(env, 'lena', lead), { subject: 'INC-7' });
  expect(JSON.parse(filtered.at(-1) ?? '')).toEqual({ end: true, complete: false, rows: 1 });
  expect(await verifyAudit(env.databases.web)).toMatchObject({ entries: 1_201, broken: null });
});

test('words are found in all that a row says, a stretch of the log at a time', async () => {
  const env = await testEnv();
  const ctx = as(env, 'lena', lead);
  await record(as(env, 'mira'), 'INC-1', { note: 'Pressure drops at Pump_7' });
  await record(as(env, 'ola'), 'INC-2', { note: 'Pump 17' });
  const found = async (q: string): Promise<string[]> =>
    (await listAudit(ctx, { q, limit: 50 })).items.map(({ subject }) => subject);
  expect(await found('pump')).toEqual(['INC-2', 'INC-1']);
  expect(await found('PUMP_7')).toEqual(['INC-1']);
  expect(await found('drops inc-1 noted mira')).toEqual(['INC-1']);
  expect(await found('pump steam')).toEqual([]);
  expect((await exported(ctx, { q: 'drops' })).length).toBe(2);
  await env.databases.pools.web.query(
    `insert into audit select n, now(), 'x', 'x', 'x', 'x', null, null, 'x', '' from generate_series(3, 60000) n`,
  );
  const none = await listAudit(ctx, { q: 'drops', limit: 50 });
  expect([none.items, none.nextCursor]).toEqual([[], '10001']);
  const rest = await listAudit(ctx, { q: 'drops', limit: 50, cursor: '10001' });
  expect([rest.items.map(({ subject }) => subject), rest.nextCursor]).toEqual([['INC-1'], null]);
  const all = await exported(ctx, { q: 'drops' });
  expect([all.length, JSON.parse(all.at(-1) ?? '')]).toEqual([2, { end: true, complete: false, rows: 1 }]);
});

async function exported(ctx: Ctx, filter: AuditFilter = {}): Promise<string[]> {
  let text = '';
  for await (const part of exportAudit(ctx, filter)) text += part;
  return text.trimEnd().split('\n');
}

test('an export of the whole log follows the chain past rows that its reader may not see, and says nothing of them', async () => {
  const env = await testEnv();
  for (const environment of ['eu', 'gov', 'eu', 'gov'])
    await record(as(env, 'mira'), `note-${environment}`, { environment });
  await record(systemCtx(env, 'job'), 'note-gov', { environment: 'gov' });
  await record(as(env, 'mira'), 'INC-6');
  const sight = { person: 'lena', hiddenEnvironments: ['gov'], scope: null };
  const ctx = as(env, 'lena', lead);
  const lines = await withSight(ctx.actor, sight, async () => exported(ctx));
  expect(lines.join('\n')).not.toContain('note-gov');
  expect(Object.keys(JSON.parse(lines[1] ?? '') as object)).toEqual(['seq', 'hidden', 'contentHash', 'hash']); // oxlint-disable-line typescript/no-unsafe-type-assertion
  const whole = { entries: 6, hidden: 3, gaps: [], hasEnd: true, broken: null };
  expect(await verifyAuditLines(lines)).toMatchObject(whole);
  for (const at of [0, 1, 3, 5])
    expect((await verifyAuditLines(lines.toSpliced(at, 1))).broken, `line ${at}`).not.toBeNull();
  // Neither its content nor the number of a job can be found by trying: something random is in it.
  const { items } = await listAudit(ctx, { subject: 'note-gov', limit: 1 });
  expect(items[0]?.requestId).toMatch(/^system-job [0-9a-f]{16}$/);
});

test.each([
  ['its own head', ''],
  [
    'a receiver that has more',
    `delete from audit_head; insert into audit_stream (name, sent_seq) values ('x', 5)`,
  ],
  ['an erasure recorded there', `delete from audit_head; insert into audit_erasure values (4, 5, '', '')`],
])('rows cut off at the end are missed by %s', async (_what, other) => {
  const env = await testEnv();
  for (let n = 1; n <= 5; n += 1) await record(as(env, 'mira'), `INC-${n}`);
  expect((await verifyAudit(env.databases.web)).broken).toBeNull();
  await env.databases.pools.web.query(
    `alter table audit disable trigger user; delete from audit where seq > 3; ${other}`,
  );
  const { broken } = await verifyAudit(env.databases.web);
  expect(broken).toEqual({ seq: 4, why: 'the rows from 4 to 5, or more, are missing at the end' });
  // What follows under their numbers does not stand for them.
  if (other === '') {
    for (let n = 4; n <= 5; n += 1) await record(as(env, 'mira'), `INC-${n}`);
    expect((await verifyAudit(env.databases.web)).broken?.why).toContain('another row than was noted');
  }
});

test('a row that was noted elsewhere must be there as it was', async () => {
  const env = await testEnv();
  const ctx = as(env, 'lena', lead);
  for (let n = 1; n <= 3; n += 1) await record(as(env, 'mira'), `INC-${n}`);
  const { headHash } = await readVerification(ctx, {});
  await record(as(env, 'mira'), 'INC-4');
  const verdict = async (head: string) => (await readVerification(ctx, { head })).broken;
  expect(await verdict(`3:${headHash}`)).toBeNull();
  expect(await verdict(`4:${headHash}`)).toMatchObject({ seq: 4 });
  expect(await verdict(`9:${headHash}`)).toMatchObject({
    seq: 5,
    why: expect.stringContaining('from 5 to 9') as string,
  });
});

test('to a responder the audit log does not exist', async () => {
  const env = await testEnv();
  const ctx = as(env, 'mira', ['responder', 'field-marshal']);
  await expect(listAudit(ctx, { limit: 1 })).rejects.toMatchObject({ code: 'not-found' });
  await expect(readVerification(ctx, {})).rejects.toMatchObject({ code: 'not-found' });
  await expect(exportAudit(ctx, {}).next()).rejects.toMatchObject({ code: 'not-found' });
});
