import { describe, expect, test } from 'vitest';
import { freeName, groupsIn, nameFrom, rolesByGroups } from './admission.ts';

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
