import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { ensureAccountOfPerson } from '../accounts/ensure-of-person.ts';
import { findAccount } from '../accounts/store.ts';
import { accountFor } from '../scim/account.ts';
import { readUser } from '../scim/core/user.ts';
import { admit } from './admit.ts';
import type { Vouched } from './exchange.ts';
import { signInRules } from './sign-in-file.ts';

let env: TestEnv;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fm-names-'));
  const signIn = join(folder, 'sign-in.yaml');
  const corp = { name: 'corp', label: 'Corp', issuer: 'https://id.example', clientId: 'fm' };
  await writeFile(
    signIn,
    JSON.stringify({ breakGlass: ['rescue'], providers: [{ ...corp, admit: 'everyone' }] }),
  );
  env = await testEnv({ config: { signIn, data: folder } });
});
afterAll(async () => rm(folder, { recursive: true }));

async function arrive(preferredName: string, email: string | null = null): Promise<string> {
  const vouched: Vouched = {
    ...{ issuer: 'https://id.example', subject: `subject of ${preferredName}`, idToken: null },
    ...{ groups: [], preferredName, displayName: undefined, email },
  };
  const [provider] = (await signInRules(env.config)).providers;
  if (provider === undefined) throw new Error('there is no provider');
  const person = await inTransaction(systemCtx(env, 'sign-in', 'web'), async (tx) =>
    admit(tx, { provider, vouched }),
  );
  if (typeof person !== 'string') throw person;
  return person;
}

async function bring(person: string, email: string): Promise<void> {
  const wanted = {
    person,
    email,
    displayName: 'Vera Lind',
    roles: ['lead' as const],
    managedBy: 'people.yaml',
  };
  await inTransaction(as(env, 'root', ['admin']), async (tx) => ensureAccountOfPerson(tx, wanted));
}

test('who takes the name of a colleague at a provider never becomes that colleague, who comes later', async () => {
  expect(await arrive('vera')).toBe('vera');
  await expect(bring('vera', 'vera@relief.example')).rejects.toMatchObject({
    code: 'conflict',
    publicMessage:
      'There is an account vera of somebody else: it follows sign-in provider corp, without an e-mail address. Give the Person another name, or erase that account first (Admin → People).',
  });
  expect(await findAccount(env.databases.web, 'vera')).toMatchObject({ roles: ['viewer'], email: null });

  expect(await arrive('nils', 'somebody@relief.example')).toBe('nils');
  await expect(bring('nils', 'nils@relief.example')).rejects.toThrow('with another e-mail address');
});

test('the person whom the provider vouches for by that address keeps their account when they come into the catalog', async () => {
  expect(await arrive('otto', 'Otto@relief.example')).toBe('otto');
  await bring('otto', 'otto@relief.example');
  expect(await findAccount(env.databases.web, 'otto')).toMatchObject({
    roles: ['lead'],
    managedBy: 'people.yaml',
  });
  // What is kept in the catalog is that of the catalog, whatever address it has there.
  await bring('otto', 'o.lind@relief.example');
});

test('the name of an emergency account is nobody’s, also before there is one', async () => {
  expect(await arrive('rescue')).toBe('rescue-2');
  const user = readUser({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'rescue' });
  const made = await inTransaction(systemCtx(env, 'scim', 'web'), async (tx) => accountFor(tx, user));
  expect(made.person).toBe('rescue-3');
});
