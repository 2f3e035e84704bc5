import { kinds, type AnyCatalogObject } from '@fieldmarshal/contract/catalog';
import { foldEvents, type Incident } from '@fieldmarshal/contract/incidents';
import { expect, test } from 'vitest';
import { Catalog } from '#catalog';
import { staysHere } from './stays-here.ts';

const person = { kind: 'person', id: 'mira', name: 'Mira', person: 'mira' } as const;

function incident(environment: string | null, isPrivate: boolean): Incident {
  const events = [
    [
      'declared',
      {
        ...{ title: 'Uploads fail', summary: '', severity: null, product: null, environment },
        escalationPolicy: null,
        drill: false,
        origin: null,
      },
    ],
    ['privacy-set', { private: isPrivate }],
  ] as const;
  const folded = foldEvents(
    events.map(([type, data], index) => ({
      ...{ incidentId: 'INC-1', seq: index + 1, id: `e${index}`, at: '2026-11-26T10:00:00.000Z' },
      ...{ actor: person, type, version: 1, data },
    })),
  );
  if (folded === null) throw new Error('not declared');
  return folded;
}

function environment(name: string, restricted: boolean): AnyCatalogObject {
  const head = { name, labels: {}, origin: { from: 'file' } as const, generation: 1, updatedAt: '' };
  return { kind: 'Environment', ...head, spec: kinds.Environment.parse({ restricted }) };
}
const member = {
  ...{ kind: 'Team', name: 'cleared', labels: {}, origin: { from: 'file' }, generation: 1, updatedAt: '' },
  spec: kinds.Team.parse({ members: ['mira'], clearances: ['gov'] }),
} satisfies AnyCatalogObject;
const catalog = new Catalog([environment('gov', true), environment('eu', false), member]);

test.each([
  [null, false, false],
  ['eu', false, false],
  ['eu', true, true],
  [null, true, true],
  ['gov', false, true],
  ['gov', true, true],
  ['never-heard-of', false, false],
])('of an incident in %s, private: %s, nothing may be given to a model: %s', (name, isPrivate, stays) => {
  expect(staysHere({ incident: incident(name, isPrivate), catalog })).toBe(stays);
});

test('that people have a clearance for an environment gives none to a model', () => {
  expect(staysHere({ incident: incident('gov', false), catalog })).toBe(true);
});
