import type { RunnerView } from '@fieldmarshal/contract/checks/runner';

/** What somebody says of a runner. */
export interface RunnerForm {
  name: string;
  place: string;
  owner: string;
  /** None: all. */
  environments: string[];
  /** Browsers, monitors, or both. */
  runs: 'everything' | 'e2e' | 'monitors';
}

export const newRunner: RunnerForm = {
  name: '',
  place: '',
  owner: '',
  environments: [],
  runs: 'everything',
};

const monitors = ['http', 'tcp', 'dns', 'tls', 'promql'] as const;
const capabilities: Readonly<Record<RunnerForm['runs'], RunnerView['capabilities']>> = {
  everything: ['e2e', ...monitors],
  e2e: ['e2e'],
  monitors: [...monitors],
};

export function formOf({ name, place, owner, environments, capabilities: can }: RunnerView): RunnerForm {
  const hasMonitors = can.some((type) => type !== 'e2e');
  const runs = !can.includes('e2e') ? 'monitors' : hasMonitors ? 'everything' : 'e2e';
  return { name, place, owner: owner ?? '', environments: [...environments], runs };
}

/** As the API takes it. What a runner could run by a finer choice, made over the API, stays where the choice here is the same. */
export function runnerBody({ name, place, owner, environments, runs }: RunnerForm, before?: RunnerView) {
  const isSame = before !== undefined && formOf(before).runs === runs;
  return {
    name,
    place,
    environments,
    capabilities: isSame ? before.capabilities : capabilities[runs],
    ...(owner === '' ? {} : { owner }),
  };
}
