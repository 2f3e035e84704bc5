import { kinds } from '@fieldmarshal/contract/catalog';
import { expect, test } from 'vitest';
import { checkFaults } from './check-checks.ts';

function faults(spec: object): string[] {
  const parsed = kinds.Check.parse({ probe: { type: 'tcp', host: 'a.example', port: 1 }, ...spec });
  return checkFaults(parsed).map(({ path, message }) => `${path.join('.')} ${message}`);
}
const burn = { type: 'burn-rate', objectivePercent: 99.9 };
const promql = (query: string) => ({
  probe: { type: 'promql', server: 'http://p', query, condition: burn },
});

test.each([
  ['a plain check', {}, []],
  ['three of two runs', { failing: { runs: 3, of: 2 } }, ['failing.runs cannot be more than of, which is 2']],
  ['two of two runs', { failing: { runs: 2, of: 2 } }, []],
  [
    'more places than there are',
    { places: { names: ['a'], agree: 2 } },
    ['places.agree cannot be more than the places, which are 1'],
  ],
  ['a free place', { places: { agree: 1 } }, []],
  [
    'an environment twice',
    { environments: [{ environment: 'e' }, { environment: 'f' }, { environment: 'e' }] },
    ['environments.2.environment "e" is given twice'],
  ],
  [
    'a burn rate without its window',
    promql('rate(x[5m])'),
    ['probe.query must hold {{window}}, which stands for the long and the short window'],
  ],
  ['a burn rate', promql('rate(x[{{window}}])'), []],
])('%s', (_, spec, expected) => {
  expect(faults(spec)).toEqual(expected);
});
