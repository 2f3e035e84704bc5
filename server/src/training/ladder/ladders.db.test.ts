import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident } from '#incidents';
import { aloneByRules, readRoster, refuseUnqualifiedRules } from '#oncall';
import { systemCtx } from '#platform';
import { makeOverride } from '../../oncall/overrides/make-override.ts';
import { previewSchedule } from '../../oncall/schedules/preview-schedule.ts';
import { assignRole } from '../../incidents/commands/people.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { enrol, listLadders, renewQualified, signOff } from './ladders.ts';

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
