import { expect, test } from 'vitest';
import { isInFire } from './in-fire.ts';

const fires = [
  { id: 'INC-4', severity: 'SEV2', drill: false },
  { id: 'INC-5', severity: 'SEV3', drill: false },
  { id: 'INC-6', severity: 'SEV1', drill: true },
  { id: 'INC-7', severity: null, drill: false },
];

test.each([
  ['/incidents/INC-4', true],
  ['/incidents/INC-4/log', true],
  ['/incidents/INC-42', false],
  ['/incidents/INC-5', false],
  ['/incidents/INC-6', false],
  ['/incidents/INC-7', false],
  ['/incidents', false],
  ['/now', false],
])('in %s: %s', (pathname, isIn) => {
  expect(isInFire(fires, pathname)).toBe(isIn);
});
