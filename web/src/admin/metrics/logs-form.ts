import type { LogsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { faultOfTemplate } from '@fieldmarshal/contract/knowledge/template';
import type { Fault } from '../../catalog/editor/faults.ts';
import { missingLabel } from '../../knowledge/editors/ProductLabelField.tsx';
import { accessForm, accessOf, blankAccess, missingInAccess, type AccessForm } from './access-form.ts';

/** A store of logs while it is edited; what has no field is kept as it was. */
export interface LogsForm extends AccessForm {
  query: string;
  productLabel: string;
  environments: string[];
  kept: Partial<LogsSourceSpec>;
}

export const blankLogs: LogsForm = {
  ...blankAccess,
  ...{ query: '', productLabel: 'service_name', environments: [], kept: {} },
};

export function logsForm(spec: LogsSourceSpec): LogsForm {
  const { query, productLabel, environments } = spec;
  return { ...accessForm(spec), query, productLabel, environments, kept: spec };
}

export function logsOf(form: LogsForm): object {
  const { query, productLabel, environments, kept } = form;
  return {
    ...{ api: 'loki', ...accessOf(form, kept) },
    ...{ query: query.trim(), productLabel: productLabel.trim(), environments },
  };
}

const such = 'http://loki:3100';

/** The address with the path of Loki's own API, as it stands in examples of it, would be asked with that path twice. */
export function missingInLogs(form: LogsForm): Fault[] {
  const fault = form.query.trim() === '' ? 'Write the query' : faultOfTemplate(form.query);
  const isTooLong = /\/loki\/api(\/|$)/.test(form.url);
  return [
    ...missingInAccess(form, such),
    ...(isTooLong ? [{ path: 'url', message: `Only what stands before /loki/api, such as ${such}` }] : []),
    ...(fault === null ? [] : [{ path: 'query', message: fault }]),
    ...missingLabel(form),
  ];
}
