import type { MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import type { Fault } from '../../catalog/editor/faults.ts';
import { accessForm, accessOf, blankAccess, missingInAccess, type AccessForm } from './access-form.ts';

/** A metrics server while it is edited; what has no field is kept as it was. */
export interface SourceForm extends AccessForm {
  kept: Partial<MetricsSourceSpec>;
}

export const blankSource: SourceForm = { ...blankAccess, kept: {} };

export function sourceForm(spec: MetricsSourceSpec): SourceForm {
  return { ...accessForm(spec), kept: spec };
}

export function sourceOf(form: SourceForm): object {
  return accessOf(form, form.kept);
}

export function missingInSource(form: SourceForm): Fault[] {
  return missingInAccess(form, 'http://prometheus:9090');
}
