import type { Spec } from '@fieldmarshal/contract/catalog';
import type { Violation } from '../check.ts';
import { timesFaults } from './check-maintenance.ts';

type Fault = Pick<Violation, 'path' | 'message'>;
type Check = Spec<'Check'>;

/** What no single field of a check shows: numbers that can never be reached, an environment that is given twice. */
export function checkFaults(spec: Check): Fault[] {
  return [
    ...unreachable(spec),
    ...twice(spec.environments.map(({ environment }) => environment)),
    ...(spec.maintenance ? timesFaults(spec.maintenance, ['maintenance']) : []),
    ...spec.environments.flatMap(({ maintenance }, index) =>
      maintenance ? timesFaults(maintenance, ['environments', index, 'maintenance']) : [],
    ),
  ];
}

function unreachable({ failing, places, probe }: Check): Fault[] {
  const faults: Fault[] = [];
  if (failing.runs > failing.of)
    faults.push({ path: ['failing', 'runs'], message: `cannot be more than of, which is ${failing.of}` });
  const all = Math.max(1, places.names.length);
  if (places.agree > all)
    faults.push({ path: ['places', 'agree'], message: `cannot be more than the places, which are ${all}` });
  if (probe.type === 'promql' && probe.condition.type === 'burn-rate' && !probe.query.includes('{{window}}'))
    faults.push({
      path: ['probe', 'query'],
      message: 'must hold {{window}}, which stands for the long and the short window',
    });
  return faults;
}

function twice(environments: readonly string[]): Fault[] {
  return environments.flatMap((environment, index) =>
    environments.indexOf(environment) === index
      ? []
      : [{ path: ['environments', index, 'environment'], message: `"${environment}" is given twice` }],
  );
}
