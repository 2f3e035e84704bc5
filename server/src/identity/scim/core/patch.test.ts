import { expect, test } from 'vitest';
import { groupSteps } from './patch-group.ts';
import { patchedUser } from './patch-user.ts';
import { readPatch } from './patch.ts';
import { accountValues, readUser } from './user.ts';

const mira = readUser({
  userName: 'mira@relief.example',
  name: { givenName: 'Mira', familyName: 'Khan' },
  emails: [{ value: 'mira@relief.example', type: 'work', primary: true }],
  password: 'never looked at',
});

const patched = (...operations: unknown[]) =>
  readUser(patchedUser(mira, readPatch({ schemas: [], Operations: operations })));

test('nothing but what is needed is kept', () => {
  expect(JSON.stringify(mira)).not.toContain('never');
  expect(accountValues(mira)).toEqual({ displayName: 'Mira Khan', email: 'mira@relief.example' });
  expect(accountValues(readUser({ userName: 'mira', emails: null }))).toEqual({
    displayName: 'mira',
    email: null,
  });
});

test.each([
  ['Okta deactivates', { op: 'replace', value: { active: false } }, { active: false }],
  ['Entra deactivates', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
  [
    'a name by its path',
    { op: 'Replace', path: 'name.givenName', value: 'Mirjam' },
    {
      name: { givenName: 'Mirjam', familyName: 'Khan' },
    },
  ],
  [
    'dotted names without a path, as Entra sends',
    { op: 'Add', value: { 'name.familyName': 'K.', displayName: 'Mira K.' } },
    {
      displayName: 'Mira K.',
      name: { givenName: 'Mira', familyName: 'K.' },
    },
  ],
  [
    'an address of a list',
    { op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@relief.example' },
    {
      emails: [{ value: 'new@relief.example', type: 'work', primary: true }],
    },
  ],
  [
    'the first address of a type',
    { op: 'Add', path: 'emails[type eq "home"].value', value: 'm@home.example' },
    {
      emails: [expect.anything(), { value: 'm@home.example', type: 'home' }],
    },
  ],
  ['an address that goes', { op: 'remove', path: 'emails[type eq "work"]' }, { emails: [] }],
  [
    'what is not kept',
    {
      op: 'Replace',
      path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
      value: 'x',
    },
    {
      userName: 'mira@relief.example',
    },
  ],
  ['names in another case', { op: 'replace', path: 'DisplayName', value: 'M' }, { displayName: 'M' }],
])('%s', (_what, operation, after) => {
  expect(patched(operation)).toMatchObject(after);
});

test.each([
  ['an operation nobody knows', [{ op: 'move', path: 'active' }], 'invalidSyntax'],
  ['none', [], 'invalidSyntax'],
  ['a path nobody can read', [{ op: 'add', path: 'a b', value: 1 }], 'invalidPath'],
  ['neither path nor object', [{ op: 'add', value: 1 }], 'noTarget'],
  ['a user without a name', [{ op: 'remove', path: 'userName' }], 'invalidValue'],
  ['a flag that is none', [{ op: 'replace', path: 'active', value: 'perhaps' }], 'invalidValue'],
])('%s is refused with the word for it', (_what, operations, scimType) => {
  expect(() => patched(...operations)).toThrow(expect.objectContaining({ status: 400, scimType }));
});

test.each([
  [
    'Okta adds',
    { op: 'add', path: 'members', value: [{ value: 'u1', display: 'Mira' }] },
    { kind: 'add', members: ['u1'] },
  ],
  ['Okta removes', { op: 'remove', path: 'members[value eq "u1"]' }, { kind: 'remove', members: ['u1'] }],
  [
    'Entra removes',
    { op: 'Remove', path: 'members', value: [{ value: 'u1' }] },
    { kind: 'remove', members: ['u1'] },
  ],
  ['all of them go', { op: 'remove', path: 'members' }, { kind: 'set', members: [] }],
  [
    'a new list',
    { op: 'replace', path: 'members', value: [{ value: 'u2' }] },
    { kind: 'set', members: ['u2'] },
  ],
  [
    'another name',
    { op: 'replace', value: { id: 'g', displayName: 'SRE' } },
    { kind: 'rename', displayName: 'SRE' },
  ],
])('members and names of groups: %s', (_what, operation, step) => {
  expect(groupSteps(readPatch({ Operations: [operation] }))).toEqual([step]);
});
