import fc from 'fast-check';
import { expect, test } from 'vitest';
import { declareIncident, setSeverity } from '#incidents';
import { as, testEnv, type TestEnv } from '#testing';
import { preambleBytes } from './core/frame.ts';
import { parseManifest } from './core/manifest.ts';
import { makeDown } from './down/make-down.ts';
import { confirmSite, inviteSite, joinAsSite, revokeSite, rotateKey } from './enrol/enrol.ts';
import { addEntry } from './entries/add-entry.ts';
import { readSiteIncident } from './entries/read-incident.ts';
import { applyReceived, readDifference } from './inbox/take-down.ts';
import { lookForOverdue } from './jobs.ts';
import { listSites, readSite } from './sites/read-sites.ts';
import { approvePrepared, discardPrepared, prepareBundle } from './up/prepare.ts';
import { apart, bring, carryUp, enrolled, fileOf, stateOf } from './testing/pair.ts';
import { madeBundle } from './testing/made-bundle.ts';

/** How a check stands in the database of the site, as checks store it. */
async function stands({ databases }: TestEnv, state: string): Promise<void> {
  await databases.pools.web.query(
    `insert into check_cell (check_name, environment, every_ms, paused, state, since) values ('maps-up', 'field-1', 60000, false, $1, now())
     on conflict (check_name, environment) do update set state = excluded.state, since = excluded.since`,
    [state],
  );
}

/** A run that ended in the database of the site, as checks store it. */
async function aRun({ databases }: TestEnv, n: number, verdict = 'passed'): Promise<void> {
  await databases.pools.web.query(
    `insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, duration_ms, verdict, error)
     values ((lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7000' || '8000' || lpad($1::text, 12, '0'))::uuid,
       'maps-up', 'field-1', 'server', 'http', 'ended', now(), now(), 12, $2, 'token=S3CRET in an error')`,
    [n, verdict],
  );
}

const titled = (title: string) => ({
  title,
  summary: 'call +44 20 7946 0000',
  severity: 'SEV2' as const,
  drill: false,
});

test('a bundle carried from a site shows its incidents, runs and alerts at headquarters, without what must not leave', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { site, headquarters, atSite, atHeadquarters } = pair;
  const incident = await declareIncident(atSite, titled('Maps are blank'));
  for (let n = 1; n <= 3; n += 1) await aRun(site, n);
  const bytes = await carryUp(pair);
  expect(bytes.includes('S3CRET')).toBe(false);
  expect(await bring(atHeadquarters, bytes)).toMatchObject({
    outcome: 'taken',
    site: 'field-1',
    sequence: 1,
    counts: { run: 3 },
  });
  const shown = await readSiteIncident(atHeadquarters, { site: 'field-1', incident: incident.id });
  expect(shown).toMatchObject({
    summary: { title: 'Maps are blank', severity: 'SEV2', declaredAt: incident.declaredAt },
    description: '[withheld]',
  });
  expect(shown.entries[0]?.by).toMatch(/^someone-[0-9a-f]{8}$/);
  const { rows } = await headquarters.databases.pools.web.query('select error, verdict from relay_run');
  expect(rows).toEqual(Array.from({ length: 3 }, () => ({ error: '[withheld]', verdict: 'passed' })));
  expect((await readSite(atHeadquarters, { name: 'field-1' })).link).toBe('in-time');

  // What has left does not leave again; what changed does.
  const before = await stateOf(headquarters);
  expect(await bring(atHeadquarters, bytes)).toMatchObject({ outcome: 'known' });
  expect(await stateOf(headquarters)).toBe(before);
  const second = await prepareBundle(atSite);
  expect(Object.keys(second.counts)).toEqual(['audit']);
  await discardPrepared(atSite);
  await setSeverity(atSite, { id: incident.id, severity: 'SEV1', reason: 'worse' });
  const third = await prepareBundle(atSite);
  expect(third).toMatchObject({ sequence: 2, counts: { event: 1 } });
  expect(third.samples.find(({ kind }) => kind === 'event')).toBeDefined();
  expect(third.fields).toContainEqual({
    kind: 'event',
    field: 'actor.name',
    treatment: 'pseudonymise',
    count: 1,
  });
  await expect(approvePrepared(atSite, { hash: 'a'.repeat(64) })).rejects.toThrow('Another bundle');
});

test('bundles in any order and doubled give the same state; what is missing is named until it comes', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { site, headquarters, atSite, atHeadquarters } = pair;
  const files: Buffer[] = [];
  const incident = await declareIncident(atSite, titled('Maps are blank'));
  for (let n = 1; n <= 6; n += 1) {
    await aRun(site, n, n % 2 === 0 ? 'passed' : 'failed');
    await stands(site, n === 6 ? 'degraded' : 'failing');
    await setSeverity(atSite, {
      id: incident.id,
      severity: n % 2 === 0 ? 'SEV1' : 'SEV2',
      reason: `look ${n}`,
    });
    files.push(await carryUp(pair));
    await site.fastForward(3_600_000);
  }
  for (const file of files) await bring(atHeadquarters, file);
  const wanted = await stateOf(headquarters);
  expect((await readSite(atHeadquarters, { name: 'field-1' })).standings).toMatchObject([
    { check: 'maps-up', state: 'degraded' },
  ]);
  const wipe = async (): Promise<unknown> =>
    headquarters.databases.pools.web.query('truncate relay_bundle, relay_record, relay_run, relay_entry');
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(files, { minLength: 6 }),
      fc.array(fc.nat(5), { maxLength: 3 }),
      async (order, again) => {
        await wipe();
        for (const file of [...order, ...again.flatMap((n) => files[n] ?? [])])
          expect((await bring(atHeadquarters, file)).outcome).toMatch(/taken|known/);
        expect(await stateOf(headquarters)).toBe(wanted);
      },
    ),
    { numRuns: 6 },
  );

  await wipe();
  for (const n of [0, 1, 4]) await bring(atHeadquarters, files[n] ?? Buffer.alloc(0));
  const [view] = (await listSites(atHeadquarters)).items;
  expect(view?.link).toBe('incomplete');
  const at = (n: number) =>
    parseManifest(
      (files[n] ?? Buffer.alloc(0)).subarray(preambleBytes, preambleBytes + (files[n]?.readUInt32BE(8) ?? 0)),
    );
  expect(view?.gaps).toEqual([{ firstMissing: 3, lastMissing: 4, from: at(1).to, to: at(4).from }]);
  expect((await readSiteIncident(atHeadquarters, { site: 'field-1', incident: incident.id })).missing).toBe(
    2,
  );
});

test('what is not as it was signed, or not for here, changes nothing and says why', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, site, atHeadquarters, atSite } = pair;
  await declareIncident(atSite, titled('Maps are blank'));
  const first = await carryUp(pair);
  const before = await stateOf(headquarters);
  const reasons = async (bytes: Buffer): Promise<unknown> => (await bring(atHeadquarters, bytes)).reason;
  expect(await reasons(first.subarray(0, -3))).toBe('truncated');
  expect(await reasons(Buffer.concat([first, Buffer.from('x')]))).toBe('trailing-bytes');
  expect(await reasons(Buffer.from('hello'))).toBe('not-a-bundle');
  expect(await reasons(await madeBundle())).toBe('unknown-key');
  expect(await reasons(await madeBundle({ site: 'field-2' }))).toBe('unknown-site');
  expect(await stateOf(headquarters)).toBe(before);
  expect((await bring(atSite, first)).reason).toBe('wrong-direction');

  expect(await bring(atHeadquarters, first)).toMatchObject({ outcome: 'taken' });
  // A site that was set back to an older copy of its database uses its numbers twice.
  await site.databases.pools.web.query('truncate relay_bundle, relay_sent');
  const fork = await carryUp(pair);
  expect(await reasons(fork)).toBe('forked');
  await revokeSite(atHeadquarters, { name: 'field-1' });
  expect(await reasons(first)).toBe('revoked-key');
});

test('an enrolment needs the code, is done once, and a later one ends what the earlier key signed', async () => {
  const pair = await apart({ testEnv, as });
  const { atHeadquarters, atSite } = pair;
  const wanted = { name: 'field-1', environments: ['field-1'], reportEverySeconds: null };
  const invited = await inviteSite(atHeadquarters, wanted);
  const other = await inviteSite(atHeadquarters, wanted);
  await expect(joinAsSite(atSite, { ...other, code: invited.code })).rejects.toThrow(
    'do not belong together',
  );
  await expect(joinAsSite(atSite, { ...other, code: 'short' })).rejects.toThrow('no code');
  const stale = await joinAsSite(atSite, invited);
  await expect(confirmSite(atHeadquarters, { name: 'field-1', answer: stale.answer })).rejects.toThrow(
    'do not belong together',
  );
  const { answer } = await joinAsSite(atSite, {
    ...other,
    code: other.code.toLowerCase().replaceAll('-', ' '),
  });
  await confirmSite(atHeadquarters, { name: 'field-1', answer });
  await expect(confirmSite(atHeadquarters, { name: 'field-1', answer })).rejects.toThrow('No invitation');
  const early = await carryUp(pair);
  await enrolled(pair);
  expect((await bring(atHeadquarters, early)).reason).toBe('revoked-key');
  expect(await bring(atHeadquarters, await carryUp(pair))).toMatchObject({ outcome: 'taken', sequence: 1 });
});

test('a new key speaks after the old one has announced it', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { atHeadquarters, atSite } = pair;
  await rotateKey(atSite);
  const announcing = await carryUp(pair);
  const after = await carryUp(pair);
  expect((await bring(atHeadquarters, after)).reason).toBe('unknown-key');
  expect((await bring(atHeadquarters, announcing)).outcome).toBe('taken');
  expect((await bring(atHeadquarters, after)).outcome).toBe('taken');
  const { keys } = await readSite(atHeadquarters, { name: 'field-1' });
  expect(keys).toMatchObject([
    { fromSequence: 1, untilSequence: 1 },
    { fromSequence: 2, untilSequence: null },
  ]);
});

test('the catalog comes down as far as it concerns the site, is shown before it is applied, and never set back', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, site, atHeadquarters, atSite } = pair;
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
  const older = await fileOf(headquarters, 'down');
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true });
  const newer = await fileOf(headquarters, 'down');
  expect(await bring(atSite, newer)).toMatchObject({ outcome: 'waits', sequence: 2 });
  const { difference } = await readDifference(atSite, { sequence: 2 });
  expect(difference?.changes.map(({ kind, name }) => `${kind}/${name}`).toSorted()).toEqual([
    'Check/maps-up',
    'Environment/field-1',
    'Person/mira',
    'Product/maps',
    'Team/maps',
  ]);
  const count = async (): Promise<unknown> =>
    (await site.databases.pools.web.query('select count(*)::int as n from catalog_object')).rows[0];
  expect(await count()).toEqual({ n: 0 });
  await applyReceived(atSite, { sequence: 2 });
  expect(await count()).toEqual({ n: 5 });
  expect(await bring(atSite, older)).toMatchObject({
    outcome: 'taken',
    message:
      'Bundle 1 of headquarters was taken in. Its catalog changes nothing: that of bundle 2 is newer and was applied.',
  });
  await expect(applyReceived(atSite, { sequence: 1 })).rejects.toThrow('is newer');
  expect((await bring(atSite, await carryUp(pair))).reason).toBe('wrong-direction');
});

test('both sides work on one incident apart: one log, the disagreement shown, settled by who knew both', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, atHeadquarters, atSite } = pair;
  const { id: incident } = await declareIncident(atSite, titled('Maps are blank'));
  await bring(atHeadquarters, await carryUp(pair));
  const on = { site: 'field-1', incident };
  await addEntry(atHeadquarters, { ...on, entry: { type: 'note', text: 'We saw this in eu, too.' } });
  await addEntry(atHeadquarters, {
    ...on,
    entry: { type: 'severity', severity: 'SEV3', reason: 'few users' },
  });
  await setSeverity(atSite, { id: incident, severity: 'SEV1', reason: 'all down' });
  await bring(atHeadquarters, await carryUp(pair));
  const merged = await readSiteIncident(atHeadquarters, on);
  expect(merged.conflicts).toEqual([{ about: 'severity', site: 'SEV1', headquarters: 'SEV3' }]);
  expect(
    merged.entries
      .filter(({ origin }) => origin === 'headquarters')
      .map(({ text, hasLeft }) => [text, hasLeft]),
  ).toEqual([
    ['We saw this in eu, too.', false],
    ['Severity SEV3: few users', false],
  ]);
  await makeDown(atHeadquarters, { name: 'field-1', catalog: false });
  expect(await bring(atSite, await fileOf(headquarters, 'down'))).toMatchObject({
    outcome: 'taken',
    counts: { event: 2 },
  });
  await setSeverity(atSite, { id: incident, severity: 'SEV2', reason: 'agreed by radio' });
  await bring(atHeadquarters, await carryUp(pair));
  const settled = await readSiteIncident(atHeadquarters, on);
  expect(settled).toMatchObject({ conflicts: [], summary: { severity: 'SEV2' } });
  expect(settled.entries.every(({ hasLeft }) => hasLeft)).toBe(true);
});

test('a site that should report and does not is an alert, until it reports', async () => {
  const pair = await enrolled(await apart({ testEnv, as }), 3_600);
  const { headquarters, atHeadquarters } = pair;
  const alerts = async (): Promise<unknown> =>
    (await headquarters.databases.pools.web.query(`select title, state, environment from alert order by id`))
      .rows;
  await lookForOverdue(atHeadquarters);
  expect(await alerts()).toEqual([]);
  await headquarters.fastForward(2 * 3_600_000);
  await lookForOverdue(atHeadquarters);
  expect(await alerts()).toEqual([
    { title: 'Nothing has come from the site field-1', state: 'firing', environment: 'field-1' },
  ]);
  expect((await listSites(atHeadquarters)).items[0]?.link).toBe('overdue');
  await bring(atHeadquarters, await carryUp(pair));
  expect(await alerts()).toMatchObject([{ state: 'resolved' }]);
});
