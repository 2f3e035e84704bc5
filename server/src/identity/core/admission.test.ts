import { describe, expect, test } from 'vitest';
import { claimAt, freeName, groupsIn, isAhead, isElsewhere, nameFrom, rolesByGroups } from './admission.ts';

describe('the groups of a claim', () => {
  test.each<[claim: unknown, groups: string[]]>([
    [
      ['sre', 'admins', 'sre'],
      ['admins', 'sre'],
    ],
    ['sre', ['sre']],
    [undefined, []],
    [null, []],
    [42, []],
    [{ sre: true }, []],
    [['sre', 7, null, '', ['nested'], 'x'.repeat(501)], ['sre']],
  ])('%j are %j', (claim, groups) => {
    expect(groupsIn(claim)).toEqual(groups);
  });
});

test.each<[name: string, claims: Record<string, unknown>, found: unknown]>([
  ['groups', { groups: ['sre'] }, ['sre']],
  ['realm_access.roles', { realm_access: { roles: ['sre'] } }, ['sre']],
  ['resource_access.my.client.roles', { resource_access: { 'my.client': { roles: ['sre'] } } }, ['sre']],
  ['https://relief.example/groups', { 'https://relief.example/groups': ['sre'] }, ['sre']],
  ['a.b', { 'a.b': ['very name'], a: { b: ['path'] } }, ['very name']],
  ['a.b', { a: null }, undefined],
  ['a.b', { a: [{ b: 'sre' }] }, undefined],
  ['constructor.name', {}, undefined],
])('the claim %s of %j is %j', (name, claims, found) => {
  expect(claimAt(claims, name)).toEqual(found);
});

test('groups that are to be had elsewhere are no empty list', () => {
  const elsewhere = { _claim_names: { groups: 'src1' }, _claim_sources: {} };
  expect(isElsewhere(elsewhere, 'groups')).toBe(true);
  expect(isElsewhere({ ...elsewhere, groups: [] }, 'groups')).toBe(false);
  expect(isElsewhere(elsewhere, 'roles')).toBe(false);
  expect(isElsewhere({}, 'groups')).toBe(false);
});

describe('the roles by groups', () => {
  const roles = { sre: 'field-marshal', staff: 'viewer', ops: 'responder' } as const;
  test.each<[groups: string[], admit: 'invited' | 'groups' | 'everyone', given: string[]]>([
    [['sre', 'staff'], 'groups', ['field-marshal', 'viewer']],
    [['somebody'], 'groups', []],
    [['somebody'], 'invited', []],
    [['somebody'], 'everyone', ['viewer']],
    [['ops'], 'everyone', ['responder']],
    [['constructor', '__proto__', 'toString'], 'groups', []],
  ])('%j with admit %s give %j', (groups, admit, given) => {
    expect(rolesByGroups(groups, { roles, admit, defaultRole: 'viewer' })).toEqual(given);
  });
});

describe('the name of somebody new', () => {
  test.each<[told: (string | undefined)[], name: string]>([
    [['mira.khan'], 'mira.khan'],
    [['Mira.Khan@relief.example'], 'mira.khan'],
    [[undefined, 'Zoë Müller'], 'zoe-muller'],
    [['Ωμέγα', 'omega@x.example'], 'omega'],
    [['--!--', undefined], 'person'],
    [['x'.repeat(200)], 'x'.repeat(50)],
    [['Constructor', 'ola@x.example'], 'ola'],
  ])('from %j is %s', (told, name) => {
    expect(nameFrom(told)).toBe(name);
  });

  test('is never the name of somebody else', () => {
    expect(freeName('mira', new Set(['mira', 'mira-2']))).toBe('mira-3');
    expect(freeName('mira', new Set(['mira-2']))).toBe('mira');
  });
});

test('a token that is yet to be made is no token; clocks may differ by 30 s', () => {
  const now = new Date('2026-03-01T10:00:00.000Z');
  const inS = (seconds: number): boolean => isAhead(now.getTime() / 1_000 + seconds, now);
  expect([-900, 0, 30, 31, 3_600].map(inS)).toEqual([false, false, false, true, true]);
});
