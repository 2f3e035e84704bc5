import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident } from '#incidents';
import { aloneByRules, readRoster, refuseUnqualifiedRules } from '#oncall';
import { systemCtx, withoutSight, withSight } from '#platform';
import { makeOverride } from '../../oncall/overrides/make-override.ts';
import { previewSchedule } from '../../oncall/schedules/preview-schedule.ts';
import { undoLast } from '../../incidents/commands/course.ts';
import { assignRole } from '../../incidents/commands/people.ts';
import { mergeIncident } from '../../incidents/merge.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { enrol, renewQualified, signOff, takeBackSignature, takeOffLadder } from './ladders.ts';
import { listLadders } from './read-ladders.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org, roles: [field-marshal] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ola }
spec: { displayName: Ola Berg, email: ola@example.org, roles: [lead] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: zoe }
spec: { displayName: Zoe, email: zoe@example.org }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: watch }
spec:
  timezone: Etc/UTC
  layers: [{ name: all, handoff: { type: weekly, length: 1 }, start: '2026-01-05T09:00:00Z', participants: [mira] }]
---
apiVersion: fieldmarshal/v1
kind: TrainingLadder
metadata: { name: leading }
spec:
  displayName: Leading
  schedules: [watch]
  enforce: refuse
  recertify: { afterDays: 100 }
  steps:
    - { name: shadow, criteria: [{ evidence: shadowed, atLeast: 1 }], signOffs: 1 }
`;

let env: TestEnv;
let lead: ReturnType<typeof as>;
let mira: ReturnType<typeof as>;
beforeAll(async () => {
  env = await testEnv();
  const files = [{ path: 'all.yaml', text: catalog }];
  await applyObjects(systemCtx(env, 'test'), { files, dryRun: false, prune: false });
  lead = as(env, 'ola', ['lead']);
  mira = as(env, 'mira', ['field-marshal']);
});

async function standings() {
  const [ladder] = (await listLadders(mira)).items;
  return Object.fromEntries(
    ladder?.people.map(({ person, standing, missing }) => [person, { standing, missing }]) ?? [],
  );
}

/** What people were told of a ladder. */
async function told(): Promise<string[]> {
  const { rows } = await env.databases.pools.web.query<{ key: string }>(
    `select key from delivery where key like 'ladder-%' order by id`,
  );
  return rows.map(({ key }) => key);
}

/** What schedules are held against. */
async function qualified(): Promise<string[]> {
  const { rows } = await env.databases.pools.web.query<{ person: string }>(
    `select person from training_qualified order by person`,
  );
  return rows.map(({ person }) => person);
}

const ladder = 'leading';
const inHours = (hours: number) => new Date(env.clock.now().getTime() + hours * 3_600_000).toISOString();

describe('a ladder', () => {
  it('refuses and warns while somebody unqualified would lead alone', async () => {
    expect((await listLadders(mira)).items[0]).toMatchObject({
      alone: [],
      strangers: [{ person: 'mira', name: 'Mira Khan' }],
    });
    await enrol(lead, { ladder, person: 'mira', mentor: 'ola' });
    expect((await listLadders(mira)).items[0]?.strangers).toEqual([]);
    expect((await listLadders(mira)).items[0]?.alone[0]).toMatchObject({
      schedule: 'watch',
      people: ['Mira Khan'],
    });
    const override = { name: 'watch', kind: 'replace', user: 'mira', replaces: 'mira', why: '' } as const;
    const made = makeOverride(lead, { ...override, start: inHours(1), end: inHours(2) });
    await expect(made).rejects.toThrow('Mira Khan is not qualified (Leading)');
    const { warnings } = await previewSchedule(lead, { name: 'watch', spec: await scheduleSpec() });
    expect(warnings.join(' ')).toContain('Mira Khan would lead alone and is not qualified (Leading)');
  });

  it('refuses rules by which somebody would lead alone for longer than now, and no others', async () => {
    const spec = await scheduleSpec();
    const layers = spec.layers.map((layer) => ({ ...layer, participants: ['zoe'] }));
    const put = async (changed: object) =>
      refuseUnqualifiedRules(lead, { kind: 'Schedule', name: 'watch', spec: { ...spec, ...changed } });
    await expect(put({ layers })).rejects.toThrow(
      'Zoe is not on the ladder Leading, so nobody knows whether they may, and would lead alone by these rules.',
    );
    await put({ displayName: 'The watch' });
  });

  it('holds files to the same rule, and names the place in the file', async () => {
    const spec = await scheduleSpec();
    const apply = async (changed: object) =>
      applyObjects(
        as(env, 'root', ['admin']),
        { files: [fileOf({ ...spec, ...changed })], dryRun: true, prune: false },
        aloneByRules,
      );
    const layers = spec.layers.map((layer) => ({ ...layer, participants: ['zoe'] }));
    const message =
      'Zoe is not on the ladder Leading, so nobody knows whether they may, and would lead alone by these rules.';
    await expect(apply({ layers })).rejects.toMatchObject({
      code: 'refused',
      faults: [{ file: 'watch.yaml', path: 'spec.layers', message }],
    });
    expect((await apply({ displayName: 'The watch' })).warnings).toEqual([]);
  });

  it('gathers evidence by itself, is signed by who is qualified only, and then lets them lead', async () => {
    const { id } = await declareIncident(lead, { title: 'Uploads fail' });
    await assignRole(lead, { id, role: 'shadow', person: 'mira' });
    expect((await standings())['mira']).toEqual({
      standing: 'climbing',
      missing: ['the signature of somebody qualified'],
    });
    const sign = { ladder, person: 'mira', step: 'shadow', note: 'Calm and clear.' };
    await expect(signOff(lead, sign)).rejects.toThrow('Only who is qualified');
    await expect(signOff(mira, sign)).rejects.toThrow('Nobody signs for themselves');
    await expect(enrol(mira, { ladder, person: 'ola' })).rejects.toMatchObject({ code: 'forbidden' });
    await enrol(lead, { ladder, person: 'ola', grantedBecause: 'has led for years' });
    await expect(signOff(lead, { ...sign, step: 'none' })).rejects.toThrow('there is no step');
    expect(await signOff(lead, sign)).toMatchObject({ standing: 'qualified', missing: [] });
    expect((await listLadders(mira)).items[0]?.alone).toEqual([]);
  });

  it('keeps a mentor whom nobody spoke of, and takes back what was said', async () => {
    const said = async (more: object) => enrol(lead, { ladder, person: 'ola', ...more });
    expect(await said({ mentor: 'mira' })).toMatchObject({ mentor: { person: 'mira' } });
    expect(await said({ grantedBecause: 'has led for years' })).toMatchObject({
      ...{ standing: 'qualified', mentor: { person: 'mira' }, grantedBecause: 'has led for years' },
    });
    expect(await said({ grantedBecause: null })).toMatchObject({
      standing: 'climbing',
      grantedBecause: null,
    });
    expect(await said({ mentor: null, grantedBecause: 'has led for years' })).toMatchObject({
      ...{ standing: 'qualified', mentor: null },
    });
  });

  it('counts what is hidden from who asks and who signs, and tells a mentor that only a signature is missing', async () => {
    const { id } = await declareIncident(lead, { title: 'Somebody is at risk', private: true });
    await assignRole(lead, { id, role: 'shadow', person: 'zoe' });
    await enrol(lead, { ladder, person: 'zoe', mentor: 'ola' });
    await renewQualified(systemCtx(env, 'test'));
    await renewQualified(systemCtx(env, 'test'));
    expect(await told()).toEqual(['ladder-sign-leading-shadow-zoe.ola']);
    const sight = { person: 'mira', hiddenEnvironments: [], scope: null };
    const signed = await withSight(mira.actor, sight, async () =>
      signOff(mira, { ladder, person: 'zoe', step: 'shadow', note: 'Calm.' }),
    );
    const shown = await withSight(mira.actor, sight, async () => standings());
    withoutSight(mira.actor);
    expect(signed).toMatchObject({ standing: 'qualified', missing: [] });
    expect(shown['zoe']).toEqual({ standing: 'qualified', missing: [] });
    expect(await qualified()).toEqual(['mira', 'ola', 'zoe']);
  });

  it('lets a signature be taken back by who gave it and by leads, and somebody be taken off', async () => {
    const mine = { ladder, person: 'zoe', step: 'shadow', by: 'mira' };
    const other = takeBackSignature(mira, { ...mine, by: 'ola' });
    await expect(other).rejects.toMatchObject({ code: 'refused' });
    expect(await takeBackSignature(mira, mine)).toMatchObject({ standing: 'climbing', step: 'shadow' });
    await expect(takeBackSignature(lead, mine)).rejects.toMatchObject({ code: 'not-found' });
    await expect(takeOffLadder(mira, { ladder, person: 'zoe' })).rejects.toMatchObject({ code: 'forbidden' });
    await takeOffLadder(lead, { ladder, person: 'zoe' });
    await expect(takeOffLadder(lead, { ladder, person: 'zoe' })).rejects.toMatchObject({ code: 'not-found' });
    expect(Object.keys(await standings())).toEqual(['mira', 'ola']);
    expect(await qualified()).toEqual(['mira', 'ola']);
  });

  it('counts no role that was undone, and no duplicate', async () => {
    const have = async () => {
      const zoe = (await listLadders(mira)).items[0]?.people.find(({ person }) => person === 'zoe');
      return zoe?.steps[0]?.criteria[0]?.have;
    };
    await enrol(lead, { ladder, person: 'zoe' });
    const before = (await have()) ?? 0;
    const [slip, first, same] = await Promise.all(
      ['A slip', 'It fails', 'It fails'].map(async (title) => declareIncident(lead, { title })),
    );
    const shadow = async (of: typeof slip) =>
      assignRole(lead, { id: of?.id ?? '', role: 'shadow', person: 'zoe' });
    const { seq } = await shadow(slip);
    expect(await have()).toBe(before + 1);
    await undoLast(lead, { id: slip?.id ?? '', seq });
    expect(await have()).toBe(before);
    await shadow(same);
    await mergeIncident(lead, { id: same?.id ?? '', into: first?.id ?? '' });
    expect(await have()).toBe(before);
  });

  it('tells who is about to lapse, two weeks before, once', async () => {
    await env.fastForward(85 * 86_400_000);
    await renewQualified(systemCtx(env, 'test'));
    expect((await told()).filter((key) => key.startsWith('ladder-lapses'))).toEqual([]);
    await env.fastForward(2 * 86_400_000);
    await renewQualified(systemCtx(env, 'test'));
    await renewQualified(systemCtx(env, 'test'));
    const keys = (await told()).filter((key) => key.startsWith('ladder-lapses'));
    expect(keys.map((key) => key.replace(/\d{4}-\d\d-\d\d/, 'day')).toSorted()).toEqual([
      ...['ladder-lapses-leading-day.mira', 'ladder-lapses-leading-day.ola'],
    ]);
  });

  it('lapses after an absence', async () => {
    await env.fastForward(101 * 86_400_000);
    await renewQualified(systemCtx(env, 'test'));
    expect((await standings())['ola']).toEqual({
      standing: 'lapsed',
      missing: ['1 drill led with 60 points or more'],
    });
  });
});

function fileOf(spec: object) {
  const object = { apiVersion: 'fieldmarshal/v1', kind: 'Schedule', metadata: { name: 'watch' }, spec };
  return { path: 'watch.yaml', text: JSON.stringify(object) };
}

async function scheduleSpec() {
  const spec = (await readRoster(env)).get('Schedule', 'watch')?.spec;
  if (spec === undefined) throw new Error('no schedule');
  return { ...spec, overrides: [] };
}
