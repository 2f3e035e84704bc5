import { expect, it } from 'vitest';
import { experienceOf, type PastIncident } from './from-past.ts';

const times = (count: number, one: PastIncident): PastIncident[] => Array.from({ length: count }, () => one);
const past = [
  ...times(8, { text: 'Elevated errors of Sonnet', products: ['chat', 'api'], grave: true, level: 'major' }),
  ...times(8, { text: 'Slow sign-in page', products: ['login'], grave: false, level: 'minor' }),
];

it('names what was hit when such words were used, and says how grave that turned out', () => {
  const { productsOf, graveness, levelOf } = experienceOf(past);
  expect([levelOf('Sonnet has errors'), levelOf('The page is slow')]).toEqual(['major', 'minor']);
  expect(productsOf('Sonnet has errors').map(({ product }) => product)).toEqual(['chat', 'api']);
  expect(productsOf('The page is slow').map(({ product }) => product)).toEqual(['login']);
  expect(graveness('Sonnet has errors')).toBeGreaterThan(1);
  expect(graveness('The page is slow')).toBeLessThan(-1);
});

it('says nothing of words it does not know, and nothing from a short past', () => {
  const { productsOf, graveness, levelOf } = experienceOf(past);
  expect([productsOf('Disks are full'), graveness('Disks are full')]).toEqual([[], 0]);
  expect(levelOf('Disks are full')).toBeNull();
  const short = experienceOf(past.slice(0, 9));
  expect([short.productsOf('Sonnet'), short.graveness('Sonnet')]).toEqual([[], 0]);
});
