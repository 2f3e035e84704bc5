import { expect, test } from 'vitest';
import { teamOf } from './team-of.ts';

type About = Parameters<typeof teamOf>[0];
const at = '2026-01-05T09:00:00.000Z';
const cause = (name: string, kind: 'product' | 'test' = 'product') => ({ kind, name, displayName: name });
const about: About = { causeAnswer: null, likelyCause: null, product: 'uploads', teams: [] };
const found = (name: string, state: 'clear' | 'not-clear' = 'clear'): About['likelyCause'] => ({
  ...{ state, causes: [cause(name)], probability: 0.9, at },
});
const said = (answer: 'corrected' | 'rejected', name: string | null): About['causeAnswer'] => ({
  ...{ answer, cause: name === null ? null : cause(name), by: 'mira', at },
});
const took = (team: string, state: 'working' | 'declined'): About['teams'][number] => ({
  ...{ team, state, engagedAt: at, acknowledgedAt: null, updateDue: null, note: '', unanswered: false },
});
const owners: Readonly<Record<string, string>> = { uploads: 'files', gateway: 'edge', ledger: 'money' };

test.each<[string, Partial<About>, readonly string[], string | null]>([
  ['of the incident’s product', {}, [], 'files'],
  ['of what was clearly found', { likelyCause: found('gateway') }, [], 'edge'],
  ['not of what is only suspected', { likelyCause: found('gateway', 'not-clear') }, [], 'files'],
  [
    'of what people said, whatever was found',
    { likelyCause: found('gateway'), causeAnswer: said('corrected', 'ledger') },
    [],
    'money',
  ],
  [
    'not of what people rejected',
    { likelyCause: found('gateway'), causeAnswer: said('rejected', null) },
    [],
    'files',
  ],
  ['of what its alerts name', { product: null }, ['nobodys', 'ledger'], 'money'],
  [
    'that took part, where nobody owns what broke',
    { product: 'nobodys', teams: [took('early', 'declined'), took('late', 'working')] },
    [],
    'late',
  ],
  ['none', { product: null }, [], null],
])('an analysis goes to the team %s', (_, changes, products, team) => {
  expect(teamOf({ ...about, ...changes }, products, (product) => owners[product])).toBe(team);
});
