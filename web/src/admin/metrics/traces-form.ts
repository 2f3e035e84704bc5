import type { TracesSourceSpec } from '@fieldmarshal/contract/knowledge';
import type { Fault } from '../../catalog/editor/faults.ts';
import { accessForm, accessOf, blankAccess, missingInAccess, type AccessForm } from './access-form.ts';

/** A store of traces while it is edited; what has no field is kept as it was. */
export interface TracesForm extends AccessForm {
  api: TracesSourceSpec['api'];
  environments: string[];
  kept: Partial<TracesSourceSpec>;
}

export const blankTraces: TracesForm = { ...blankAccess, api: 'jaeger', environments: [], kept: {} };

export function tracesForm(spec: TracesSourceSpec): TracesForm {
  return { ...accessForm(spec), api: spec.api, environments: spec.environments, kept: spec };
}

export function tracesOf(form: TracesForm): object {
  return { ...accessOf(form, form.kept), api: form.api, environments: form.environments };
}

/** An address that leads to one trace is taken for that of the store now and then. */
export function missingInTraces(form: TracesForm): Fault[] {
  const such = form.api === 'jaeger' ? 'http://jaeger:16686' : 'http://tempo:3200';
  const isTooLong = /\/api\/traces(\/.*)?$/.test(form.url.trim());
  return [
    ...missingInAccess(form, such),
    ...(isTooLong ? [{ path: 'url', message: `Only what stands before /api/traces, such as ${such}` }] : []),
  ];
}
