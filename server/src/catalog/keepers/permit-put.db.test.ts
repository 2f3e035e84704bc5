import { beforeAll, describe, expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { applyObjects, deleteObject, putObject, readCatalog } from '../index.ts';
import { getObject } from '../read-objects.ts';

const env = await testEnv();
const lead = as(env, 'lena', ['lead']);
const member = as(env, 'ola', ['responder']);
const stranger = as(env, 'sam', ['responder']);

const people = ['ola', 'sam', 'ivo']
  .map((name) => `kind: Person\nmetadata: { name: ${name} }\nspec: { email: ${name}@example.org }`)
  .concat(
    'kind: Person\nmetadata: { name: afar }\nspec: { email: afar@example.org, scope: { teams: [files] } }',
  )
  .concat('kind: Team\nmetadata: { name: payments }\nspec: { members: [ola, ivo, afar] }')
  .concat('kind: Team\nmetadata: { name: files }\nspec: { members: [sam] }')
  .map((text) => `apiVersion: fieldmarshal/v1\n${text}\n`)
  .join('---\n');
const watch = (turns: readonly string[], owner?: string) => ({
  timezone: 'Europe/London',
  ...(owner === undefined ? {} : { owner }),
  layers: [
    { name: 'week', start: '2026-01-05T09:00:00Z', handoff: { type: 'weekly' }, participants: [...turns] },
  ],
});
const payments = { kind: 'Schedule', name: 'payments' } as const;
const nobodys = { kind: 'Schedule', name: 'nobodys' } as const;

beforeAll(async () => {
  await applyObjects(lead, { files: [{ path: 'people.yaml', text: people }], dryRun: false, prune: false });
  await putObject(lead, { ...payments, spec: watch(['ola'], 'payments') });
  await putObject(lead, { ...nobodys, spec: watch(['ola']) });
});

test('a responder of the owning team saves the rules of its schedule, and is told beforehand that they may', async () => {
  await putObject(member, { ...payments, spec: watch(['ivo', 'ola'], 'payments') });
  const saved = (await readCatalog(env)).get('Schedule', 'payments');
  expect(saved?.spec.layers[0]?.participants).toEqual(['ivo', 'ola']);
  expect(await getObject(member, payments)).toMatchObject({ editable: true, maySave: true });
  expect(await getObject(stranger, payments)).toMatchObject({ editable: true, maySave: false });
});

test.each([
  ['somebody of another team', stranger, payments, 'it belongs to the team "payments"'],
  ['somebody who works for other teams only', as(env, 'afar', ['responder']), payments, 'You may not change'],
  ['a viewer of the team', as(env, 'ola', ['viewer']), payments, 'catalog.write'],
  ['anybody below lead, where nobody owns it', member, nobodys, 'it names no team as its owner'],
  ['who would make one', member, { kind: 'Schedule', name: 'new' } as const, 'make a schedule'],
])('is refused for %s', async (_, who, which, sentence) => {
  await expect(putObject(who, { ...which, spec: watch(['ola'], 'payments') })).rejects.toMatchObject({
    code: 'forbidden',
    publicMessage: expect.stringContaining(sentence) as string,
  });
});

describe('an escalation policy', () => {
  const policy = { kind: 'EscalationPolicy', name: 'payments' } as const;
  const paging = (person: string, more: object = {}) => ({
    owner: 'payments',
    steps: [{ targets: [{ person }] }],
    ...more,
  });

  beforeAll(async () => {
    await putObject(lead, { ...policy, spec: paging('ola') });
    await putObject(lead, {
      ...policy,
      name: 'nobodys',
      spec: { steps: [{ targets: [{ person: 'ola' }] }] },
    });
  });

  test('is saved by a responder of the team that owns it, as a schedule is', async () => {
    await putObject(member, { ...policy, spec: paging('ivo') });
    expect((await readCatalog(env)).get('EscalationPolicy', 'payments')?.spec.steps[0]?.targets).toEqual([
      { person: 'ivo' },
    ]);
    expect(await getObject(member, policy)).toMatchObject({ editable: true, maySave: true });
    expect(await getObject(stranger, policy)).toMatchObject({ maySave: false });
  });

  test.each([
    ['by somebody of another team', stranger, 'payments', paging('sam'), 'it belongs to the team "payments"'],
    ['by anybody below lead, where nobody owns it', member, 'nobodys', paging('ola'), 'names no team'],
    ['anew', member, 'new', paging('ola'), 'make an escalation policy'],
    ['for another team', member, 'payments', paging('ola', { owner: 'files' }), 'to another team'],
    ['as the default one', member, 'payments', paging('ola', { default: true }), 'choose the default policy'],
  ])('is not saved %s', async (_, who, name, spec, sentence) => {
    await expect(putObject(who, { ...policy, name, spec })).rejects.toMatchObject({
      code: 'forbidden',
      publicMessage: expect.stringContaining(sentence) as string,
    });
  });

  test('is not removed by the team', async () => {
    await expect(deleteObject(member, policy)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('the team can neither give its schedule away, nor remove it, nor change anything else', async () => {
  await expect(putObject(member, { ...payments, spec: watch(['ola'], 'files') })).rejects.toMatchObject({
    code: 'forbidden',
    faults: [{ path: 'spec.owner' }],
  });
  await expect(putObject(member, { ...payments, spec: watch(['ola']) })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(deleteObject(member, payments)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    putObject(member, { kind: 'Team', name: 'payments', spec: { members: ['ola'] } }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  expect((await readCatalog(env)).get('Schedule', 'payments')?.spec.owner).toBe('payments');
});
