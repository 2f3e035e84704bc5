import { expect, test } from 'vitest';
import { nameFrom } from './draft.ts';
import { faultAt, faultsOfSpec } from './faults.ts';

test.each([
  ['Édge on call', 'edge-on-call'],
  ['  Payments / EU (primary) ', 'payments-eu-primary'],
  ['当番', ''],
  ['a'.repeat(80), 'a'.repeat(63)],
])('the id of “%s” is “%s”', (title, name) => {
  expect(nameFrom(title)).toBe(name);
});

test('a refusal is shown in its field, and one of a part of a field only where that is asked for', () => {
  const faults = faultsOfSpec([
    { path: 'spec.layers[0].timezone', message: 'must be an IANA time zone' },
    { path: 'spec.layers[1].participants[0][1]', message: 'there is no Person "x"' },
  ]);
  expect(faultAt(faults, 'layers[0].timezone')).toBe('must be an IANA time zone');
  expect(faultAt(faults, 'layers[1].participants')).toBeUndefined();
  expect(faultAt(faults, 'layers[1].participants', { deep: true })).toBe('there is no Person "x"');
  expect(faultAt(faults, 'layers[10]', { deep: true })).toBeUndefined();
});
