import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { declareIncident } from '#incidents';
import { as, testEnv, type TestEnv } from '#testing';
import { newKeyPair, fingerprintOf } from './bundle/keys.ts';
import { partHeadOf } from '@fieldmarshal/contract/relay/part';
import type { BundleRecord } from './core/record.ts';
import { makeDown } from './down/make-down.ts';
import { revokeSite, rotateKey } from './enrol/enrol.ts';
import { readSiteIncident } from './entries/read-incident.ts';
import { takeFile } from './inbox/take-file.ts';
import { readOwn } from './self/own.ts';
import { listSites, openAtSites, readSite } from './sites/read-sites.ts';
import { approvePrepared, prepareBundle } from './up/prepare.ts';
import { madeBundle, someRecords } from './testing/made-bundle.ts';
import { apart, bring, carryUp, enrolled, fileOf } from './testing/pair.ts';

const aPair = async () => enrolled(await apart({ testEnv, as }));

/** A bundle with whatever somebody wants who has the site's own key. */
async function signedBySite(site: TestEnv, records: BundleRecord[], parts = {}): Promise<Buffer> {
  const own = await readOwn(site, site.databases.worker);
  if (own === null || own.stream === null) throw new Error('the site is not enrolled');
  const signedBy = { publicKey: own.publicKey, privateKey: own.secrets.privateKey };
  return madeBundle({ records, signedBy, stream: own.stream, ...parts });
}

async function filesOf({ databases }: TestEnv): Promise<number> {
  const { rows } = await databases.pools.web.query<{ n: number }>(
    'select count(*)::int as n from relay_file',
  );
  return rows[0]?.n ?? -1;
}

const at = '2026-11-26T10:00:00.000Z';
const actor = { kind: 'person', id: 'mira', name: 'Mira', person: 'mira' };
const event = (seq: number, type: string, data: Record<string, unknown>): BundleRecord => ({
  kind: 'event',
  id: `INC-1 site ${seq}`,
  at,
  data: {
    incident: 'INC-1',
    origin: 'site',
    seq,
    hlc: [Date.parse(at), seq],
    seen: 0,
    actor,
    type,
    version: 1,
    data,
  },
});

test('records of a site that has gone mad, under its own key, break no screen of headquarters', async () => {
  const { site, atHeadquarters } = await aPair();
  const nonsense = { title: 5, severity: ['SEV1'], to: {}, role: null, person: 7, back: { type: 'undone' } };
  const types = ['declared', 'severity-changed', 'role-given', 'undone', 'resolved', 'no-such-thing'];
  const records: BundleRecord[] = [
    ...types.map((type, n) => event(n + 1, type, nonsense)),
    { kind: 'standing', id: 'a b', at, data: { check: { x: 1 }, environment: 'field-1', state: 7 } },
    { kind: 'readiness', id: 'maps', at, data: { product: [], standards: 'none' } },
    { kind: 'alert', id: '1', at, data: { state: { firing: true } } },
    { kind: 'page', id: '1', at, data: {} },
  ];
  expect(await bring(atHeadquarters, await signedBySite(site, records))).toMatchObject({ outcome: 'taken' });
  const shown = await readSiteIncident(atHeadquarters, { site: 'field-1', incident: 'INC-1' });
  expect(shown.entries).toHaveLength(types.length);
  expect((await readSite(atHeadquarters, { name: 'field-1' })).incidents).toHaveLength(1);
  expect((await listSites(atHeadquarters)).items[0]?.openIncidents).toBe(1);
  expect(await openAtSites(atHeadquarters)).toBe(1);
  // Nobody can end its incidents from then on.
  await revokeSite(atHeadquarters, { name: 'field-1' });
  expect(await openAtSites(atHeadquarters)).toBe(0);
});

test('a record that storage cannot hold is refused with a reason, and fields in it are not taken for its own', async () => {
  const { site, atHeadquarters, headquarters } = await aPair();
  const [run] = someRecords(1);
  if (!run) throw new Error('no record');
  const reasonOf = async (record: BundleRecord): Promise<unknown> =>
    (await bring(atHeadquarters, await signedBySite(site, [record]))).reason;
  expect(await reasonOf({ ...run, at: '0000-01-01T00:00:00Z' })).toBe('malformed-record');
  expect(await reasonOf({ ...run, at: `2026-01-01T00:00:00.${'1'.repeat(300)}Z` })).toBe('malformed-record');
  const smuggled = { ...run, data: { ...run.data, id: 'of another', at: 'never' } };
  expect(await reasonOf(smuggled)).toBeNull();
  const { rows } = await headquarters.databases.pools.web.query('select id from relay_run');
  expect(rows).toEqual([{ id: run.id }]);
});

test('a clock that is years ahead makes no picture younger than the day it came', async () => {
  const { site, atHeadquarters } = await aPair();
  const ahead = '2099-01-01T00:00:00.000Z';
  const bundle = await signedBySite(site, [event(1, 'declared', {})], { createdAt: ahead, to: ahead });
  expect(await bring(atHeadquarters, bundle)).toMatchObject({ outcome: 'taken' });
  const view = await readSite(atHeadquarters, { name: 'field-1' });
  expect(view.knownUntil).toBe(view.lastBundleAt);
  expect(view.clock.atLeastMs).toBeGreaterThan(0);
});

async function aRun(
  { databases }: TestEnv,
  id: string,
  { at: dueAt, state }: { at: Date; state: 'ended' | 'lost' },
): Promise<void> {
  await databases.pools.web.query(
    `insert into check_run (id, check_name, environment, place, type, state, due_at, verdict) values ($1, 'maps-up', 'field-1', 'server', 'http', $2, $3, $4)
     on conflict (id) do update set state = excluded.state, verdict = excluded.verdict`,
    [id, state, dueAt, state === 'ended' ? 'passed' : null],
  );
}

/** As ids of runs are made: by the clock of the moment. */
function runId(moment: Date, n: number): string {
  const time = moment.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(n).padStart(12, '0')}`;
}

test('runs of the days after a clock was put back leave, each once at headquarters', async () => {
  const pair = await aPair();
  const { site, headquarters, atHeadquarters } = pair;
  const { rows } = await site.databases.pools.web.query<{ now: Date }>('select now()');
  const day = (n: number): Date => new Date((rows[0]?.now.getTime() ?? 0) + n * 86_400_000);
  // The clock was twenty days ahead when this bundle was made.
  await site.fastForward(20 * 86_400_000);
  await aRun(site, runId(day(20), 1), { at: day(20), state: 'ended' });
  await bring(atHeadquarters, await carryUp(pair));
  await site.fastForward(-20 * 86_400_000);
  for (const n of [1, 6, 12]) await aRun(site, runId(day(n), 2), { at: day(n), state: 'ended' });
  await bring(atHeadquarters, await carryUp(pair));
  const stored = await headquarters.databases.pools.web.query<{ id: string }>(
    'select id from relay_run order by id',
  );
  expect(stored.rows.map(({ id }) => id)).toEqual([
    runId(day(1), 2),
    runId(day(6), 2),
    runId(day(12), 2),
    runId(day(20), 1),
  ]);
  expect((await prepareBundle(pair.atSite)).counts['run']).toBeUndefined();
});

test('a run that was lost and came after all is known as ended, whichever bundle comes first', async () => {
  const pair = await aPair();
  const { site, headquarters, atHeadquarters } = pair;
  const { rows } = await site.databases.pools.web.query<{ now: Date }>('select now()');
  const due = rows[0]?.now ?? new Date(0);
  const old = new Date(due.getTime() - 9 * 86_400_000);
  const run = async (state: 'ended' | 'lost'): Promise<void> => {
    for (const moment of [due, old]) await aRun(site, runId(moment, 1), { at: moment, state });
  };
  await run('lost');
  const lost = await carryUp(pair);
  await run('ended');
  const ended = await carryUp(pair);
  for (const order of [
    [lost, ended],
    [ended, lost],
  ]) {
    await headquarters.databases.pools.web.query('truncate relay_bundle, relay_run');
    for (const file of order) await bring(atHeadquarters, file);
    const stored = await headquarters.databases.pools.web.query('select state, verdict from relay_run');
    expect(stored.rows).toEqual([
      { state: 'ended', verdict: 'passed' },
      { state: 'ended', verdict: 'passed' },
    ]);
  }
});

test('parts that somebody made up keep the right ones from nothing', async () => {
  const pair = await aPair();
  const { site, atSite, atHeadquarters, headquarters } = pair;
  await declareIncident(atSite, { title: 'Maps are blank', severity: 'SEV2' });
  const bytes = await carryUp(pair);
  const whole = createHash('sha256').update(bytes).digest();
  const part = (n: number, of: number, content: Buffer): Buffer =>
    Buffer.concat([partHeadOf({ whole, part: n, parts: of }), content]);
  expect((await bring(atHeadquarters, part(3, 900, Buffer.from('made up')))).outcome).toBe('part');
  expect((await bring(atHeadquarters, part(1, 2, Buffer.from('made up')))).outcome).toBe('part');
  expect((await bring(atHeadquarters, part(2, 2, bytes.subarray(100)))).outcome).toBe('refused');
  expect((await bring(atHeadquarters, part(1, 2, bytes.subarray(0, 100)))).outcome).toBe('taken');
  expect(await filesOf(headquarters)).toBe(0);
  expect(await filesOf(site)).toBe(1);
});

test('what breaks off on its way in, or comes again, leaves nothing behind', async () => {
  const pair = await aPair();
  const { site, headquarters, atHeadquarters, atSite } = pair;
  async function* broken(): AsyncGenerator<Buffer> {
    for (let n = 0; n < 3; n += 1) yield Buffer.alloc(1024 * 1024);
    throw new Error('the line broke');
  }
  await expect(takeFile(atHeadquarters, broken())).rejects.toThrow('the line broke');
  expect(await filesOf(headquarters)).toBe(0);
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
  const down = await fileOf(headquarters, 'down');
  expect((await bring(atSite, down)).outcome).toBe('waits');
  expect((await bring(atSite, down)).outcome).toBe('waits');
  expect(await filesOf(site)).toBe(1);
});

test('a key that was announced and never used opens nothing before its time', async () => {
  const pair = await aPair();
  const { site, atSite, atHeadquarters } = pair;
  await rotateKey(atSite);
  const own = await readOwn(site, site.databases.worker);
  const prepared = await prepareBundle(atSite);
  const stolen = newKeyPair();
  // Somebody with neither key announces one of theirs under the name of the site.
  const forged = await signedBySite(site, [event(1, 'declared', {})], {
    signedBy: stolen,
    key: own?.fingerprint,
    nextKey: stolen.publicKey,
  });
  expect((await bring(atHeadquarters, forged)).reason).toBe('forged');
  const early = await signedBySite(site, [event(1, 'declared', {})], {
    signedBy: stolen,
    key: fingerprintOf(stolen.publicKey),
  });
  expect((await bring(atHeadquarters, early)).reason).toBe('unknown-key');
  await approvePrepared(atSite, { hash: prepared.hash });
  expect((await bring(atHeadquarters, await fileOf(site, 'up'))).outcome).toBe('taken');
});
