import { kinds, type Kind } from '@fieldmarshal/contract/catalog';
import { describe, expect, test } from 'vitest';
import type { AnyCatalogObject } from '@fieldmarshal/contract/catalog';
import { widensSight } from './widens-sight.ts';

function object(kind: Kind, spec: object): AnyCatalogObject {
  const head = { name: 'it', labels: {}, origin: { from: 'ui' }, generation: 1, updatedAt: '' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a spec of its kind
  return { kind, ...head, spec: kinds[kind].parse(spec) } as unknown as AnyCatalogObject;
}

const email = 'ada@relief.example';

describe('a change of the catalog', () => {
  test.each<[string, Kind, object | null, object, boolean]>([
    ['gives a person a clearance', 'Person', { email }, { email, clearances: ['gov'] }, true],
    ['makes a person with one', 'Person', null, { email, clearances: ['gov'] }, true],
    ['leaves it', 'Person', { email, clearances: ['gov'] }, { email, clearances: ['gov'], hub: 'x' }, false],
    ['takes it', 'Person', { email, clearances: ['gov'] }, { email }, false],
    ['gives one for another', 'Person', { email, clearances: ['gov'] }, { email, clearances: ['mil'] }, true],
    ['lifts a scope', 'Person', { email, scope: { teams: ['a'] } }, { email }, true],
    [
      'lifts a bound of it',
      'Person',
      { email, scope: { teams: ['a'] } },
      { email, scope: { environments: ['b'] } },
      true,
    ],
    [
      'adds to it',
      'Person',
      { email, scope: { teams: ['a'] } },
      { email, scope: { teams: ['a', 'b'] } },
      true,
    ],
    [
      'narrows it',
      'Person',
      { email, scope: { teams: ['a', 'b'] } },
      { email, scope: { teams: ['a'] } },
      false,
    ],
    ['sets one', 'Person', { email }, { email, scope: { teams: ['a'] } }, false],
    [
      'gives a team a clearance',
      'Team',
      { members: ['ada'] },
      { members: ['ada'], clearances: ['gov'] },
      true,
    ],
    [
      'puts somebody into a team that has one',
      'Team',
      { clearances: ['gov'] },
      { clearances: ['gov'], members: ['bo'] },
      true,
    ],
    [
      'names a group for it',
      'Team',
      { clearances: ['gov'] },
      { clearances: ['gov'], group: 'all staff' },
      true,
    ],
    ['takes the group away', 'Team', { clearances: ['gov'], group: 'x' }, { clearances: ['gov'] }, false],
    ['puts somebody into a team that has none', 'Team', {}, { members: ['bo'], group: 'x' }, false],
    ['opens an environment', 'Environment', { restricted: true }, {}, true],
    ['restricts one', 'Environment', {}, { restricted: true }, false],
    ['is of a product', 'Product', { owner: 'a' }, { owner: 'b' }, false],
  ])('that %s', (_, kind, before, after, widens) => {
    const upsert = { before: before === null ? undefined : object(kind, before), after: object(kind, after) };
    expect(widensSight({ upserts: [upsert], removals: [] })).toBe(widens);
  });

  test('that removes a restricted environment widens, since what happened there is then for everybody', () => {
    expect(widensSight({ upserts: [], removals: [object('Environment', { restricted: true })] })).toBe(true);
    expect(widensSight({ upserts: [], removals: [object('Environment', {})] })).toBe(false);
  });
});
