import type { MonitorType } from '@fieldmarshal/contract/checks/monitor';
import type { CheckSpec } from '@fieldmarshal/contract/checks/spec';
import type { Fault } from '../../catalog/editor/faults.ts';
import { rowId, type Row } from '../../oncall/form/rows.ts';
import { blankProbe, probeForm, probeOf, words, type ProbeForm } from './probe-form.ts';

export interface PlaceForm extends Row {
  environment: string;
  /** Empty: as everywhere. */
  every: string;
  paused: boolean;
  variables: Readonly<Record<string, string>>;
}

export interface MonitorForm {
  displayName: string;
  description: string;
  owner: string;
  products: readonly string[];
  workflow: string;
  probe: ProbeForm;
  environments: readonly PlaceForm[];
  every: string;
  timeout: string;
  retries: string;
  failingRuns: string;
  failingOf: string;
  passingRuns: string;
  places: string;
  agree: string;
  /** Empty: the route decides. */
  severity: string;
  signals: boolean;
  publicBadge: boolean;
  /** What this form does not show stays as it was. */
  kept: Pick<CheckSpec, 'links' | 'variables' | 'secrets'>;
}

export function blankMonitor(type: MonitorType = 'http'): MonitorForm {
  return {
    ...{ displayName: '', description: '', owner: '', products: [], workflow: '' },
    probe: blankProbe(type),
    environments: [blankPlace()],
    ...{ every: '60', timeout: '30', retries: '0' },
    ...{ failingRuns: '1', failingOf: '1', passingRuns: '1', places: '', agree: '1' },
    ...{ severity: '', signals: true, publicBadge: false },
    kept: { variables: {}, secrets: [] },
  };
}

export function blankPlace(): PlaceForm {
  return { id: rowId(), environment: '', every: '', paused: false, variables: {} };
}

/** The form of a stored monitor; throws for an end-to-end test, which is edited in its project. */
export function monitorForm(spec: CheckSpec): MonitorForm {
  if (spec.probe.type === 'e2e') throw new Error('an end-to-end test is no monitor');
  const { links, variables, secrets } = spec;
  return {
    displayName: spec.displayName ?? '',
    description: spec.description ?? '',
    owner: spec.owner ?? '',
    products: spec.products,
    workflow: spec.workflow ?? '',
    probe: probeForm(spec.probe),
    environments: spec.environments.map(({ environment, everySeconds, paused, variables: own }) => ({
      ...{ id: rowId(), environment, paused, variables: own },
      every: everySeconds === undefined ? '' : String(everySeconds),
    })),
    every: String(spec.everySeconds),
    timeout: String(spec.timeoutSeconds),
    retries: String(spec.retries),
    failingRuns: String(spec.failing.runs),
    failingOf: String(spec.failing.of),
    passingRuns: String(spec.passingRuns),
    places: spec.places.names.join(', '),
    agree: String(spec.places.agree),
    severity: spec.severity ?? '',
    signals: spec.signals,
    publicBadge: spec.publicBadge,
    kept: { variables, secrets, ...(links === undefined ? {} : { links }) },
  };
}

export function monitorOf(form: MonitorForm): object {
  const text = (key: 'displayName' | 'description' | 'owner' | 'workflow' | 'severity'): object =>
    form[key].trim() === '' ? {} : { [key]: form[key].trim() };
  return {
    ...{ ...text('displayName'), ...text('description'), ...text('owner'), ...text('workflow') },
    ...form.kept,
    products: form.products,
    probe: probeOf(form.probe),
    environments: form.environments.map(({ environment, every, paused, variables }) => ({
      environment,
      ...(every === '' ? {} : { everySeconds: Number(every) }),
      variables,
      paused,
    })),
    everySeconds: Number(form.every),
    timeoutSeconds: Number(form.timeout),
    retries: Number(form.retries),
    places: { names: words(form.places), agree: Number(form.agree) },
    failing: { runs: Number(form.failingRuns), of: Number(form.failingOf) },
    passingRuns: Number(form.passingRuns),
    ...text('severity'),
    signals: form.signals,
    publicBadge: form.publicBadge,
  };
}

/** What is still to be said before it can be tried. */
export function missingInMonitor(form: MonitorForm): Fault[] {
  const { environments } = form;
  return [
    ...(form.displayName.trim() === '' ? [{ path: 'displayName', message: 'Give it a name' }] : []),
    ...missingInProbe(form.probe),
    ...(environments.length === 0 ? [{ path: 'environments', message: 'Choose an environment' }] : []),
    ...environments.flatMap(({ environment }, index) =>
      environment === ''
        ? [{ path: `environments[${index}].environment`, message: 'Choose an environment' }]
        : [],
    ),
    ...missingNumbers(form),
  ];
}

function missingInProbe({ type, url, host, port, query, condition, limit, answer }: ProbeForm): Fault[] {
  const needs = (path: string, text: string, message: string): Fault[] =>
    text.trim() === '' ? [{ path: `probe.${path}`, message }] : [];
  switch (type) {
    case 'http':
      return needs('url', url, 'Say which address it looks at');
    case 'tcp':
      return [
        ...needs('host', host, 'Say which host it connects to'),
        ...needs('port', port, 'Say which port it connects to'),
        ...(answer === null ? [] : needs('expect', answer.value, 'Say what must come back')),
      ];
    case 'dns':
      return needs('name', host, 'Say which name it looks up');
    case 'tls':
      return needs('host', host, 'Say whose certificate it looks at');
    case 'promql':
      return [
        ...needs('server', url, 'Say which server is asked'),
        ...needs('query', query, 'Write the query'),
        ...(condition === 'burn-rate'
          ? []
          : needs(`condition.${limitName(condition)}`, limit, 'Say the limit')),
      ];
  }
}

export function limitName(condition: ProbeForm['condition']): string {
  return condition === 'threshold' ? 'value' : 'limit';
}

function missingNumbers(form: MonitorForm): Fault[] {
  const whole = (text: string, least: number, most: number): boolean =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  const number = (path: string, isRight: boolean, message: string): Fault[] =>
    isRight ? [] : [{ path, message }];
  return [
    ...number('everySeconds', whole(form.every, 1, 86_400), 'Whole seconds from 1 to 86400'),
    ...number(
      'timeoutSeconds',
      Number(form.timeout) >= 0.1 && Number(form.timeout) <= 3_600,
      'Seconds from 0.1 to 3600',
    ),
    ...number('retries', whole(form.retries, 0, 5), 'A whole number from 0 to 5'),
    ...number('failing.of', whole(form.failingOf, 1, 50), 'A whole number from 1 to 50'),
    ...number(
      'failing.runs',
      whole(form.failingRuns, 1, 50) && Number(form.failingRuns) <= Number(form.failingOf),
      `A whole number from 1 to ${form.failingOf}`,
    ),
    ...number('passingRuns', whole(form.passingRuns, 1, 50), 'A whole number from 1 to 50'),
    ...number('places.agree', whole(form.agree, 1, 20), 'A whole number from 1 to 20'),
  ];
}
