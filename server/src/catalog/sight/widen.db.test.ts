import { beforeAll, describe, expect, test } from 'vitest';
import { as, testEnv, type TestEnv } from '#testing';
import { applyObjects } from '../apply.ts';
import { deleteObject } from '../delete-object.ts';
import { putObject } from '../put-object.ts';
import { readCatalog } from '../snapshot.ts';

let env: TestEnv;
const lead = () => as(env, 'lena', ['lead']);
const admin = () => as(env, 'root', ['admin']);
const email = 'lena@relief.example';

beforeAll(async () => {
  env = await testEnv({});
  const put = async (kind: 'Environment' | 'Person' | 'Team', name: string, spec: object): Promise<unknown> =>
    putObject(admin(), { kind, name, spec });
  await put('Environment', 'gov', { restricted: true });
  await put('Person', 'lena', { email, roles: ['lead'] });
  await put('Team', 'gov-operations', { clearances: ['gov'] });
});

describe('a lead, who keeps the catalog', () => {
  test.each([
    [
      'a clearance of their own',
      { kind: 'Person', name: 'lena', spec: { email, roles: ['lead'], clearances: ['gov'] } },
    ],
    [
      'a place in a cleared team',
      { kind: 'Team', name: 'gov-operations', spec: { clearances: ['gov'], members: ['lena'] } },
    ],
    [
      'a group for a cleared team',
      { kind: 'Team', name: 'gov-operations', spec: { clearances: ['gov'], group: 'Everybody' } },
    ],
    [
      'a team of their own with one',
      { kind: 'Team', name: 'mine', spec: { clearances: ['gov'], members: ['lena'] } },
    ],
    ['an environment opened', { kind: 'Environment', name: 'gov', spec: { restricted: false } }],
  ] as const)('gets no %s, on screen or by a file; an administrator gives it', async (_, object) => {
    await expect(putObject(lead(), object)).rejects.toMatchObject({ code: 'forbidden' });
    const text = JSON.stringify({
      apiVersion: 'fieldmarshal/v1',
      ...{ kind: object.kind, metadata: { name: object.name }, spec: object.spec },
    });
    const files = [{ path: 'mine.yaml', text }];
    await expect(applyObjects(lead(), { files, dryRun: false, prune: false })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const before = (await readCatalog(env)).find(object.kind, object.name);
    expect(before?.spec).not.toMatchObject(object.spec);
    await applyObjects(admin(), { files, dryRun: true, prune: false });
  });

  test('does not open an environment by deleting it, and goes on with everything else', async () => {
    await putObject(admin(), { kind: 'Environment', name: 'mil', spec: { restricted: true } });
    await expect(deleteObject(lead(), { kind: 'Environment', name: 'mil' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await putObject(lead(), { kind: 'Team', name: 'shop', spec: { members: ['lena'] } });
    await putObject(lead(), {
      kind: 'Environment',
      name: 'mil',
      spec: { restricted: true, region: 'north' },
    });
    await deleteObject(admin(), { kind: 'Environment', name: 'mil' });
  });
});
